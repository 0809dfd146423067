namespace Makemore.Worlds.Tests;

public sealed class EngineCheckTests
{
    public static TheoryData<string> Everything => [.. EngineCheck.Everything];

    [Theory]
    [MemberData(nameof(Everything))]
    public void Everything_is_right_here(string name)
    {
        EngineVerdict verdict = EngineCheck.Check(name, repeats: 3, seed: 1);
        Assert.True(verdict.IsRight, $"{verdict}");
        Assert.NotEmpty(verdict.Numbers);
        Assert.Equal(verdict.Numbers, EngineCheck.Check(name, repeats: 0, seed: 1).Numbers);
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Contains("'Tan'", Assert.Throws<ArgumentException>(() => EngineCheck.Check("Tan", 1, 1)).Message);
}
