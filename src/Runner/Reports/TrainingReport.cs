using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner.Reports;

/// <summary>Turns trained models into a report.</summary>
internal static class TrainingReport
{
    private const int SampleCount = 20, ScoresShown = 5;

    private static readonly (string Setting, string Name)[] ShownSettings =
    [
        ("schedule", "learning rate:steps"), ("steps", "steps taken"), ("batch_size", "examples a step"),
        ("split", "training, validation, test"),
        ("split_by", "split by"), ("shuffle", "shuffled"), ("seed", "seed"),
    ];

    /// <summary>A report on a training of one model, or on several of the same data.</summary>
    /// <param name="data">The names.</param>
    /// <param name="losses">The losses of those models; chance and the counting bigram are added.</param>
    /// <param name="models">The models.</param>
    /// <param name="arguments">The command line that makes this report.</param>
    public static Report Of(NameData data, IReadOnlyList<LossRow> losses, IReadOnlyList<ModelReport> models, IEnumerable<string> arguments)
    {
        string file = Path.GetFileName(data.Path), who = models.Count == 1 ? models[0].Title : $"{models.Count} models";
        var chance = new LossRow("chance", 0, new Losses(null, null, null, null, Math.Log(data.Vocabulary.Size)));
        bool hasCounts = losses.Any(row => row.Model == TrainingFigures.NameOf("counts"));
        return new Report
        {
            Title = $"{who} on {file}",
            Lead = $"What {who} learned from {data.Names.Count:N0} names of {file}, and the names made with that.",
            Facts =
            [
                new("file", file), new("column", data.Column), new("names", $"{data.Names.Count:N0} of {data.Cleaned.TotalRows:N0} rows"),
                .. data.Cleaned.Dropped.Where(dropped => dropped.Count > 0).Select(dropped => new Fact("dropped", $"{dropped}")),
                new("characters", $"{data.Vocabulary}"),
            ],
            Losses = hasCounts ? [chance, .. losses] : [chance, Row(Experiment.Counts(data, smoothing: 1)), .. losses],
            Models = models,
            Command = RepeatCommand.Of(arguments),
        };
    }

    public static LossRow Row(Trained trained) =>
        new(TrainingFigures.NameOf(trained.Model.Kind), trained.Model.ParameterCount, trained.Loss);

    /// <summary>
    /// What is said of one model: how it was trained, its figures, names that it makes, and how probable it finds those of the data.
    /// </summary>
    public static ModelReport Model(
        Checkpoint checkpoint, NameData data, IReadOnlyList<NamedFigure> figures, ulong seed, MultinomialKind multinomial)
    {
        ILanguageModel model = checkpoint.Model;
        string[] samples = Experiment.Sample(model, seed, SampleCount, new SamplingOptions { Multinomial = multinomial });
        var known = data.Names.Where(samples.Contains).ToHashSet();
        return new ModelReport
        {
            Title = TrainingFigures.NameOf(model.Kind),
            Facts =
            [
                new("learned numbers", $"{model.ParameterCount:N0}"), new("characters it looks back at", $"{model.BlockSize}"),
                .. ShownSettings.Where(shown => checkpoint.Training.ContainsKey(shown.Setting))
                    .Select(shown => new Fact(shown.Name, checkpoint.Training[shown.Setting])),
            ],
            Figures = [.. figures.Select(figure => figure.Figure)],
            Samples = [.. samples.Select(name => new Sample(name, !known.Contains(name)))],
            Scores = Scores.Of(Evaluation.Score(model, data.Names), ScoresShown),
            Command = RepeatCommand.OfTraining(checkpoint),
        };
    }

    /// <summary>Writes report.html into a folder, all or nothing. Returns its path.</summary>
    public static string Write(Report report, string folder)
    {
        string path = Path.Combine(folder, "report.html");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ReportPage.Write(report)));
        return path;
    }
}
