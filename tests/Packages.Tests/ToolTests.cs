namespace Makemore.Packages.Tests;

/// <summary>The tool, installed where there is no checkout.</summary>
public class ToolTests(Consumer consumer)
{
    private static string? installed;

    [Fact]
    public void It_says_its_version() => Assert.Equal(PackedFolder.Version, Makemore("--version").Trim());

    [Fact]
    public void Its_help_speaks_of_it_by_the_name_that_a_user_types()
    {
        Assert.Contains("\n  makemore [command] [options]", Makemore("--help").ReplaceLineEndings("\n"));
        Assert.Contains("\n  makemore train ", Makemore("train", "--help").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void It_learns_from_the_names_that_ship_and_makes_new_ones()
    {
        Makemore("train", "mlp", "--schedule", "0.1:300", "--output", "out");
        string said = Makemore("sample", "--model", "out/mlp.safetensors", "--count", "5");
        Assert.Equal(5, said.Split('\n').Count(line => line.Length > 0 && line.All(char.IsAsciiLetterLower)));
    }

    [Fact]
    public void What_it_tells_a_user_to_run_is_the_tool()
    {
        Makemore("train", "counts", "--output", "counts");
        Makemore("report", "--model", "counts/counts.safetensors", "--output", "report");
        string report = File.ReadAllText(Path.Combine(Installed(), "report", "report.html"));
        Assert.Contains("makemore train counts", report);
        Assert.DoesNotContain("dotnet run", report);
    }

    [Fact]
    public void It_has_the_page_and_builds_nothing()
    {
        Assert.DoesNotContain("building", Makemore("explore", "--name", "virat", "--output", "explore.html"));
        Assert.Contains("id=\"packed\"", File.ReadAllText(Path.Combine(Installed(), "explore.html")));
    }

    private string Makemore(params string[] arguments) =>
        Consumer.Run(Installed(), Path.Combine(Installed(), "tools", "makemore"), arguments);

    // The tests of a class run one after another.
    private string Installed()
    {
        if (installed is not null) return installed;
        string folder = consumer.NewFolder("tool");
        Consumer.Run(folder, "dotnet", "tool", "install", "Makemore.Tool", "--version", PackedFolder.Version, "--tool-path", "tools");
        return installed = folder;
    }
}
