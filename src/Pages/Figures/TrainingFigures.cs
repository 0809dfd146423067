using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages;

/// <summary>A figure and the name of its file, without <c>.svg</c>.</summary>
public sealed record NamedFigure(string Name, Figure Figure);

/// <summary>The figures of a model and its training.</summary>
public sealed class TrainingFigures
{
    /// <summary>
    /// How many rows of the data are computed at once for a picture of what happens to them. More would not change what a histogram shows.
    /// </summary>
    public const int PicturedRows = 2000;

    private const int MappedCharacters = 400; // more would lie on top of each other

    // The counts of the pairs of so many characters take 256 MB.
    private const int CountedCharacters = 4096;

    private readonly List<NamedFigure> drawn = [];
    private readonly List<string> leftOut = [];

    private TrainingFigures() { }

    /// <summary>The figures.</summary>
    public IReadOnlyList<NamedFigure> Drawn => drawn;

    /// <summary>For each figure that could not be drawn, a sentence for the user that says which and why.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>Whether a counting bigram, to compare others with, would not be too large.</summary>
    internal static bool CanCountPairs(NameList names) => names.Vocabulary.Size <= CountedCharacters;

    /// <summary>All figures of a training: how it went, and what the model became.</summary>
    public static TrainingFigures Of(Trained trained, NameList names)
    {
        var figures = new TrainingFigures();
        figures.AddRun(trained, names);
        figures.AddModel(trained.Model, trained.TrainingSet!);
        return figures;
    }

    /// <summary>The figures of a model. Some of them show what happens to the first of these examples.</summary>
    public static TrainingFigures OfModel(ILanguageModel model, EvaluationSet examples)
    {
        var figures = new TrainingFigures();
        figures.AddModel(model, examples);
        return figures;
    }

    /// <summary>The figure of a learning-rate range test.</summary>
    public static TrainingFigures OfRange(ModelKind kind, LearningRateRange range)
    {
        var figures = new TrainingFigures();
        figures.Add("lr-range", new LearningRateCurve(
            $"Learning-rate range test of the {kind.ShortTitle}", range.Points, range.Smoothed, range.Steepest, range.Minimum));
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

    private void Add(string name, Figure figure) => drawn.Add(new NamedFigure(name, figure));

    private void AddRun(Trained trained, NameList names)
    {
        if (trained.Run is not { History.Count: > 0 } run) return;
        ModelKind kind = trained.Model.Kind;
        double counting = CanCountPairs(names) ? Experiment.Counts(names, smoothing: 1).Loss.All!.Value : double.NaN; // not drawn
        Add($"{kind.Name}-loss", new LossCurve($"Loss of the {kind.Title}", run.History)
        {
            Schedule = trained.Schedule,
            References =
            [
                new("chance", Math.Log(names.Vocabulary.Size)),
                new("counting pairs", counting),
                new("floor of these contexts", trained.TrainingSet!.Floor),
            ],
        });
        if (run.Updates.SelectMany(point => point.Ratios).Any(parameter => parameter.Ratio > 0 && double.IsFinite(parameter.Ratio)))
            Add($"{kind.Name}-updates", new UpdateRatios($"Updates of the {kind.Title}", run.Updates));
        AddGradients(trained.Model);
    }

    private void AddGradients(ILanguageModel model)
    {
        IReadOnlyList<WeightGradient> matrices = model switch
        {
            Module<float> network => WeightGradient.AllOf(network),
            Module<double> network => WeightGradient.AllOf(network),
            _ => [],
        };
        if (matrices.Count > 0 && Fits(matrices.Count, GradientHistograms.MaximumMatrices, "gradients", "matrices"))
            Add(
                $"{model.Kind.Name}-gradients",
                new GradientHistograms($"Gradients of the {model.Kind.Title}'s weights after training", matrices));
    }

    private void AddModel(ILanguageModel model, EvaluationSet examples)
    {
        int rows = Math.Min(examples.Tokens.Shape[0], PicturedRows), time = examples.Tokens.Shape[1];
        var tokens = new Indices([rows, time], examples.Tokens.Span[..(rows * time)].ToArray());
        foreach (Picture picture in model.Pictures(tokens))
            if (Drawing(picture, model.Vocabulary) is { } figure) Add($"{model.Kind.Name}-{picture.Name}", figure);
    }

    // The figure for a picture; null if it would be too large.
    private Figure? Drawing(Picture picture, Vocabulary vocabulary)
    {
        string[] characters = [.. Enumerable.Range(0, vocabulary.Size).Select(vocabulary.TextOf)];
        return picture switch
        {
            Picture.PairCounts counts => Fits(characters, PairHeatmap.MaximumCharacters, "counts")
                ? PairHeatmap.OfCounts(counts.Title, characters, counts.Values()) : null,
            Picture.PairProbabilities pairs => Fits(characters, PairHeatmap.MaximumCharacters, "probabilities")
                ? PairHeatmap.OfProbabilities(pairs.Title, characters, pairs.Values()) : null,
            Picture.CharacterMap map => Fits(characters, MappedCharacters, "embeddings")
                ? new EmbeddingMap(map.Title, characters, map.Values()) : null,
            Picture.TanhOutputs outputs => new ActivationHistogram(outputs.Title, outputs.Values()),
            Picture.Attention maps => Fits(maps.Layers * maps.Heads, AttentionMaps.MaximumPanels, "attention", "heads")
                ? new AttentionMaps(maps.Title, TextOf(maps.Text), maps.Layers, maps.Heads, maps.Values()) : null,
            Picture.GateOpenings gates => new GateMap(gates.Title, TextOf(gates.Text), gates.Gates, gates.Values()),
            Picture.RunningStatistics statistics => new NormalizedSums(statistics.Title, statistics.Values()),
            _ => throw new ArgumentException($"there is no figure for a picture of type {picture.GetType().Name}"),
        };

        string[] TextOf(IEnumerable<int> tokens) => [.. tokens.Select(token => characters[token])];
    }

    private bool Fits(string[] characters, int maximum, string what) => Fits(characters.Length, maximum, what, "characters");

    private bool Fits(int count, int maximum, string what, string unit)
    {
        if (count <= maximum) return true;
        string said = $"no figure of the {what}: it can show {maximum} {unit}, and there are {count:N0}";
        if (!leftOut.Contains(said)) leftOut.Add(said);
        return false;
    }
}
