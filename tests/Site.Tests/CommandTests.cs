using System.Text.RegularExpressions;
using Makemore.Runner;

namespace Makemore.Site.Tests;

/// <summary>What a reader may copy into a terminal.</summary>
public sealed partial class CommandTests(BuiltSite site)
{
    // Behind " #" stands a comment.
    private IEnumerable<string> Lines =>
        from page in site.Texts
        from code in page.Document.QuerySelectorAll("code, samp")
        from line in code.TextContent.Split('\n')
        select line.Split(" #")[0].Trim();

    [Fact]
    public void Every_command_is_one_that_the_program_understands()
    {
        Match[] commands = [.. Lines.Distinct().Select(line => Command().Match(line)).Where(command => command.Success)];
        Assert.NotEmpty(commands);
        Faults.AssertNone(commands.SelectMany(command => FaultsOf(command.Groups["arguments"].Value)));
    }

    /// <summary>The guide's table of commands has what stands behind "dotnet run --project src/Runner --".</summary>
    [Fact]
    public void Every_command_of_the_guide_is_one_that_the_program_understands()
    {
        SitePage guide = site.Pages.Single(page => page.Path == "guide.html");
        string[] commands =
        [
            .. from table in guide.Document.QuerySelectorAll("table")
               where table.QuerySelector("th")?.TextContent == "command"
               from command in table.QuerySelectorAll("tbody td:first-child code:first-child")
               select command.TextContent,
        ];
        Assert.NotEmpty(commands);
        Faults.AssertNone(commands.SelectMany(FaultsOf));
    }

    private static IEnumerable<string> FaultsOf(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] arguments = [.. words.TakeWhile(word => word is not (">" or "|" or "&&"))];
        return new CommandLine().Parse(arguments).Errors.Select(error => $"{command}: {error.Message}");
    }

    [Fact]
    public void Every_file_and_project_of_a_command_is_there()
    {
        string[] paths = [.. Lines.SelectMany(line => NamedFile().Matches(line)).Select(found => found.Groups["path"].Value).Distinct()];
        Assert.NotEmpty(paths);
        Assert.All(
            paths.Where(path => !path.Contains("NAME", StringComparison.Ordinal)),
            path => Assert.True(Path.Exists(Path.Combine(Checkout.Root, path)), $"there is no {path}"));
    }

    [GeneratedRegex(@"dotnet run\b.* --project src/Runner\b(?:.*? -- (?<arguments>.*))?$")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:dotnet run|dotnet test --project|dotnet publish|--project|dotnet build) (?<path>[a-z.]+/[\w./-]+)")]
    private static partial Regex NamedFile();
}
