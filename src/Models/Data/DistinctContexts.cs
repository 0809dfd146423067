using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The different contexts of a set of examples, each once, in order of first appearance, and how often each target follows each. A model
/// gives equal contexts equal probabilities. So the sum of its losses takes far fewer rows than there are examples.
/// </summary>
public sealed class DistinctContexts : EvaluationSet
{
    // The targets of context c are counts[starts[c]..starts[c + 1]].
    private readonly TargetCount[] counts;
    private readonly int[] starts;

    /// <summary>Counts the contexts and targets of <paramref name="examples"/>.</summary>
    /// <exception cref="ArgumentException">The different contexts hold more tokens than fit in an array.</exception>
    public DistinctContexts(Examples examples) : this(examples, countOf: []) { }

    /// <summary>
    /// The same. Also fills <paramref name="countOf"/>, unless it is empty, with the place in <see cref="Counts"/> where each example was
    /// counted.
    /// </summary>
    internal DistinctContexts(Examples examples, Span<int> countOf) : base(examples.Vocabulary)
    {
        Examples = examples.Count;
        int block = examples.BlockSize;
        ReadOnlySpan<ushort> text = examples.Text;

        // In the text, a target comes right after its context. So each example costs one look-up, of a window of block + 1 tokens. A new
        // window costs a second one, of its context.
        var contexts = new WindowCounts(block);
        var windows = new WindowCounts(block + 1);
        var contextOf = new List<int>();
        for (int example = 0; example < examples.Count; example++)
        {
            int start = examples.Positions[example] - block, window = windows.Add(text, start);
            if (window == contextOf.Count) contextOf.Add(contexts.Add(text, start));
            if (!countOf.IsEmpty) countOf[example] = window;
        }

        Contexts = new Indices([contexts.Count, block]);
        for (int context = 0; context < contexts.Count; context++)
            for (int i = 0; i < block; i++)
                Contexts.Span[(context * block) + i] = text[contexts.FirstPosition(context) + i];

        // A counting sort puts the windows in the order of their contexts.
        starts = new int[contexts.Count + 1];
        foreach (int context in contextOf) starts[context + 1]++;
        for (int context = 0; context < contexts.Count; context++) starts[context + 1] += starts[context];
        counts = new TargetCount[windows.Count];
        int[] next = [.. starts], placeOf = new int[windows.Count];
        for (int window = 0; window < counts.Length; window++)
        {
            int context = contextOf[window], target = text[windows.FirstPosition(window) + block];
            placeOf[window] = next[context]++;
            counts[placeOf[window]] = new TargetCount(context, target, windows.Times(window));
        }

        foreach (ref int place in countOf) place = placeOf[place];

        Floor = ConditionalEntropy();
    }

    /// <summary>The number of different contexts.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The different contexts, (<see cref="Count"/>, block size), oldest token first.</summary>
    public Indices Contexts { get; }

    /// <summary>The <see cref="Contexts"/>.</summary>
    public override Indices Tokens => Contexts;

    /// <summary>1: what follows a context.</summary>
    public override int AnswersPerRow => 1;

    /// <inheritdoc/>
    public override long Examples { get; }

    /// <summary>Every pair of a context and a target that occurs, ordered by context, then by first appearance.</summary>
    public ReadOnlySpan<TargetCount> Counts => counts;

    /// <summary>The part of <see cref="Counts"/> for the <paramref name="rows"/> contexts from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some of these contexts do not exist.</exception>
    public override ReadOnlySpan<TargetCount> CountsOf(int first, int rows)
    {
        if (first < 0 || rows < 0 || first > Count - rows)
            throw new ArgumentOutOfRangeException(nameof(first), $"{rows} contexts from {first} on do not lie within {Count} contexts");
        return counts.AsSpan(starts[first]..starts[first + rows]);
    }

    /// <summary>
    /// The counts as a table, (<see cref="Count"/>, vocabulary size). It is mostly zeros, so use it only for few contexts.
    /// </summary>
    /// <exception cref="ArgumentException">The table is too large for an array.</exception>
    public Tensor<T> TargetCounts<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        var table = new Tensor<T>([Count, Vocabulary.Size]);
        foreach (TargetCount count in counts) table.Span[(count.Context * Vocabulary.Size) + count.Target] = T.CreateChecked(count.Times);
        return table;
    }

    /// <summary>
    /// The smallest mean negative log-likelihood, in nats, that any model with this many tokens of context can reach on these examples. It
    /// is the entropy of the target given the context, −Σ n(c, t) / N · ln(n(c, t) / n(c)) over contexts c and targets t, with N examples
    /// and n(c) = Σₜ n(c, t). A model reaches it by predicting each target as often as it follows. It is NaN if there are no examples.
    /// </summary>
    public override double Floor { get; }

    internal override Variable<T> MeanLoss<T>(Variable<T> logits) => logits.CrossEntropy(TargetCounts<T>());

    private double ConditionalEntropy()
    {
        double sum = 0;
        for (int context = 0; context < Count; context++)
        {
            ReadOnlySpan<TargetCount> targets = CountsOf(context, 1);
            double total = 0;
            foreach (TargetCount target in targets) total += target.Times;
            foreach (TargetCount target in targets) sum += target.Times * Math.Log(total / target.Times);
        }

        return sum / Examples;
    }
}
