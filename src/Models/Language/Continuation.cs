using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>A name in the making: it is given one token after another, and says what may follow each.</summary>
public abstract class Continuation
{
    /// <summary>How many tokens the name has so far, the boundary at its start included.</summary>
    public int Count { get; private protected set; }

    /// <summary>Begins another name.</summary>
    public void Begin() => Count = 0;

    /// <summary>ln p of every token that may follow, after one more token. The next call overwrites the result.</summary>
    /// <exception cref="InvalidOperationException">The model looks back at no more tokens than it was given.</exception>
    public abstract ReadOnlySpan<double> After(int token);
}

/// <summary>The continuation of a network: one graph for a place, run again for each.</summary>
internal sealed class Continuation<T> : Continuation where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Indices token = new([1]);
    private readonly Past<T> past;
    private readonly Variable<T> logits; // (1, vocabulary)
    private readonly Graph<T> graph;
    private readonly double[] logProbabilities;

    public Continuation(NeuralModel<T> model)
    {
        past = new Past<T>(model.BlockSize);
        logits = model.NextLogits(token, past)!;
        graph = new Graph<T>(logits);
        logProbabilities = new double[model.Vocabulary.Size];
    }

    public override ReadOnlySpan<double> After(int token)
    {
        if (Count == past.Capacity) throw new InvalidOperationException($"the model looks back at {Count} tokens, which it has been given");
        (this.token.Span[0], past.Place.Span[0]) = (token, Count++);
        graph.Forward();
        Kernels.LogSoftmax<T>(logits.Value, logits.Value, logProbabilities.Length);
        Kernels.Widen<T>(logits.Value.Span, logProbabilities);
        return logProbabilities;
    }
}
