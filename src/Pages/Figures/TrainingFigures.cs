using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages;

/// <summary>A figure and what its file is called, without <c>.svg</c>.</summary>
public sealed record NamedFigure(string Name, Figure Figure);

/// <summary>The figures that a model and its training give.</summary>
public sealed class TrainingFigures
{
    // More contexts would not change what a histogram shows; more characters would lie on top of each other.
    private const int HiddenContexts = 2000, MappedCharacters = 400;

    private readonly List<NamedFigure> drawn = [];
    private readonly List<string> leftOut = [];

    private TrainingFigures() { }

    /// <summary>The figures.</summary>
    public IReadOnlyList<NamedFigure> Drawn => drawn;

    /// <summary>For each figure that could not be drawn, a sentence for people that says which and why.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>All of a training: how it went, and what the model became.</summary>
    public static TrainingFigures Of(Trained trained, NameList names)
    {
        var figures = new TrainingFigures();
        figures.AddRun(trained, names);
        figures.AddModel(trained.Model, trained.Contexts!);
        return figures;
    }

    /// <summary>What a model is; for the hidden layer with the first of these contexts.</summary>
    public static TrainingFigures OfModel(ILanguageModel model, DistinctContexts contexts)
    {
        var figures = new TrainingFigures();
        figures.AddModel(model, contexts);
        return figures;
    }

    /// <summary>A learning-rate range test.</summary>
    public static TrainingFigures OfRange(LearningRateRange range)
    {
        var figures = new TrainingFigures();
        figures.Add("lr-range", new LearningRateCurve(
            "Learning-rate range test of the MLP", range.Points, range.Smoothed, range.Steepest, range.Minimum));
        return figures;
    }

    /// <summary>Writes each figure into a folder as an .svg file, all or nothing.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Write(string folder)
    {
        foreach (NamedFigure figure in drawn)
            AtomicFile.Write(Path.Combine(folder, $"{figure.Name}.svg"), Encoding.UTF8.GetBytes(figure.Figure.ToSvg()));
    }

    /// <summary>What a kind of model is called in a sentence.</summary>
    internal static string NameOf(string kind) => kind switch
    {
        "counts" => "counting bigram",
        "neural" => "one-layer network",
        "mlp" => "multilayer perceptron",
        _ => "chance",
    };

    private void Add(string name, Figure figure) => drawn.Add(new NamedFigure(name, figure));

    private void AddRun(Trained trained, NameList names)
    {
        if (trained.Run is not { History.Count: > 0 } run) return;
        string kind = trained.Model.Kind;
        Add($"{kind}-loss", new LossCurve($"Loss of the {NameOf(kind)}", run.History)
        {
            Schedule = trained.Schedule,
            References =
            [
                new("chance", Math.Log(names.Vocabulary.Size)),
                new("counting pairs", Experiment.Counts(names, smoothing: 1).Loss.All!.Value),
                new("floor of these contexts", trained.Contexts!.Floor),
            ],
        });
        if (run.Updates.SelectMany(point => point.Ratios).Any(parameter => parameter.Ratio > 0 && double.IsFinite(parameter.Ratio)))
            Add($"{kind}-updates", new UpdateRatios($"Updates of the {NameOf(kind)}", run.Updates));
    }

    private void AddModel(ILanguageModel model, DistinctContexts contexts)
    {
        switch (model)
        {
            case CountingBigram counts:
                AddCounts(counts);
                AddProbabilities(counts);
                break;
            case NeuralBigram<float> network:
                AddProbabilities(network);
                break;
            case MultilayerPerceptron<float> perceptron:
                AddEmbeddings(perceptron);
                AddHidden(perceptron, contexts);
                break;
        }
    }

    private void AddCounts(CountingBigram model)
    {
        if (!Fits(model, PairHeatmap.MaximumCharacters, "counts")) return;
        string[] characters = Characters(model.Vocabulary);
        Add("counts-pairs", PairHeatmap.OfCounts("How often each character follows each other", characters, model.Counts));

        // What is added may be a fraction; the table holds whole counts.
        if (model.Smoothing is < 1 or > int.MaxValue || !double.IsInteger(model.Smoothing)) return;
        long[] smoothed = [.. model.Counts.ToArray().Select(count => count + (long)model.Smoothing)];
        Add("counts-smoothed", PairHeatmap.OfCounts($"Counts + {model.Smoothing}", characters, smoothed));
    }

    private void AddProbabilities(ILanguageModel model)
    {
        if (!Fits(model, PairHeatmap.MaximumCharacters, "probabilities")) return;
        int size = model.Vocabulary.Size;
        var logarithms = new Tensor<double>([size, size]);
        model.LogProbabilities(new Indices([size, 1], [.. Enumerable.Range(0, size)]), logarithms);
        double[] probabilities = [.. logarithms.Span.ToArray().Select(Math.Exp)];
        string title = $"What follows, according to the {NameOf(model.Kind)}";
        Add($"{model.Kind}-probabilities", PairHeatmap.OfProbabilities(title, Characters(model.Vocabulary), probabilities));
    }

    private void AddEmbeddings(MultilayerPerceptron<float> model)
    {
        if (!Fits(model, MappedCharacters, "embeddings")) return;
        double[] vectors = [.. model.Embedding.Table.Value.Span.ToArray().Select(value => (double)value)];
        Add("mlp-embedding", new EmbeddingMap("Where the MLP put the characters", Characters(model.Vocabulary), vectors));
    }

    private void AddHidden(MultilayerPerceptron<float> model, DistinctContexts contexts)
    {
        int rows = Math.Min(HiddenContexts, contexts.Count);
        if (rows == 0) return;
        var first = new Indices([rows, model.BlockSize], contexts.Contexts.Span[..(rows * model.BlockSize)].ToArray());
        double[] outputs = [.. model.HiddenOutputs(first).Value.Span.ToArray().Select(value => (double)value)];
        Add("mlp-hidden", new ActivationHistogram($"Outputs of the hidden layer on {rows:N0} contexts", outputs));
    }

    private bool Fits(ILanguageModel model, int maximum, string what)
    {
        if (model.Vocabulary.Size <= maximum) return true;
        leftOut.Add($"no figure of the {what}: {model.Vocabulary.Size:N0} characters are more than the {maximum} that one can show");
        return false;
    }

    private static string[] Characters(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Size).Select(vocabulary.TextOf)];
}
