using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The outputs (n, time, width) of a simple recurrent cell at all steps of a sequence: hᵢ₊₁ = tanh(sumsᵢ + hᵢ·W), for what the inputs add at
/// each step, sums (n, time, width), the first state h₀ (n, width) and W (1, width, width). Backpropagation through time: ∂L/∂hᵢ is what
/// arrives at output i − 1, and what step i sends back: s·Wᵀ with s = ∂L/∂hᵢ₊₁ · (1 − hᵢ₊₁²). ∂L/∂sumsᵢ = s, and ∂L/∂W = Σ hᵢᵀ·s. Elman,
/// "Finding Structure in Time" (1990); Werbos, "Backpropagation Through Time: What It Does and How to Do It" (1990).
/// </summary>
/// <exception cref="ArgumentException">The shapes do not fit.</exception>
public sealed class Rnn<T>(Variable<T> sums, Variable<T> start, Variable<T> weights)
    : Variable<T>(Gates<T>.OutputShape("Rnn", sums, start, weights, gates: 1, states: 1), sums, start, weights)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gates<T> gates = new("Rnn", sums, start, weights, gates: 1, states: 1);
    private readonly States<T> h = new(sums.Shape, weights.Shape[^1]);
    private T[]? scratch;

    /// <inheritdoc/>
    protected override void Forward()
    {
        h.Begin(start.Value);
        for (int i = 0; i < Shape[1]; i++)
        {
            gates.Open(new TanhFormula(), 0, i, h[i]);
            gates[0, i].CopyTo(h[i + 1]);
            h.WriteTo(Value, i);
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Destination<T> dsums = GradientOf(sums);
        Span<T> dh = scratch ??= new T[gates.Size]; // ∂L/∂hᵢ₊₁
        dh.Clear();
        gates.BeginBackward();
        for (int i = Shape[1] - 1; i >= 0; i--)
        {
            States<T>.AddFrom(Gradient, i, dh);
            gates.Send(new TanhFormula(), 0, i, dh, dsums, dh);
        }

        Kernels.Copy(dh, GradientOf(start));
        gates.SendWeights(0, h.Before, GradientOf(weights));
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Rnn{T}"/>
    public Variable<T> Rnn(Variable<T> start, Variable<T> weights) => new Rnn<T>(this, start, weights);
}
