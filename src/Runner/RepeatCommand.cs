using System.CommandLine;
using Makemore.Models;

namespace Makemore.Runner;

/// <summary>The command lines that do again what was done, for a POSIX shell.</summary>
internal static class RepeatCommand
{
    // The options whose values a checkpoint keeps as they are given.
    private static readonly string[] KeptOptions = ["schedule", "batch_size", "split", "split_by"];

    /// <summary>The command line that was given.</summary>
    public static string Of(ParseResult call) => Of(call.Tokens.Select(token => token.Value));

    /// <summary>The training that gave this checkpoint.</summary>
    public static string OfTraining(Checkpoint checkpoint)
    {
        ILanguageModel model = checkpoint.Model;
        var training = checkpoint.Training;
        List<string> arguments = ["train", model.Kind];
        if (training.TryGetValue("input", out string? input) && input != Path.GetFullPath(NameOptions.Shipped))
            arguments.AddRange("--input", input);
        if (training.TryGetValue("column", out string? column) && column != "Name") arguments.AddRange("--column", column);
        if (model.Vocabulary.Letters != Vocabulary.English.Letters) arguments.AddRange("--alphabet", "auto");
        if (training.GetValueOrDefault("duplicates") == "keep") arguments.AddRange("--duplicates", "keep");
        if (training.GetValueOrDefault("shuffle") == "true") arguments.Add("--shuffle");
        if (training.TryGetValue("seed", out string? seed)) arguments.AddRange("--seed", seed);
        if (model is CountingBigram counts) arguments.AddRange("--smoothing", FormattableString.Invariant($"{counts.Smoothing:R}"));
        if (model is MultilayerPerceptron<float> { Sizes: var sizes })
            arguments.AddRange(
                "--block-size", $"{sizes.Block}", "--embedding-size", $"{sizes.Embedding}", "--hidden-size", $"{sizes.Hidden}");
        foreach (string option in KeptOptions)
            if (training.TryGetValue(option, out string? value)) arguments.AddRange($"--{option.Replace('_', '-')}", value);
        return Of(arguments);
    }

    private static string Of(IEnumerable<string> arguments) =>
        string.Join(' ', ["dotnet run --project src/Runner --", .. arguments.Select(Quoted)]).TrimEnd(' ', '-');

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./,:=+".Contains(character))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
