using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// The first language model, made by counting: how often each letter follows each, with the boundary at both ends of a name, and
/// p(next | last) = (count + smoothing) / Σ (count + smoothing). It can be looked at in each of its cells, asked how probable a name is,
/// and draws new names. Some names may be held back, to see what the counts say of names that were not counted.
/// </summary>
public sealed class CountedPairs
{
    private const ulong Order = 1; // the seed of the order in which names are counted or held back

    private static readonly SplitFractions NineOfTen = new(0.9m, 0.1m, 0m);

    private readonly IReadOnlyList<string> names; // that are counted
    private readonly HashSet<string> known;
    private readonly DistinctContexts counted;
    private readonly DistinctContexts? heldBack;
    private readonly Tensor<double> logProbabilities; // (vocabulary, vocabulary): the row is the last token, the column the next
    private CountingBigram model;

    /// <summary>Counts the pairs of names, without smoothing.</summary>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="holdBack">True counts nine names of ten, drawn at random, always the same; false counts all.</param>
    /// <exception cref="DataException">There is no usable name.</exception>
    /// <exception cref="NothingToTrainOnException">There are too few names to hold any back.</exception>
    public CountedPairs(string names, bool holdBack)
    {
        NameList list = NamesTraining.Clean(names, Vocabulary.English);
        known = [.. list.Names];
        Vocabulary = list.Vocabulary;
        if (holdBack)
        {
            IReadOnlyList<string> shuffled = list.Shuffled(new TorchGenerator(Order)).Names;
            var split = new Split(new Examples(shuffled, Vocabulary, blockSize: 1), NineOfTen, SplitBy.Name);
            counted = new DistinctContexts(split.Train);
            heldBack = new DistinctContexts(split.Validation);
            this.names = [.. shuffled.Take(NamesIn(split.Train))];
        }
        else
        {
            counted = list.Pairs;
            this.names = list.Names;
        }

        logProbabilities = new Tensor<double>([Vocabulary.Size, Vocabulary.Size]);
        model = Model(smoothing: 0);
        Read();
    }

    /// <summary>The letters, the boundary first.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What is added to every count, 0 or more.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Smoothing
    {
        get => model.Smoothing;
        set
        {
            model = Model(value);
            Read();
        }
    }

    /// <summary>How many names are counted.</summary>
    public int Names => names.Count;

    /// <summary>How many names are held back.</summary>
    public int NamesHeldBack => known.Count - names.Count;

    /// <summary>How many pairs are counted: one for each letter of each name, and one for its end.</summary>
    public int Pairs => (int)counted.Examples;

    /// <summary>How often each pair was counted, (vocabulary, vocabulary), row by row: the row is the last token, the column the next.</summary>
    public double[] Counts => Array.ConvertAll(model.Counts.ToArray(), count => (double)count);

    /// <summary>How often anything was counted after each token, (vocabulary).</summary>
    public double[] Totals => [.. Counts.Chunk(Vocabulary.Size).Select(row => row.Sum())];

    /// <summary>
    /// p(next | last), (vocabulary, vocabulary), row by row. Each row adds up to 1; one without any count is the same everywhere.
    /// </summary>
    public double[] Probabilities => Array.ConvertAll(logProbabilities.Span.ToArray(), Math.Exp);

    /// <summary>The mean of −ln p over the pairs that are counted.</summary>
    public double Loss => Evaluation.Loss(model, counted);

    /// <summary>The mean of −ln p over the pairs of the names that are held back; NaN if none are.</summary>
    public double LossHeldBack => LossHeldBackOf(model);

    /// <summary>ln of the size of the vocabulary: the loss of a model that knows nothing.</summary>
    public double LossOfChance => Math.Log(Vocabulary.Size);

    /// <summary>The two losses for other smoothings, (smoothings, 2): counted, and held back or NaN.</summary>
    /// <exception cref="ArgumentException">A smoothing is negative or not finite.</exception>
    public double[] Curve(double[] smoothings) =>
        [.. smoothings.Select(Model).SelectMany(other => new[] { Evaluation.Loss(other, counted), LossHeldBackOf(other) })];

    /// <summary>
    /// Some of the counted names with a pair, from the beginning of the list to its end: names that begin alike would show little.
    /// </summary>
    /// <param name="last">The first token of the pair.</param>
    /// <param name="next">The second.</param>
    /// <param name="most">How many names there are at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a token.</exception>
    public string[] NamesWith(int last, int next, int most)
    {
        string pair = Vocabulary.TextOf(last) + Vocabulary.TextOf(next);
        string[] found = [.. names.Where(name => $".{name}.".Contains(pair, StringComparison.Ordinal))];
        int shown = Math.Min(most, found.Length);
        return [.. Enumerable.Range(0, shown).Select(i => found[i * found.Length / shown])];
    }

    /// <summary>How probable a name is, pair by pair.</summary>
    /// <exception cref="ArgumentException">The name has a character that is not in the vocabulary.</exception>
    public NameLikelihood Likelihood(string name)
    {
        int[] tokens = [Vocabulary.Boundary, .. Vocabulary.Encode(name), Vocabulary.Boundary];
        double[] losses = [.. tokens.Zip(tokens[1..], (last, next) => -logProbabilities[last, next])];
        NameScore score = Evaluation.Score(model, [name]).Single();
        NameScore byChance = Evaluation.Score(new UniformModel(Vocabulary), [name]).Single();
        return new NameLikelihood(
            Array.ConvertAll(losses, loss => Math.Exp(-loss)), losses, Math.Exp(-score.Total), score.PerCharacter, Math.Exp(-byChance.Total),
            known.Contains(name));
    }

    /// <summary>
    /// Draws a name, letter by letter. The probabilities of what comes next are laid end to end, so that they fill the line from 0 to 1. A
    /// random number falls on one of the pieces.
    /// </summary>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="most">How many letters are drawn at most, the boundary among them, which ends the name.</param>
    public IReadOnlyList<LineDraw> Draw(ulong seed, int most)
    {
        var generator = new TorchGenerator(seed);
        var draws = new List<LineDraw>();
        double[] probabilities = Probabilities;
        int last = Vocabulary.Boundary;
        while (draws.Count < most)
        {
            double random = generator.UniformDouble();
            ReadOnlySpan<double> row = probabilities.AsSpan(last * Vocabulary.Size, Vocabulary.Size);
            int next = PieceAt(row, random);
            draws.Add(new LineDraw(last, random, next, row[next]));
            if (next == Vocabulary.Boundary) break;
            last = next;
        }

        return draws;
    }

    /// <summary>New names, drawn as <see cref="NameSampler"/> does unless it is told otherwise.</summary>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="count">How many.</param>
    public string[] Sample(ulong seed, int count) => Models.Experiment.Sample(model, seed, count, new SamplingOptions());

    /// <summary>The same by pure chance: all letters, and the end, are equally probable.</summary>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="count">How many.</param>
    public string[] SampleByChance(ulong seed, int count) =>
        Models.Experiment.Sample(new UniformModel(Vocabulary), seed, count, new SamplingOptions());

    // The last piece is what is left: rounding may let the sum end just below 1.
    private static int PieceAt(ReadOnlySpan<double> row, double random)
    {
        double sum = 0;
        for (int next = 0; next < row.Length - 1; next++)
        {
            sum += row[next];
            if (random <= sum) return next;
        }

        return row.Length - 1;
    }

    // A name ends where the boundary comes next.
    private static int NamesIn(Examples examples) =>
        Enumerable.Range(0, examples.Count).Count(example => examples.Target(example) == Vocabulary.Boundary);

    private double LossHeldBackOf(CountingBigram model) => heldBack is null ? double.NaN : Evaluation.Loss(model, heldBack);

    private CountingBigram Model(double smoothing) => CountingBigram.Train(counted, smoothing);

    private void Read() =>
        model.LogProbabilities(new Indices([Vocabulary.Size, 1], [.. Enumerable.Range(0, Vocabulary.Size)]), logProbabilities);
}
