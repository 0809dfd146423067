using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// The network of one letter's memory, looked at in one of its rows: the scores of what follows one letter. p = softmax(scores), and the
/// loss is the mean of −ln p over what did follow. Its gradient is p − target, where the target is the share of each letter among those
/// that followed: one letter of one example, or all of them.
/// </summary>
public sealed class LetterRow
{
    private readonly Tensor<double> pairs; // (vocabulary, vocabulary): how often the column follows the row
    private readonly TorchGenerator generator;
    private readonly Tensor<double> counts; // (1, vocabulary): what the loss is taken over
    private readonly Parameter<double> scores; // (1, vocabulary)
    private readonly Graph<double> graph;
    private readonly Sgd<double> optimizer;
    private int letter;

    /// <summary>The row of the boundary, with random scores.</summary>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="seed">The seed of the scores.</param>
    /// <exception cref="DataException">There is no usable name.</exception>
    public LetterRow(string names, ulong seed)
    {
        NameList list = NamesTraining.Clean(names, Vocabulary.English);
        Vocabulary = list.Vocabulary;
        int size = Vocabulary.Size;
        pairs = new Tensor<double>(
            [size, size], Array.ConvertAll(CountingBigram.Train(list.Pairs, smoothing: 0).Counts.ToArray(), count => (double)count));
        generator = new TorchGenerator(seed);
        counts = new Tensor<double>([1, size]);
        scores = new Parameter<double>(new Tensor<double>([1, size]), "scores");
        See(Vocabulary.Boundary, next: null);
        graph = new Graph<double>(scores.CrossEntropy(counts));
        optimizer = new Sgd<double>([scores]);
        Choose(Vocabulary.Boundary);
    }

    /// <summary>The letters, the boundary first.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The scores.</summary>
    public double[] Scores => scores.Value.Span.ToArray();

    /// <summary>p = softmax(scores): how probable each letter is next.</summary>
    public double[] Probabilities
    {
        get
        {
            double[] logarithms = Scores;
            Kernels.LogSoftmax<double>(logarithms, logarithms, logarithms.Length);
            return Array.ConvertAll(logarithms, Math.Exp);
        }
    }

    /// <summary>The share of each letter among those that followed.</summary>
    public double[] Target
    {
        get
        {
            double[] all = counts.Span.ToArray();
            double sum = all.Sum();
            return Array.ConvertAll(all, count => count / sum);
        }
    }

    /// <summary>∂loss/∂scores, from the engine.</summary>
    public double[] Gradient
    {
        get
        {
            graph.ForwardAndBackward();
            return scores.Gradient.Span.ToArray();
        }
    }

    /// <summary>The mean of −ln p over what followed.</summary>
    public double Loss
    {
        get
        {
            graph.Forward();
            return graph.Loss.Value.Item;
        }
    }

    /// <summary>The smallest loss there can be: that of p = target, −Σ target · ln target.</summary>
    public double Least => -Target.Sum(share => share == 0 ? 0 : share * Math.Log(share));

    /// <summary>How many examples the loss is the mean of.</summary>
    public int Examples => (int)counts.Span.ToArray().Sum();

    /// <summary>Goes to the row of a letter, with new random scores, and looks at all that followed it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a token.</exception>
    public void Choose(int letter)
    {
        See(letter, next: null);
        var drawn = new float[Vocabulary.Size];
        generator.Normal(drawn);
        for (int i = 0; i < drawn.Length; i++) scores.Value.Span[i] = drawn[i];
    }

    /// <summary>Looks at one example only: this token followed. Null: looks at all that followed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a token.</exception>
    public void See(int? next) => See(letter, next);

    /// <summary>One step: scores −= rate · gradient.</summary>
    public void Step(double rate)
    {
        graph.ForwardAndBackward();
        optimizer.Step(rate);
    }

    private void See(int letter, int? next)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)letter, (uint)Vocabulary.Size);
        if (next is { } one)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)one, (uint)Vocabulary.Size);
            counts.Span.Clear();
            counts.Span[one] = 1;
        }
        else
        {
            pairs.Span.Slice(letter * Vocabulary.Size, Vocabulary.Size).CopyTo(counts.Span);
            if (counts.Span.IndexOfAnyExcept(0) < 0) counts.Span[Vocabulary.Boundary] = 1; // a letter that no name has
        }

        this.letter = letter;
    }
}
