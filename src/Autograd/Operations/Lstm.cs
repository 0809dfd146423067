using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The outputs (n, time, width) of a long short-term memory at all steps of a sequence, for what the inputs add to its gates at each step,
/// sums (n, time, 4 · width), the first output h beside the first memory c, (n, 2 · width), and the gates' weights (4, width, width), in the
/// order input i, forget f, draft d, output o:
/// i, f, o = σ(sums + h·W), d = tanh(sums + h·Wd), c′ = f·c + i·d, h′ = o·tanh(c′).
/// ∂L/∂o = ∂L/∂h′ · tanh(c′), and to c′ come ∂L/∂h′ · o · (1 − tanh²(c′)) and what the next step sends. ∂L/∂i = ∂L/∂c′ · d, ∂L/∂d = ∂L/∂c′ · i,
/// ∂L/∂f = ∂L/∂c′ · c and ∂L/∂c = ∂L/∂c′ · f. Hochreiter, Schmidhuber, "Long Short-Term Memory" (1997); Gers, Schmidhuber, Cummins, "Learning
/// to Forget" (2000).
/// </summary>
/// <exception cref="ArgumentException">The shapes do not fit.</exception>
public sealed class Lstm<T>(Variable<T> sums, Variable<T> start, Variable<T> weights)
    : Variable<T>(Gates<T>.OutputShape("Lstm", sums, start, weights, gates: 4, states: 2), sums, start, weights)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int I = 0, F = 1, D = 2, O = 3;

    private readonly Gates<T> gates = new("Lstm", sums, start, weights, gates: 4, states: 2);
    private readonly States<T> h = new(sums.Shape, weights.Shape[^1]);
    private readonly States<T> c = new(sums.Shape, weights.Shape[^1]);
    private readonly States<T> seen = new(sums.Shape, weights.Shape[^1]); // tanh(c)
    private T[][]? scratch;

    /// <inheritdoc/>
    protected override void Forward()
    {
        h.Begin(start.Value);
        c.Begin(start.Value, k: 1);
        for (int step = 0; step < Shape[1]; step++)
        {
            gates.Open(new SigmoidFormula(), I, step, h[step]);
            gates.Open(new SigmoidFormula(), F, step, h[step]);
            gates.Open(new TanhFormula(), D, step, h[step]);
            gates.Open(new SigmoidFormula(), O, step, h[step]);
            Kernels.Product<T>(gates[F, step], c[step], c[step + 1]);
            Kernels.Product<T>(gates[I, step], gates[D, step], Destination<T>.AddTo(c[step + 1]));
            Kernels.Map<T, TanhFormula>(new(), c[step + 1], seen[step + 1]);
            Kernels.Product<T>(gates[O, step], seen[step + 1], h[step + 1]);
            h.WriteTo(Value, step);
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Destination<T> dsums = GradientOf(sums);
        scratch ??= [new T[gates.Size], new T[gates.Size], new T[gates.Size]];
        (T[] dh, T[] dc, T[] dy) = (scratch[0], scratch[1], scratch[2]); // of the states after the step, and then before it
        Array.Clear(dh);
        Array.Clear(dc);
        gates.BeginBackward();
        for (int step = Shape[1] - 1; step >= 0; step--)
        {
            States<T>.AddFrom(Gradient, step, dh);
            ReadOnlySpan<T> seen = this.seen[step + 1];
            Kernels.Product<T>(dh, gates[O, step], dy);
            Kernels.MapGradient<T, TanhFormula>(new(), seen, seen, dy, Destination<T>.AddTo(dc));
            Kernels.Product<T>(dh, seen, dy);
            gates.Send(new SigmoidFormula(), O, step, dy, dsums, dh);
            Kernels.Product<T>(dc, gates[D, step], dy);
            gates.Send(new SigmoidFormula(), I, step, dy, dsums, Destination<T>.AddTo(dh));
            Kernels.Product<T>(dc, gates[I, step], dy);
            gates.Send(new TanhFormula(), D, step, dy, dsums, Destination<T>.AddTo(dh));
            Kernels.Product<T>(dc, c[step], dy);
            gates.Send(new SigmoidFormula(), F, step, dy, dsums, Destination<T>.AddTo(dh));
            Kernels.Product<T>(dc, gates[F, step], dc);
        }

        Destination<T> dstart = GradientOf(start);
        int n = Shape[0], width = Shape[2];
        Kernels.CopyBlocks(dh, 0, width, dstart, 0, 2 * width, width, n);
        Kernels.CopyBlocks(dc, 0, width, dstart, width, 2 * width, width, n);
        Destination<T> dweights = GradientOf(weights);
        for (int gate = 0; gate < 4; gate++) gates.SendWeights(gate, h.Before, dweights);
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Lstm{T}"/>
    public Variable<T> Lstm(Variable<T> start, Variable<T> weights) => new Lstm<T>(this, start, weights);
}
