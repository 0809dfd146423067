namespace Makemore.Pages.Tests;

internal static class Refusal
{
    /// <summary>Asserts that making the figure throws an <see cref="ArgumentException"/> whose message contains these words.</summary>
    public static void Says(string words, Func<object> make) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
}
