using System.Text;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Pages;

/// <summary>Turns trained models into a report.</summary>
public static class TrainingReport
{
    /// <summary>How many names of each model a report shows.</summary>
    public const int SampleCount = 20;

    private const int ScoresShown = 5;

    private static readonly (string Setting, string Name)[] ShownSettings =
    [
        (TrainingKeys.Schedule, "learning rate:steps"), (TrainingKeys.Steps, "steps taken"), (TrainingKeys.BatchSize, "examples a step"),
        (TrainingKeys.Split, "training, validation, test"), (TrainingKeys.SplitBy, "split by"), (TrainingKeys.Shuffle, "shuffled"),
        (TrainingKeys.Duplicates, "equal names"), (TrainingKeys.Seed, "seed"),
    ];

    /// <summary>A report on one model's training, or on several models of the same data.</summary>
    /// <param name="names">The names.</param>
    /// <param name="losses">The models' losses. Those of chance and, if it can count them, the counting bigram are added.</param>
    /// <param name="models">The models.</param>
    /// <param name="command">The command line that makes this report.</param>
    public static Report Of(NameList names, IReadOnlyList<LossRow> losses, IReadOnlyList<ModelReport> models, string command)
    {
        string file = Path.GetFileName(names.Path), who = models.Count == 1 ? models[0].Title : $"{models.Count} models";
        LossRow chance = Row(Experiment.Chance(names.Vocabulary));
        bool isCounted = losses.Any(row => row.Model == ModelKinds.Counts.Title);
        LossRow[] counts = isCounted || !TrainingFigures.CanCountPairs(names) ? [] : [Row(Experiment.Counts(names, smoothing: 1))];
        return new Report
        {
            Title = $"{who} on {file}",
            Lead = $"What {who} learned from {names.Names.Count:N0} names of {file}, and the names made from it.",
            Facts =
            [
                new("file", file), new("column", names.Column), new("names", $"{names.Names.Count:N0} of {names.TotalRows:N0} rows"),
                .. names.Dropped.Where(dropped => dropped.Count > 0).Select(dropped => new Fact("dropped", $"{dropped}")),
                new("characters", $"{names.Vocabulary}"),
            ],
            Losses = [chance, .. counts, .. losses],
            Models = models,
            Command = command,
        };
    }

    /// <summary>A model's row in the table of losses.</summary>
    public static LossRow Row(Trained trained) =>
        new(trained.Model.Kind.Title, trained.Model.ParameterCount, trained.Loss);

    /// <summary>
    /// The section on one model: how it was trained, its figures, names that it makes, and how probable it finds the names of the data.
    /// </summary>
    /// <param name="checkpoint">The model, and how it was trained.</param>
    /// <param name="names">The names to score. They also show whether a name that the model makes is new.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="samples">Names that it made.</param>
    /// <param name="command">The command line that trains it again.</param>
    public static ModelReport Model(
        Checkpoint checkpoint, NameList names, TrainingFigures figures, IReadOnlyList<string> samples, string command)
    {
        ILanguageModel model = checkpoint.Model;
        var known = names.Names.Where(samples.Contains).ToHashSet();
        return new ModelReport
        {
            Title = model.Kind.Title,
            Facts =
            [
                new("learned numbers", $"{model.ParameterCount:N0}"), new("characters it looks back at", $"{model.BlockSize}"),
                .. ShownSettings.Where(shown => checkpoint.Training.ContainsKey(shown.Setting))
                    .Select(shown => new Fact(shown.Name, checkpoint.Training[shown.Setting])),
            ],
            Figures = [.. figures.Drawn.Select(figure => figure.Figure)],
            Samples = [.. samples.Select(name => new Sample(name, !known.Contains(name)))],
            Scores = Scores.Of(Evaluation.Score(model, names.Names), ScoresShown),
            Command = command,
        };
    }

    /// <summary>Writes report.html into a folder, all or nothing. Returns its path.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static string Write(Report report, string folder)
    {
        string path = Path.Combine(folder, "report.html");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ReportPage.Write(report)));
        return path;
    }
}
