using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>One line for each public kernel, overloads included: the sizes and spans it takes, and the call itself.</summary>
public static class KernelTable<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly (string Kernel, Action<KernelCall<T>> Run)[] Calls =
    [
        ("Kernels.Copy", c => { int n = c.Count(); Kernels.Copy(c.In(n), c.To(n)); }),
        ("Kernels.Scale", c => { int n = c.Count(); Kernels.Scale(c.In(n), T.One, c.To(n)); }),
        ("Kernels.Product", c => { int n = c.Count(); Kernels.Product(c.In(n), c.In(n), c.To(n)); }),
        ("Kernels.Descend", c => { int n = c.Count(); Kernels.Descend(c.Out(n), c.In(n), T.One); }),
        ("Kernels.Adam", c => { int n = c.Count(); Kernels.Adam(c.Out(n), c.In(n), c.Out(n), c.Out(n), default); }),
        ("Kernels.Widen", c => { int n = c.Count(); Kernels.Widen(c.In(n), c.DoublesOut(n)); }),
        ("Kernels.AllFinite", c => Kernels.AllFinite(c.In(c.Count()))),
        ("Kernels.Fingerprint", c => Kernels.Fingerprint(c.In(c.Count()))),
        ("Kernels.Sum", c => Kernels.Sum(c.In(c.Count()))),
        ("Kernels.SumRows", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size());
            Kernels.SumRows(c.RowsIn(columns == 0 ? 0 : rows, columns), c.To(columns), columns);
        }),
        ("Kernels.SumColumns", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            Kernels.SumColumns(c.In((long)rows * columns), c.To(rows), columns);
        }),
        ("Kernels.Softmax", c => { (int n, int w) = Matrix(c); Kernels.Softmax(c.In(n), c.Out(n), w); }),
        ("Kernels.SoftmaxGradient", c => { (int n, int w) = Matrix(c); Kernels.SoftmaxGradient(c.In(n), c.In(n), c.To(n), w); }),
        ("Kernels.LogSoftmax", c => { (int n, int w) = Matrix(c); Kernels.LogSoftmax(c.In(n), c.Out(n), w); }),
        ("Kernels.LogSoftmaxGradient", c => { (int n, int w) = Matrix(c); Kernels.LogSoftmaxGradient(c.In(n), c.In(n), c.To(n), w); }),
        ("Kernels.LogSumExp", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            Kernels.LogSumExp(c.In((long)rows * columns), c.Out(rows), columns);
        }),
        ("Kernels.CrossEntropy", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.CrossEntropy(c.In(n), c.Indices(rows, columns), c.Out(n), columns, c.Below(9) % columns);
        }),
        ("Kernels.CrossEntropy", c =>
        {
            (int rows, int columns) = (c.Count(least: 1), c.Width(least: 1));
            int n = rows * columns;
            Kernels.CrossEntropy(c.In(n), c.In(n), c.Out(n), columns);
        }),
        ("Kernels.CrossEntropyGradient", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.CrossEntropyGradient(
                c.In(n), c.Indices(rows, columns), T.One, c.To(n), columns, c.Below(2) == 0 ? null : c.Below(9) % columns);
        }),
        ("Kernels.CrossEntropyGradient", c =>
        {
            (int n, int w) = Matrix(c);
            Kernels.CrossEntropyGradient(c.In(n), c.In(n), T.One, c.To(n), w);
        }),
        ("Kernels.NormalizeRms", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeRms(c.In(n), c.Out(n), c.Out(rows), columns, T.One);
        }),
        ("Kernels.NormalizeRmsGradient", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeRmsGradient(c.In(n), c.In(rows), c.In(n), c.To(n), columns);
        }),
        ("Kernels.NormalizeRows", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeRows(c.In(n), c.In(columns), c.In(columns), c.Out(n), c.Out(rows), c.Out(rows), columns, T.One);
        }),
        ("Kernels.NormalizeRowsGradient", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeRowsGradient(
                c.In(n), c.In(columns), c.In(rows), c.In(rows), c.In(n), c.To(n), c.To(columns), c.To(columns), columns);
        }),
        ("Kernels.ColumnStatistics", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size());
            Kernels.ColumnStatistics(c.RowsIn(columns == 0 ? 0 : rows, columns), c.Out(columns), c.Out(columns), columns, c.Below(2));
        }),
        ("Kernels.NormalizeColumns", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeColumns(
                c.In(n), c.In(columns), c.In(columns), c.In(columns), c.In(columns), c.Out(n), columns, T.One);
        }),
        ("Kernels.NormalizeColumnsGradient", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            long n = (long)rows * columns;
            Kernels.NormalizeColumnsGradient(
                c.In(n), c.In(columns), c.In(columns), c.In(columns), c.In(n), c.To(n), c.To(columns), c.To(columns), columns, T.One,
                c.Below(2) == 0 ? null : c.Below(2));
        }),
        ("Kernels.Gather", c =>
        {
            (int rows, int count, int columns) = (c.Count(least: 1), c.Count(), c.Width(least: 1));
            Kernels.Gather(c.RowsIn(rows, columns), c.Indices(count, rows), c.Out(count * (long)columns), columns);
        }),
        ("Kernels.ScatterAdd", c =>
        {
            (int rows, int count, int columns) = (c.Count(least: 1), c.Count(), c.Width(least: 1));
            Kernels.ScatterAdd(c.In(count * (long)columns), c.Indices(count, rows), c.RowsTo(rows, columns), columns);
        }),
        ("Kernels.Pick", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            Kernels.Pick(c.In((long)rows * columns), c.Indices(rows, columns), c.Out(rows), columns);
        }),
        ("Kernels.PickGradient", c =>
        {
            (int rows, int columns) = (c.Count(), c.Size(least: 1));
            Kernels.PickGradient(c.In(rows), c.Indices(rows, columns), c.To((long)rows * columns), columns);
        }),
        ("Kernels.RepeatRows", c =>
        {
            (int n, int rows) = (c.Count(least: 1), c.Size(least: 1));
            Kernels.RepeatRows(c.In(n), c.Out((long)n * rows), rows);
        }),
        ("Kernels.CopyBlocks", c =>
        {
            (int xStart, int xStride, int yStart, int yStride) = (c.Size(), c.Size(), c.Size(), c.Size());
            (int length, int count) = (c.Size(), c.Width());
            long End(int start, int stride) => count <= 0 ? 0 : start + ((count - 1L) * stride) + length;
            Kernels.CopyBlocks(
                c.InAtLeast(End(xStart, xStride)), xStart, xStride, c.ToAtLeast(End(yStart, yStride)), yStart, yStride, length, count);
        }),
        ("Kernels.MatMul", c =>
        {
            (long rows, long inner, long columns) = (c.Size(), c.Size(), c.Size());
            Kernels.MatMul(
                c.In(rows * inner), c.In(inner * columns), c.To(rows * columns), (int)rows, (int)inner, (int)columns);
        }),
        ("Kernels.Linear", c =>
        {
            (long rows, long inner, long columns) = (c.Size(), c.Size(), c.Size());
            Kernels.Linear(
                c.In(rows * inner), c.In(inner * columns), c.In(columns), c.Out(rows * columns), (int)rows, (int)inner, (int)columns);
        }),
        ("Kernels.MatMulTransposedA", c =>
        {
            (long rows, long inner, long columns) = (c.Size(), c.Size(), c.Size());
            Kernels.MatMulTransposedA(
                c.In(inner * rows), c.In(inner * columns), c.To(rows * columns), (int)rows, (int)inner, (int)columns);
        }),
        ("Kernels.MatMulTransposedB", c =>
        {
            (long rows, long inner, long columns) = (c.Size(), c.Size(), c.Size());
            Kernels.MatMulTransposedB(
                c.In(rows * inner), c.In(columns * inner), c.To(rows * columns), (int)rows, (int)inner, (int)columns);
        }),
        ("Kernels.Map", c => { int n = c.Count(); Kernels.Map(default(ExpFormula), c.In(n), c.Out(n)); }),
        ("Kernels.MapGradient", c => { int n = c.Count(); Kernels.MapGradient(default(ExpFormula), c.In(n), c.In(n), c.In(n), c.To(n)); }),
        ("Kernels.Map", c =>
        {
            (Broadcasting? axes, int left, int right, int y) = Operands(c);
            Kernels.Map(default(LopsidedFormula), axes, c.In(left), c.In(right), c.Out(y));
        }),
        ("Kernels.MapGradientLeft", c =>
        {
            (Broadcasting? axes, int left, int right, int y) = Operands(c);
            ReadOnlySpan<T> b = c.In(right), a = c.In(left); // The first is never wrong together with a later one.
            Kernels.MapGradientLeft(default(LopsidedFormula), axes, a, b, c.In(y), c.In(y), c.To(left));
        }),
        ("Kernels.MapGradientRight", c =>
        {
            (Broadcasting? axes, int left, int right, int y) = Operands(c);
            Kernels.MapGradientRight(default(LopsidedFormula), axes, c.In(left), c.In(right), c.In(y), c.In(y), c.To(right));
        }),
        ("Reduction.Sum", c => { (Reduction r, int from, int to) = Reduced(c); r.Sum(c.In(from), c.To(to)); }),
        ("Reduction.Spread", c => { (Reduction r, int from, int to) = Reduced(c); r.Spread(c.In(to), T.One, c.To(from)); }),
        ("Reduction.Max", c => { (Reduction r, int from, int to) = Reduced(c, least: 1); r.Max(c.In(from), c.Out(to)); }),
        ("Reduction.Min", c => { (Reduction r, int from, int to) = Reduced(c, least: 1); r.Min(c.In(from), c.Out(to)); }),
        ("Reduction.ExtremeGradient", c =>
        {
            (Reduction r, int from, int to) = Reduced(c);
            r.ExtremeGradient(c.In(from), c.In(to), c.In(to), c.To(from));
        }),
        ("Reduction.Variance", c =>
        {
            (Reduction r, int from, int to) = Reduced(c);
            r.Variance(c.In(from), c.Out(to), c.Out(to), correction: 1);
        }),
        ("Reduction.VarianceGradient", c =>
        {
            (Reduction r, int from, int to) = Reduced(c);
            r.VarianceGradient(c.In(from), c.In(to), c.In(to), c.To(from), correction: 1);
        }),
        ("BatchedProduct.Multiply", c =>
        {
            (BatchedProduct p, int a, int b, int y) = Factors(c);
            p.Multiply(c.In(a), c.In(b), c.To(y));
        }),
        ("BatchedProduct.GradientOfA", c =>
        {
            (BatchedProduct p, int a, int b, int y) = Factors(c);
            p.GradientOfA(c.In(y), c.In(b), c.To(a));
        }),
        ("BatchedProduct.GradientOfB", c =>
        {
            (BatchedProduct p, int a, int b, int y) = Factors(c);
            p.GradientOfB(c.In(a), c.In(y), c.To(b));
        }),
        ("AttentionHeads.Attend", c =>
        {
            (AttentionHeads heads, int n, int weights) = Attention(c);
            heads.Attend(c.In(n), c.In(n), c.In(n), c.Out(weights), c.Out(n));
        }),
        ("AttentionHeads.Gradient", c =>
        {
            (AttentionHeads heads, int n, int weights) = Attention(c);
            heads.Gradient(c.In(n), c.In(n), c.In(n), c.In(weights), c.In(n), c.To(n), c.To(n), c.To(n));
        }),
        ("Permutation.Apply", c =>
        {
            Shape from = c.Shape();
            new Permutation("Permute", from, c.Axes(from.Rank)).Apply(c.In(from.Elements), c.To(from.Elements));
        }),
        ("Masking.Where", c => { (Masking m, int mask, int n) = Masked(c); m.Where(c.In(mask), c.In(n), c.In(n), c.To(n)); }),
        ("Masking.Fill", c => { (Masking m, int mask, int n) = Masked(c); m.Fill(c.In(mask), c.In(n), T.One, c.To(n)); }),
        ("Masking.Keep", c => { (Masking m, int mask, int n) = Masked(c); m.Keep(c.In(mask), c.In(n), c.To(n)); }),
    ];

    // The kernel finds the number of rows itself, from the elements and the columns.
    private static (int Elements, int Columns) Matrix(KernelCall<T> call)
    {
        (int rows, int columns) = (call.Count(), call.Width(least: 1));
        return (columns < 0 ? 0 : rows * columns, columns);
    }

    private static (Broadcasting? Axes, int Left, int Right, int Result) Operands(KernelCall<T> call)
    {
        Shape large = call.Shape(), left = call.Below(2) == 0 ? large : call.Smaller(large), right = call.Smaller(large);
        return (Broadcasting.Between("Map", left, right), left.Elements, right.Elements,
            Shape.Broadcast("Map", left, right).Elements);
    }

    private static (AttentionHeads Heads, int Places, int Weights) Attention(KernelCall<T> call)
    {
        int count = call.Below(3) + 1;
        var heads = new AttentionHeads("CausalAttention", [call.Below(3), call.Below(20), count * (1 + call.Below(4))], count);
        return (heads, heads.Places.Elements, heads.Weights.Elements);
    }

    private static (Reduction Reduction, int From, int To) Reduced(KernelCall<T> call, int least = 0)
    {
        Shape from = call.Shape(least), to = call.Smaller(from);
        return (new Reduction(from, to), from.Elements, to.Elements);
    }

    private static (BatchedProduct Product, int A, int B, int Y) Factors(KernelCall<T> call)
    {
        (Shape batch, int rows, int inner, int columns) = (call.Shape(), call.Below(5), call.Below(5), call.Below(20));
        Shape a = [.. call.Smaller(batch), rows, inner], b = [.. call.Smaller(batch), inner, columns];
        var product = new BatchedProduct("MatMul", a, b);
        return (product, a.Elements, b.Elements, product.Result.Elements);
    }

    private static (Masking Masking, int Mask, int Numbers) Masked(KernelCall<T> call)
    {
        Shape numbers = call.Shape(), mask = call.Smaller(numbers);
        return (new Masking("Where", mask, numbers), mask.Elements, numbers.Elements);
    }
}
