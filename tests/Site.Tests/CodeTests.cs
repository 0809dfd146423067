using System.Text.RegularExpressions;
using AngleSharp.Dom;

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
        string[] programs = [.. site.Texts.SelectMany(page => Programs(page.Document)).Distinct()];
        foreach (string program in programs)
        {
            string printed = ProgramRun.Run(ProgramRun.Compile(program));
            Assert.All(Promise().Matches(program), promise => Assert.Contains(promise.Groups[1].Value, printed, StringComparison.Ordinal));
        }

        Assert.True(programs.Length >= 3, $"there are only {programs.Length} programs");
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
}
