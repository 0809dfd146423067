using Spectre.Console;

namespace Makemore.Runner.Tests;

/// <summary>What the screen does with results.</summary>
public sealed class ScreenTests : IDisposable
{
    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void A_table_that_is_wider_than_the_screen_is_printed_in_full()
    {
        string wide = new('x', 500);
        Outcome outcome = program.Run(() =>
        {
            Table table = Screen.NewTable(["name", "count"], 1);
            table.AddRow(wide, "7");
            Screen.Result(table);
            return 0;
        });
        Assert.Matches($"^{wide} +7$", outcome.Lines[^1]);
    }
}
