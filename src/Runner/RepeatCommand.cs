using System.CommandLine;
using Makemore.Models;

namespace Makemore.Runner;

/// <summary>Command lines that repeat what was done, for a POSIX shell.</summary>
internal static class RepeatCommand
{
    // The options whose values a checkpoint keeps as they were given.
    private static readonly string[] KeptOptions =
    [
        TrainingKeys.Schedule, TrainingKeys.BatchSize, TrainingKeys.Split, TrainingKeys.SplitBy, TrainingKeys.EvaluateEvery,
    ];

    /// <summary>The command line that was given.</summary>
    public static string Of(ParseResult call) => Of(call.Tokens.Select(token => token.Value));

    /// <summary>The training that made this checkpoint.</summary>
    public static string OfTraining(Checkpoint checkpoint)
    {
        ILanguageModel model = checkpoint.Model;
        var training = checkpoint.Training;
        string? recipe = training.GetValueOrDefault(TrainingKeys.Recipe);
        List<string> arguments = recipe is null ? ["train", model.Kind.Name] : ["train", "--recipe", recipe];
        if (training.TryGetValue(TrainingKeys.Input, out string? input) && input != Path.GetFullPath(NameOptions.Shipped))
            arguments.AddRange("--input", input);
        if (training.TryGetValue(TrainingKeys.Column, out string? column) && column != "Name") arguments.AddRange("--column", column);
        if (recipe is null) arguments.AddRange(Settings());
        if (training.TryGetValue(TrainingKeys.Seed, out string? seed)) arguments.AddRange("--seed", seed);
        return Of(arguments);

        // These a recipe sets itself.
        IEnumerable<string> Settings()
        {
            List<string> settings = [];
            if (model.Vocabulary.Letters != Vocabulary.English.Letters) settings.AddRange("--alphabet", "auto");
            if (training.GetValueOrDefault(TrainingKeys.Duplicates) == "keep") settings.AddRange("--duplicates", "keep");
            if (training.GetValueOrDefault(TrainingKeys.Shuffle) == "true") settings.Add("--shuffle");
            foreach (ModelOption option in model.Kind.Options) settings.AddRange(Chosen(option));
            foreach (string option in KeptOptions)
                if (training.TryGetValue(option, out string? value)) settings.AddRange($"--{option.Replace('_', '-')}", value);
            return settings;
        }

        IEnumerable<string> Chosen(ModelOption option) => (option.IsFlag, model.Options.IsChosen(option)) switch
        {
            (false, _) => [$"--{option.Name}", option.TextOf(model.Options[option])],
            (true, true) => [$"--{option.Name}"],
            (true, false) => [],
        };
    }

    /// <summary>The command line of these arguments.</summary>
    public static string Of(IEnumerable<string> arguments) =>
        string.Join(' ', [Installation.Command, .. arguments.Select(Quoted)]).TrimEnd(' ', '-');

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./,:=+".Contains(character))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
