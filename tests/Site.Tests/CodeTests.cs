using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Makemore.Runner;

namespace Makemore.Site.Tests;

/// <summary>
/// All C# of the site is compiled. That of lessons and of the engine is shown from its file, and the build and the lessons' tests compile
/// that; all other blocks are compiled and run here. What stands below one heading is one program.
/// </summary>
public sealed partial class CodeTests(BuiltSite site)
{
    [Fact]
    public void Every_program_on_the_site_compiles_runs_and_prints_what_it_says()
    {
        int programs = 0;
        var done = new HashSet<string>();
        foreach (SitePage page in site.Texts)
        {
            foreach (string code in Programs(page.Document).Where(done.Add))
            {
                string printed = ProgramRun.Run(ProgramRun.Compile(code));
                foreach (Match promise in Promise().Matches(code)) Assert.Contains(promise.Groups[1].Value, printed, StringComparison.Ordinal);
                programs++;
            }
        }

        Assert.True(programs >= 3, $"there are only {programs} programs");
    }

    /// <summary>Every command that a page shows is one that the program understands, and every file that it names is there.</summary>
    [Fact]
    public void Every_command_on_the_site_is_understood()
    {
        string[] lines =
        [
            .. site.Texts.SelectMany(page => page.Document.QuerySelectorAll(".language-terminal, code:not(pre code)")).Select(code => code.TextContent)
                .SelectMany(text => text.Split('\n')).Select(line => line.Split(" #")[0].Trim()).Distinct(),
        ];
        Assert.All(lines, line =>
        {
            if (Command().Match(line) is { Success: true } command)
            {
                string[] arguments = [.. command.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(part => part is not (">" or "|"))];
                Assert.Empty(new CommandLine().Parse(arguments).Errors.Select(error => $"{line}: {error.Message}"));
            }

            foreach (Match file in NamedFile().Matches(line))
                if (!file.Value.Contains("NAME", StringComparison.Ordinal))
                    Assert.True(Path.Exists(Path.Combine(Repository.Root.FullName, file.Groups[1].Value)), $"{line}: there is no {file.Groups[1].Value}");
        });
        Assert.Contains(lines, line => Command().IsMatch(line));
    }

    private static IEnumerable<string> Programs(IDocument document)
    {
        var program = new List<string>();
        foreach (IElement one in document.QuerySelectorAll("h1, h2, h3, code.language-csharp"))
        {
            if (one.LocalName == "code")
            {
                if (one.Closest(".explained, .whole") is null) program.Add(one.TextContent);
            }
            else if (program.Count > 0)
            {
                yield return string.Join('\n', program);
                program.Clear();
            }
        }

        if (program.Count > 0) yield return string.Join('\n', program);
    }

    // Console.WriteLine(...); // what it prints
    [GeneratedRegex(@"Console\.WriteLine\(.*\); // (.+)$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"^dotnet run (?:--no-build )?--project src/Runner(?:$| -- (.*)$)")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:dotnet run|dotnet test --project|dotnet publish|--project|dotnet build) ([a-z.]+/[\w./-]+)")]
    private static partial Regex NamedFile();
}
