using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The gates of a recurrent cell at all steps of a sequence. Gate k at step i has the values f(sums[:, i, k] + state·W[k]), (n, width), for a
/// formula f and the state that it looks at. The sums are (n, time, gates · width), and W is (gates, width, width). All that is kept lies in
/// order of time, so that the gradient of W is one product over all steps, and W is transposed once for all of them.
/// </summary>
internal sealed class Gates<T>(string operation, Variable<T> sums, Variable<T> start, Variable<T> weights, int gates, int states)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Shape shape = OutputShape(operation, sums, start, weights, gates, states); // first, because it checks the others
    private readonly int stride = sums.Shape[^1];
    private readonly Permutation transpose = new(operation, weights.Shape, 0, 2, 1);
    private readonly T[] values = new T[sums.Shape.Elements]; // (gates, time, n, width)
    private T[] slopes = [], transposed = []; // ∂L/∂sum, in the order of the values, and Wᵀ

    private int N => shape[0];

    private int Time => shape[1];

    private int Width => shape[2];

    /// <summary>How many numbers a gate has at a step: those of one state.</summary>
    public int Size => N * Width;

    /// <summary>A gate's values at a step.</summary>
    public Span<T> this[int gate, int step] => values.AsSpan(Place(gate, step), Size);

    /// <summary>Computes a gate's values at a step.</summary>
    public void Open<F>(F formula, int gate, int step, ReadOnlySpan<T> state) where F : struct, IFormula
    {
        Span<T> y = this[gate, step];
        Kernels.CopyBlocks<T>(sums.Value, Column(gate, step), Time * stride, y, 0, Width, Width, N);
        Kernels.MatMul(state, Matrix(weights.Value.Span, gate), Destination<T>.AddTo(y), N, Width, Width);
        Kernels.Map(formula, y, y);
    }

    /// <summary>To be called before the gradients of a pass.</summary>
    public void BeginBackward()
    {
        if (slopes.Length != values.Length) slopes = new T[values.Length];
        if (transposed.Length != weights.Value.Length) transposed = new T[weights.Value.Length];
        transpose.Apply<T>(weights.Value.Span, transposed);
    }

    /// <summary>Sends a gradient that arrives at a gate's values on to its sums, and to the state that it looked at.</summary>
    public void Send<F>(F formula, int gate, int step, ReadOnlySpan<T> dy, Destination<T> dsums, Destination<T> dstate)
        where F : struct, IFormulaOfOutput
    {
        ReadOnlySpan<T> y = this[gate, step];
        Span<T> slope = slopes.AsSpan(Place(gate, step), Size);
        Kernels.MapGradient<T, F>(formula, y, y, dy, slope);
        Kernels.MatMul(slope, Matrix(transposed, gate), dstate, N, Width, Width);
        Kernels.CopyBlocks(slope, 0, Width, dsums, Column(gate, step), Time * stride, Width, N);
    }

    /// <summary>Sends a gate's weights their gradient, Σ over the steps of stateᵀ·slope, for the states (time, n, width) it looked at.</summary>
    public void SendWeights(int gate, ReadOnlySpan<T> states, Destination<T> dweights) => Kernels.MatMulTransposedA(
        states, slopes.AsSpan(Place(gate, 0), Time * Size), dweights.Slice(gate * Width * Width, Width * Width), Width, Time * N, Width);

    /// <summary>The shape of the outputs, (n, time, width).</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Shape OutputShape(string operation, Variable<T> sums, Variable<T> start, Variable<T> weights, int gates, int states)
    {
        int width = weights.Shape.Rank == 0 ? 0 : weights.Shape[^1];
        bool fits = sums.Shape.Rank == 3 && sums.Shape[2] == gates * width
            && start.Shape.Equals([sums.Shape[0], states * width]) && weights.Shape.Equals([gates, width, width]);
        return fits
            ? [sums.Shape[0], sums.Shape[1], width]
            : throw new ArgumentException(
                $"{operation}: needs sums (n, time, {gates} · width), a start (n, {states} · width) and weights ({gates}, width, width), " +
                $"and was given {sums.Shape}, {start.Shape} and {weights.Shape}");
    }

    private int Place(int gate, int step) => ((gate * Time) + step) * Size;

    // Where the gate's part of the first row's sums at a step begins.
    private int Column(int gate, int step) => (step * stride) + (gate * Width);

    private ReadOnlySpan<T> Matrix(ReadOnlySpan<T> matrices, int gate) => matrices.Slice(gate * Width * Width, Width * Width);
}

/// <summary>One state (n, width) before the first step of sums (n, time, …), and one after each step.</summary>
internal sealed class States<T>(Shape sums, int width) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int n = sums[0], time = sums[1];
    private readonly T[] values = new T[(sums[1] + 1) * sums[0] * width];

    /// <summary>The state before a step; the last one is that after all.</summary>
    public Span<T> this[int step] => values.AsSpan(step * n * width, n * width);

    /// <summary>(time, n, width): the states before the steps.</summary>
    public ReadOnlySpan<T> Before => values.AsSpan(0, time * n * width);

    /// <summary>Takes the state before the first step: part k of the start, (n, parts · width).</summary>
    public void Begin(Tensor<T> start, int k = 0) =>
        Kernels.CopyBlocks<T>(start.Span, k * width, start.Shape[1], this[0], 0, width, width, n);

    /// <summary>Writes the state after a step to its place in the outputs (n, time, width).</summary>
    public void WriteTo(Tensor<T> outputs, int step) =>
        Kernels.CopyBlocks<T>(this[step + 1], 0, width, outputs.Span, step * width, time * width, width, n);

    /// <summary>Adds what arrives at the output of a step, part of a gradient (n, time, width), to the gradient of the state after it.</summary>
    public static void AddFrom(Tensor<T> gradient, int step, Span<T> dh)
    {
        (int n, int time, int width) = (gradient.Shape[0], gradient.Shape[1], gradient.Shape[2]);
        Kernels.CopyBlocks<T>(gradient.Span, step * width, time * width, Destination<T>.AddTo(dh), 0, width, width, n);
    }
}
