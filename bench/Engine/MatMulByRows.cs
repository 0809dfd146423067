using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>
/// One product of matrices. If there are many rows, threads share them, as a trainer shares the rows of a batch. The kernel does not know
/// this, and the result is the same to the bit.
/// </summary>
internal sealed class MatMulByRows : IDisposable
{
    // Fewer rows are done before another thread has even started.
    private const int FewestRows = 128;

    private readonly MatMulSize size;
    private readonly float[] a, b, c;
    private readonly int rangeRows, ranges;
    private readonly Workers workers;

    public MatMulByRows(MatMulSize size, int threads)
    {
        this.size = size;
        (a, b, c) = (Random(size.Rows, size.Inner), Random(size.Inner, size.Columns), new float[size.Rows * size.Columns]);
        rangeRows = Math.Max(FewestRows, (size.Rows + threads - 1) / threads);
        ranges = (size.Rows + rangeRows - 1) / rangeRows;
        workers = new Workers(ranges, MultiplyRange);
    }

    public void Multiply()
    {
        if (ranges == 1) MultiplyRange(0, thread: 0);
        else workers.Run(ranges);
    }

    public void Dispose() => workers.Dispose();

    private void MultiplyRange(int range, int thread)
    {
        int start = range * rangeRows, rows = Math.Min(rangeRows, size.Rows - start);
        Kernels.MatMul<float>(
            a.AsSpan(start * size.Inner, rows * size.Inner),
            b,
            c.AsSpan(start * size.Columns, rows * size.Columns),
            rows,
            size.Inner,
            size.Columns);
    }

    private static float[] Random(int rows, int columns) =>
        Tensor<float>.RandomNormal(new TorchGenerator(1), [rows, columns]).Span.ToArray();
}
