using System.Diagnostics;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Site.Tests;

/// <summary>All words of the site but its code, held to hunspell's British dictionary (which knows -ize) and to Words.txt.</summary>
public sealed partial class SpellingTests(BuiltSite site)
{
    private const string Program = "/usr/bin/hunspell", Dictionary = "/usr/share/hunspell/en_GB.dic";

    [Fact]
    public void Words_are_spelt_as_in_the_dictionary()
    {
        Assert.SkipUnless(File.Exists(Program) && File.Exists(Dictionary), "hunspell is not here: apt-get install hunspell hunspell-en-gb");
        string[] own =
        [
            .. Checkout.Read("tests/Site.Tests/Words.txt").Split('\n'),
            .. OperationCatalogue.Entries<double>().Concat(LayerCatalogue.Entries<double>()).Select(entry => entry.Name),
        ];
        var where = new Dictionary<string, string>();
        foreach (SitePage page in site.Texts)
            foreach (string word in WordsOf(page.Document.QuerySelector("main")!)) where.TryAdd(word, page.Path);

        IEnumerable<string> unknown = Unknown(where.Keys).Except(own).Order(StringComparer.Ordinal);
        Faults.AssertNone(unknown.Select(word => $"{where[word]}: neither the dictionary nor Words.txt has: {word}"));
    }

    // Code, links to code, and names that a model has made are not prose.
    private static IEnumerable<string> WordsOf(IElement main)
    {
        var prose = (IElement)main.Clone();
        foreach (IElement code in prose.QuerySelectorAll("code, pre, samp, noscript").ToArray()) code.TextContent = " ";
        return from INode text in prose.Descendants<IText>()
               from Match found in Word().Matches(text.TextContent.Replace('’', '\''))
               let word = found.Value.EndsWith("'s", StringComparison.Ordinal) ? found.Value[..^2] : found.Value
               where !IsName(word)
               select word;
    }

    // Of the program's parts: BatchNorm, LogSoftmax, mlp3.
    private static bool IsName(string word) => word.Length < 3 || word.Skip(1).Any(char.IsUpper) || word.Any(letter => letter > 'ÿ');

    private static string[] Unknown(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Program, "-l -d en_GB -i utf-8") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        foreach (string word in words) process.StandardInput.WriteLine(word);
        process.StandardInput.Close();
        process.WaitForExit();
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // Not what stands beside a dot, a dash, a digit or a sign: file.cs, --option, x2, f(x).
    [GeneratedRegex(@"(?<![\p{L}\p{Nd}_.\-/#@=\\])(?>\p{L}+(?:'\p{L}+)*)(?![\p{Nd}_(/\\=<]|\.[\p{L}\p{Nd}])")]
    private static partial Regex Word();
}
