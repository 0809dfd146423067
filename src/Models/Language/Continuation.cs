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
/// <param name="newToken">(1): the token that the graph is run for.</param>
/// <param name="past">The places before.</param>
/// <param name="logits">(1, vocabulary), recorded from the two.</param>
internal sealed class Continuation<T>(Indices newToken, Past<T> past, Variable<T> logits) : Continuation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Graph<T> graph = new(logits);
    private readonly double[] logProbabilities = new double[logits.Shape[^1]];

    public override ReadOnlySpan<double> After(int token)
    {
        if (Count == past.Capacity) throw new InvalidOperationException($"the model looks back at {Count} tokens, which it has been given");
        (newToken.Span[0], past.Place.Span[0]) = (token, Count++);
        graph.Forward();
        Kernels.LogSoftmax<T>(logits.Value, logits.Value, logProbabilities.Length);
        Kernels.Widen<T>(logits.Value.Span, logProbabilities);
        return logProbabilities;
    }
}
