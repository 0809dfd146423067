using Makemore.Models;
using Makemore.Modules;
using Makemore.Runner.Figures;
using Makemore.Tensors;

namespace Makemore.Runner;

/// <summary>A figure and what its file is called, without <c>.svg</c>.</summary>
internal sealed record NamedFigure(string Name, Figure Figure);

/// <summary>Which figures a model and its training give.</summary>
internal static class TrainingFigures
{
    // More contexts would not change what a histogram shows; more characters would lie on top of each other.
    private const int HiddenContexts = 2000, MappedCharacters = 400;

    /// <summary>All of a training: how it went, and what the model became.</summary>
    public static IReadOnlyList<NamedFigure> Of(Trained trained, NameData data) =>
        [.. OfRun(trained, data), .. OfModel(trained.Model, trained.Contexts!)];

    /// <summary>What a model is; for the hidden layer with the first of these contexts.</summary>
    public static IReadOnlyList<NamedFigure> OfModel(ILanguageModel model, DistinctContexts contexts) => model switch
    {
        CountingBigram counts => [.. Counted(counts), .. Probabilities(counts)],
        NeuralBigram<float> network => [.. Probabilities(network)],
        MultilayerPerceptron<float> perceptron => [.. Embeddings(perceptron), .. Hidden(perceptron, contexts)],
        _ => [],
    };

    /// <summary>A learning-rate range test.</summary>
    public static NamedFigure OfRange(LearningRateRange range) => new("lr-range", new LearningRateCurve(
        "Learning-rate range test of the MLP", [.. range.Points.Select(point => point.Rate)], [.. range.Points.Select(point => point.Loss)],
        range.Smoothed, range.Steepest, range.Minimum));

    /// <summary>Writes each as an .svg file, all or nothing, and says so on standard error.</summary>
    public static void Write(IReadOnlyList<NamedFigure> figures, string folder)
    {
        foreach (NamedFigure figure in figures)
            AtomicFile.Write(Path.Combine(folder, $"{figure.Name}.svg"), System.Text.Encoding.UTF8.GetBytes(figure.Figure.ToSvg()));
        if (figures.Count > 0) Screen.Message($"figures in {folder}: {string.Join(", ", figures.Select(figure => $"{figure.Name}.svg"))}");
    }

    private static IEnumerable<NamedFigure> OfRun(Trained trained, NameData data)
    {
        if (trained.Run is not { History.Count: > 0 } run) yield break;
        string kind = trained.Model.Kind;
        IEnumerable<LossPoint> losses = run.History.Select(point => new LossPoint(point.Step, point.Loss));
        yield return new($"{kind}-loss", new LossCurve($"Loss of the {NameOf(kind)}", [.. losses])
        {
            Validation =
            [
                .. run.History.Where(point => point.Validation is not null)
                    .Select(point => new LossPoint(point.Step, point.Validation!.Value)),
            ],
            Stages = [.. StagesOf(trained.Schedule!, run.Steps)],
            References =
            [
                new("chance", Math.Log(data.Vocabulary.Size)),
                new("counting pairs", Experiment.Counts(data, smoothing: 1).Loss.All!.Value),
                new("floor of these contexts", trained.Contexts!.Floor),
            ],
        });
        ParameterRatios[] ratios =
        [
            .. run.Updates[0].Ratios.Select((first, i) =>
                new ParameterRatios(first.Parameter, [.. run.Updates.Select(point => point.Ratios[i].Ratio)])),
        ];
        int[] steps = [.. run.Updates.Select(point => point.Step)];
        if (ratios.Any(parameter => parameter.Ratios.Any(ratio => ratio > 0 && double.IsFinite(ratio))))
            yield return new($"{kind}-updates", new UpdateRatios($"Updates of the {NameOf(kind)}", steps, ratios));
    }

    /// <summary>What a kind of model is called in a sentence.</summary>
    public static string NameOf(string kind) => kind switch
    {
        "counts" => "counting bigram",
        "neural" => "one-layer network",
        "mlp" => "multilayer perceptron",
        _ => "chance",
    };

    private static IEnumerable<RateStage> StagesOf(LearningRateSchedule schedule, int steps)
    {
        int first = 0;
        foreach (LearningRateStage stage in schedule.Stages)
        {
            if (first < steps) yield return new RateStage(first, stage.Rate);
            first += stage.Steps;
        }
    }

    private static IEnumerable<NamedFigure> Counted(CountingBigram model)
    {
        if (!Fits(model, PairHeatmap.MaximumCharacters, "counts")) yield break;
        string[] characters = Characters(model.Vocabulary);
        yield return new("counts-pairs", PairHeatmap.OfCounts("How often each character follows each other", characters, model.Counts));

        // What is added may be a fraction; the table holds whole counts.
        if (model.Smoothing is < 1 or > int.MaxValue || !double.IsInteger(model.Smoothing)) yield break;
        long[] smoothed = [.. model.Counts.ToArray().Select(count => count + (long)model.Smoothing)];
        yield return new("counts-smoothed", PairHeatmap.OfCounts($"Counts + {model.Smoothing}", characters, smoothed));
    }

    private static IEnumerable<NamedFigure> Probabilities(ILanguageModel model)
    {
        if (!Fits(model, PairHeatmap.MaximumCharacters, "probabilities")) return [];
        int size = model.Vocabulary.Size;
        var logarithms = new Tensor<double>([size, size]);
        model.LogProbabilities(new Indices([size, 1], [.. Enumerable.Range(0, size)]), logarithms);
        double[] probabilities = [.. logarithms.Span.ToArray().Select(Math.Exp)];
        string title = $"What follows, according to the {NameOf(model.Kind)}";
        return [new($"{model.Kind}-probabilities", PairHeatmap.OfProbabilities(title, Characters(model.Vocabulary), probabilities))];
    }

    private static IEnumerable<NamedFigure> Embeddings(MultilayerPerceptron<float> model)
    {
        if (!Fits(model, MappedCharacters, "embeddings")) return [];
        double[] vectors = [.. model.Embedding.Table.Value.Span.ToArray().Select(value => (double)value)];
        return [new("mlp-embedding", new EmbeddingMap("Where the MLP put the characters", Characters(model.Vocabulary), vectors))];
    }

    private static IEnumerable<NamedFigure> Hidden(MultilayerPerceptron<float> model, DistinctContexts contexts)
    {
        int rows = Math.Min(HiddenContexts, contexts.Count);
        if (rows == 0) return [];
        var first = new Indices([rows, model.BlockSize], contexts.Contexts.Span[..(rows * model.BlockSize)].ToArray());
        double[] outputs = [.. model.HiddenOutputs(first).Value.Span.ToArray().Select(value => (double)value)];
        return [new("mlp-hidden", new ActivationHistogram($"Outputs of the hidden layer on {rows:N0} contexts", outputs))];
    }

    private static bool Fits(ILanguageModel model, int maximum, string what)
    {
        if (model.Vocabulary.Size <= maximum) return true;
        Screen.Message($"no figure of the {what}: {model.Vocabulary.Size:N0} characters are more than the {maximum} that one can show");
        return false;
    }

    private static string[] Characters(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Size).Select(vocabulary.TextOf)];
}
