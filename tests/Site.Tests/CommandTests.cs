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
        Assert.All(commands, command =>
        {
            string[] words = command.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            IEnumerable<string> arguments = words.TakeWhile(word => word is not (">" or "|" or "&&"));
            Assert.Empty(new CommandLine().Parse([.. arguments]).Errors.Select(error => $"{command}: {error.Message}"));
        });
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
