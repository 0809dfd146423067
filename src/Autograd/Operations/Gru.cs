using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The outputs (n, time, width) of a gated recurrent unit at all steps of a sequence, for what the inputs add to its gates at each step, sums
/// (n, time, 3 · width), the first state h (n, width), and the gates' weights (3, width, width), in the order update z, reset r, draft d:
/// z = σ(sums + h·Wz), r = σ(sums + h·Wr), d = tanh(sums + (r·h)·Wd), h′ = h + z·(d − h).
/// ∂L/∂z = ∂L/∂h′ · (d − h), ∂L/∂d = ∂L/∂h′ · z, ∂L/∂r = ∂L/∂(r·h) · h, and to h come ∂L/∂h′ · (1 − z), ∂L/∂(r·h) · r, and what z and r send
/// through their weights. Chung et al., "Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling" (2014), section 3.2.
/// </summary>
/// <exception cref="ArgumentException">The shapes do not fit.</exception>
public sealed class Gru<T>(Variable<T> sums, Variable<T> start, Variable<T> weights)
    : Variable<T>(Gates<T>.OutputShape("Gru", sums, start, weights, gates: 3, states: 1), sums, start, weights)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Z = 0, R = 1, D = 2;

    private readonly Gates<T> gates = new("Gru", sums, start, weights, gates: 3, states: 1);
    private readonly States<T> h = new(sums.Shape, weights.Shape[^1]);
    private readonly States<T> rh = new(sums.Shape, weights.Shape[^1]); // r·h
    private readonly T[] moved = new T[start.Shape.Elements]; // scratch: d − h
    private T[][]? scratch;

    /// <inheritdoc/>
    protected override void Forward()
    {
        h.Begin(start.Value);
        for (int i = 0; i < Shape[1]; i++)
        {
            gates.Open(new SigmoidFormula(), Z, i, h[i]);
            gates.Open(new SigmoidFormula(), R, i, h[i]);
            Kernels.Product<T>(gates[R, i], h[i], rh[i]);
            gates.Open(new TanhFormula(), D, i, rh[i]);
            Kernels.Map<T, SubtractFormula>(new(), null, gates[D, i], h[i], moved);
            h[i].CopyTo(h[i + 1]);
            Kernels.Product<T>(gates[Z, i], moved, Destination<T>.AddTo(h[i + 1]));
            h.WriteTo(Value, i);
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Destination<T> dsums = GradientOf(sums);
        scratch ??= [new T[gates.Size], new T[gates.Size], new T[gates.Size], new T[gates.Size]];
        (T[] dh, T[] before, T[] dy, T[] drh) = (scratch[0], scratch[1], scratch[2], scratch[3]); // before: ∂L/∂hᵢ, where dh is ∂L/∂hᵢ₊₁
        Array.Clear(dh);
        gates.BeginBackward();
        for (int i = Shape[1] - 1; i >= 0; i--)
        {
            States<T>.AddFrom(Gradient, i, dh);
            Kernels.Map<T, SubtractFormula>(new(), null, gates[D, i], h[i], moved);
            Kernels.Product<T>(dh, moved, dy);
            gates.Send(new SigmoidFormula(), Z, i, dy, dsums, before);
            Kernels.Product<T>(dh, gates[Z, i], dy);
            gates.Send(new TanhFormula(), D, i, dy, dsums, drh);
            Kernels.Map<T, SubtractFormula>(new(), null, dh, dy, dh); // dh · (1 − z)
            Kernels.Copy<T>(dh, Destination<T>.AddTo(before));
            Kernels.Product<T>(drh, gates[R, i], Destination<T>.AddTo(before));
            Kernels.Product<T>(drh, h[i], dy);
            gates.Send(new SigmoidFormula(), R, i, dy, dsums, Destination<T>.AddTo(before));
            (dh, before) = (before, dh);
        }

        Kernels.Copy<T>(dh, GradientOf(start));
        Destination<T> dweights = GradientOf(weights);
        gates.SendWeights(Z, h.Before, dweights);
        gates.SendWeights(R, h.Before, dweights);
        gates.SendWeights(D, rh.Before, dweights);
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Gru{T}"/>
    public Variable<T> Gru(Variable<T> start, Variable<T> weights) => new Gru<T>(this, start, weights);
}
