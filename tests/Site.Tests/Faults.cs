namespace Makemore.Site.Tests;

internal static class Faults
{
    /// <summary>Asserts that there are none, and names all that are: Assert.Empty would cut them off.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        string all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }
}
