using Makemore.Models;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>A set of examples as libtorch's tensors: all of them, and their different contexts with the counts of targets.</summary>
internal sealed class TorchExamples
{
    private readonly Tensor cells, times; // of every pair of a context and a target: its place in (contexts, 27), and how often it occurs

    public TorchExamples(Examples examples)
    {
        var distinct = new DistinctContexts(examples);
        int count = examples.Count, block = examples.BlockSize;
        int[] all = [.. Enumerable.Range(0, count)], contexts = new int[count * block], targets = new int[count];
        examples.Fill(all, contexts, targets);
        Contexts = tensor(Array.ConvertAll(contexts, token => (long)token)).reshape(count, block);
        Targets = tensor(Array.ConvertAll(targets, token => (long)token));

        DistinctContexts = tensor(Array.ConvertAll(distinct.Contexts.Span.ToArray(), token => (long)token)).reshape(distinct.Count, block);
        var numberOf = new Dictionary<long, long>();
        for (int i = 0; i < distinct.Count; i++) numberOf[Key(distinct.Contexts.Span.Slice(i * block, block))] = i;
        ContextNumbers = tensor(Array.ConvertAll(all, i => numberOf[Key(contexts.AsSpan(i * block, block))]));

        TargetCount[] counts = distinct.Counts.ToArray();
        cells = tensor(Array.ConvertAll(counts, pair => (long)((pair.Context * 27) + pair.Target)));
        times = tensor(Array.ConvertAll(counts, pair => (float)pair.Times));
        TotalTimes = distinct.Examples;
    }

    /// <summary>(examples, block).</summary>
    public Tensor Contexts { get; }

    /// <summary>(examples).</summary>
    public Tensor Targets { get; }

    /// <summary>(different contexts, block).</summary>
    public Tensor DistinctContexts { get; }

    /// <summary>(examples): the number of each example's context.</summary>
    public Tensor ContextNumbers { get; }

    private float TotalTimes { get; }

    /// <summary>The mean negative log-likelihood of all examples, from the logits of the different contexts.</summary>
    public Tensor WeightedLoss(Tensor logits) => -dot(nn.functional.log_softmax(logits, 1).view(-1)[cells], times) / TotalTimes;

    private static long Key(ReadOnlySpan<int> context)
    {
        long key = 0;
        foreach (int token in context) key = (key * 27) + token;
        return key;
    }
}
