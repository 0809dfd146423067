using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Makemore.Runner.Tests;

/// <summary>
/// Commands that are run one after another, and what they print and write, which is compared with an approved file:
/// see <see cref="ApprovedText"/>. Numbers are compared as <see cref="Transcript"/> does.
/// </summary>
internal static partial class Session
{
    /// <summary>Asserts that Approved/NAME.txt holds this transcript.</summary>
    public static void IsAsApproved(string name, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths are printed in another way");
        Assert.SkipUnless(
            Console.IsOutputRedirected && Console.IsErrorRedirected, "what is printed in a terminal is as wide as it, with progress bars");
        ApprovedText.Holds($"Runner.Tests/Approved/{name}.txt", text, Difference);
    }

    /// <summary>The errors of gradients, which are what is left of ten digits.</summary>
    public static string WithoutErrors(string text) => Errors.Replace(text, "#.#e-##");

    private static string? Difference(string approved, string text) =>
        Transcript.Differences(approved, text) is { Count: > 0 } differences ? string.Join('\n', differences.Take(5)) : null;

    /// <summary>
    /// Runs a command. Returns it, what it printed, its exit code, the files that are new, what is in those that hold text, and of a report
    /// the commands that would repeat it and the names, without what depends on the machine or the moment.
    /// </summary>
    public static string Transcribed(Program program, string command)
    {
        HashSet<string> before = [.. Files()];
        Outcome outcome = program.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string[] made = [.. Files().Where(file => !before.Contains(file))];
        var text = new StringBuilder($"$ Makemore.Runner {command}\n{outcome.Output}");
        if (outcome.Error.Length > 0) text.Append($"--- standard error\n{outcome.Error}");
        text.Append($"--- exit code {outcome.ExitCode}\n");
        if (made.Length > 0) text.Append($"--- new files: {string.Join(", ", made)}\n");
        foreach (string file in made.Where(file => file.EndsWith(".txt") || file.EndsWith(".csv") || file == "results.json"))
            text.Append($"--- {file}\n{Rounded(File.ReadAllText(program.PathOf(file))).TrimEnd()}\n");
        File.Delete(program.PathOf("results.json"));
        foreach (string file in made.Where(file => file.EndsWith("report.html")))
        {
            string page = File.ReadAllText(program.PathOf(file));
            foreach (Match line in ShellCommand.Matches(page))
                text.Append($"--- {file}: {WebUtility.HtmlDecode(line.Groups["command"].Value)}\n");
            text.Append($"--- {file}, names: {string.Join(' ', ReportedName.Matches(page).Select(name => name.Groups["name"].Value))}\n");
        }

        return WithoutTheMoment($"{text}\n", program.Folder);

        IEnumerable<string> Files() => Directory.EnumerateFiles(program.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(program.Folder, file)).Order(StringComparer.Ordinal);
    }

    // Files hold all digits, of which machines agree on some.
    private static string Rounded(string text) => Decimals.Replace(text, number =>
    {
        double value = double.Parse(number.Value, CultureInfo.InvariantCulture);
        return value.ToString(Math.Abs(value) is >= 0.01 and < 1e6 ? "0.0000" : "0.000e+0", CultureInfo.InvariantCulture);
    });

    private static string WithoutTheMoment(string text, string folder)
    {
        text = text.Replace(folder, "FOLDER", StringComparison.Ordinal)
            .Replace("Makemore.Runner.Tests", "Makemore.Runner", StringComparison.Ordinal);
        text = Moment.Replace(text, "#");

        // Small objects are a line each, and of many, those in the middle are left out.
        text = SmallObject.Replace(text, match => $"{{ {Spaces.Replace(match.Groups["inside"].Value, " ")} }}");
        return ManyLines.Replace(text, match => $"{match.Groups["first"].Value}...\n{match.Groups["last"].Value}");
    }

    /// <summary>After thousands of steps in float32, machines whose vectors have other widths have learned something else.</summary>
    public static string WithoutWhatWasLearned(string text)
    {
        text = LearnedNumbers.Replace(text, number => Digit.Replace(number.Value, "#"));
        text = LearnedNames.Replace(text, "${model}(ten names)");
        text = LearnedSamples.Replace(text, "(ten names)");
        return ReportedNames.Replace(text, "(names)");
    }

    [GeneratedRegex(
        @"(?<=^speed +)[\d,]+|(?<= in )[\d.]+(?= s\. )|(?<=""(seconds|stepsPerSecond)"": )[^,\s]+|(?<=--threads .*\[default: )\d+|^\d+\.\d+\.\d+$",
        RegexOptions.Multiline)]
    private static partial Regex Moment { get; }

    [GeneratedRegex(@"-?\d+\.\d+(E[+-]?\d+)?|-?\d+E[+-]?\d+")]
    private static partial Regex Decimals { get; }

    [GeneratedRegex(@"\d+\.\d{4}\b|\d+\.\d(?= letters)|\d\.\d{3}e[+-]\d+")]
    private static partial Regex LearnedNumbers { get; }

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit { get; }

    [GeneratedRegex(@"\d\.\d+e[+-]\d+(?= +(ok|WRONG))|(?<=""worst"": )[^ ]+")]
    private static partial Regex Errors { get; }

    [GeneratedRegex(@"\{\s+(?<inside>""[^{}\[\]]*?)\s+\}")]
    private static partial Regex SmallObject { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"(?<first>(^ +\{ .* \},\n){3})(^ +\{ .* \},\n){3,}(?<last>^ +\{ .* \}\n)", RegexOptions.Multiline)]
    private static partial Regex ManyLines { get; }

    [GeneratedRegex("<code>(?<command>dotnet .*?)</code>")]
    private static partial Regex ShellCommand { get; }

    [GeneratedRegex(@"<li( class=""new"")?>(?<name>\w+) <small>")]
    private static partial Regex ReportedName { get; }

    [GeneratedRegex(@"(?<=^--- .*report\.html, names: ).*$", RegexOptions.Multiline)]
    private static partial Regex ReportedNames { get; }

    [GeneratedRegex(@"(?<model>^(network|MLP|GPT) +)\w+(,\s+\w+){9} *$", RegexOptions.Multiline)]
    private static partial Regex LearnedNames { get; }

    [GeneratedRegex(@"(?<=""samples"": \[)\s+(""\w+""\s*,?\s*){10}(?=\],\s+""checkpoint"": ""out/(neural|mlp|gpt)\.)")]
    private static partial Regex LearnedSamples { get; }
}
