using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// The mean over rows of −ln softmax(logits)[i, targets[i]], for logits and probabilities (rows, columns) and targets (rows).
    /// Leaves softmax(logits) in <paramref name="probabilities"/> for the gradient. Summed in double.
    /// Rows whose target is <paramref name="ignored"/> do not count, and the mean is over the others; if there are no others, it is NaN.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A target is neither in 0..columns−1 nor ignored, there are not as many targets as rows, or probabilities differ from logits in
    /// length.
    /// </exception>
    public static T CrossEntropy<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<int> targets, Span<T> probabilities, int columns, int? ignored = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(CrossEntropy), logits.Length, columns);
        Require(nameof(CrossEntropy), "targets", targets.Length, rows);
        Require(nameof(CrossEntropy), "probabilities", probabilities.Length, logits.Length);
        RequireTargets(nameof(CrossEntropy), targets, columns, ignored);

        // ln Σ exp = largest + ln sum, and Σᵢ ln sumᵢ = ln Πᵢ sumᵢ: one logarithm for a block of 16 rows. No sum exceeds the columns, fewer
        // than 2³¹, so no product of 16 exceeds 2⁴⁹⁶.
        Span<T> largest = stackalloc T[SoftmaxBlock], sums = stackalloc T[SoftmaxBlock];
        double loss = 0;
        int counted = 0;
        for (int first = 0, count; first < rows; first += count)
        {
            count = SoftmaxRows(logits, probabilities, first, columns, largest, sums);
            double product = 1;
            for (int i = 0; i < count; i++)
            {
                int row = first + i, target = targets[row];
                if (target == ignored) continue;
                loss += double.CreateTruncating(largest[i]) - double.CreateTruncating(logits[(row * columns) + target]);
                product *= double.CreateTruncating(sums[i]);
                counted++;
            }

            loss += Math.Log(product);
        }

        return T.CreateTruncating(loss / counted);
    }

    /// <summary>
    /// dlogits[i, j] = upstream·(probabilities[i, j] − [j = targets[i]]) / n, where n is the number of rows whose target is not
    /// <paramref name="ignored"/>; in the other rows 0, or NaN if there is no softmax, as in PyTorch.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A target is neither in 0..columns−1 nor ignored, or a span does not have as many elements as the sizes say.
    /// </exception>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<int> targets, T upstream, Destination<T> dlogits, int columns, int? ignored = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dlogits.IsWanted) return;
        Require(nameof(CrossEntropyGradient), "probabilities", probabilities.Length, targets.Length, columns);
        Require(nameof(CrossEntropyGradient), "dlogits", dlogits.Span.Length, targets.Length, columns);
        RequireTargets(nameof(CrossEntropyGradient), targets, columns, ignored);
        int counted = ignored is int value ? targets.Length - targets.Count(value) : targets.Length;
        T scale = upstream / T.CreateTruncating(counted);
        if (counted < targets.Length)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                bool counts = targets[i] != ignored;
                Destination<T> row = dlogits.Slice(i * columns, columns);
                Scale(probabilities.Slice(i * columns, columns), counts ? scale : T.Zero, row);
                if (counts) row.Span[targets[i]] -= scale;
            }

            return;
        }

        Map(new ScaleFirstFunction<T>(scale), probabilities, probabilities, dlogits);
        Span<T> gradient = dlogits.Span;
        for (int i = 0; i < targets.Length; i++) gradient[(i * columns) + targets[i]] -= scale;
    }

    /// <summary>
    /// The mean over all counted targets: −Σᵢⱼ counts[i, j]·ln softmax(logits)[i, j] / Σᵢⱼ counts[i, j], where counts[i, j] says how often
    /// column j was the target of row i; logits, counts and probabilities are (rows, columns).
    /// Leaves softmax(logits) in <paramref name="probabilities"/> for the gradient. Summed in double.
    /// </summary>
    /// <exception cref="ArgumentException">A count is negative or NaN, or all are zero, or the spans differ in length.</exception>
    public static T CrossEntropy<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> counts, Span<T> probabilities, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(CrossEntropy), logits.Length, columns);
        Require(nameof(CrossEntropy), "counts", counts.Length, logits.Length);
        Require(nameof(CrossEntropy), "probabilities", probabilities.Length, logits.Length);
        Span<T> largest = stackalloc T[SoftmaxBlock], sums = stackalloc T[SoftmaxBlock];
        double loss = 0, total = 0;
        for (int i = 0; i < rows; i++)
        {
            int inBlock = i % SoftmaxBlock;
            if (inBlock == 0) SoftmaxRows(logits, probabilities, i, columns, largest, sums);
            ReadOnlySpan<T> row = logits.Slice(i * columns, columns), rowCounts = counts.Slice(i * columns, columns);
            double logSumExp = double.CreateTruncating(largest[inBlock]) + Math.Log(double.CreateTruncating(sums[inBlock]));
            double rowTotal = double.CreateTruncating(TensorPrimitives.Sum(rowCounts));
            double dot = double.CreateTruncating(TensorPrimitives.Dot(rowCounts, row));
            if (!(TensorPrimitives.Min(rowCounts) >= T.Zero)) RefuseCount(rowCounts, i);

            // Products of large logits lose digits in float. And a logit of −∞ says "impossible", which costs nothing if it was never the
            // target; but 0 · −∞ is NaN.
            if (!(Math.Abs(dot) <= LargeLogit * rowTotal)) dot = DotOfCounted(rowCounts, row);
            if (rowTotal > 0) loss += (rowTotal * logSumExp) - dot;
            total += rowTotal;
        }

        if (total == 0) throw new ArgumentException($"CrossEntropy: all counts of {rows} rows are 0, and their sum must be above 0");
        return T.CreateTruncating(loss / total);
    }

    // Up to this size, products in float keep more digits of a loss than it is printed with.
    private const double LargeLogit = 64;

    private static double DotOfCounted<T>(ReadOnlySpan<T> counts, ReadOnlySpan<T> logits) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double dot = 0;
        for (int j = 0; j < counts.Length; j++)
            if (counts[j] != T.Zero) dot += double.CreateTruncating(counts[j]) * double.CreateTruncating(logits[j]);
        return dot;
    }

    private static void RefuseCount<T>(ReadOnlySpan<T> counts, int row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int column = 0;
        while (counts[column] >= T.Zero) column++;
        throw new ArgumentException($"CrossEntropy: the count of row {row}, column {column} is {counts[column]}, and must be at least 0");
    }

    /// <summary>dlogits[i, j] = upstream·(Σₖ counts[i, k]·probabilities[i, j] − counts[i, j]) / Σ counts.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, or are not whole rows.</exception>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<T> counts, T upstream, Destination<T> dlogits, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dlogits.IsWanted) return;
        int rows = Rows(nameof(CrossEntropyGradient), probabilities.Length, columns);
        Require(nameof(CrossEntropyGradient), "counts", counts.Length, probabilities.Length);
        Require(nameof(CrossEntropyGradient), "dlogits", dlogits.Span.Length, probabilities.Length);
        T scale = upstream / Sum(counts);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> rowCounts = counts.Slice(i * columns, columns);
            T rowTotal = TensorPrimitives.Sum(rowCounts);
            Destination<T> row = dlogits.Slice(i * columns, columns);
            if (rowTotal > T.Zero)
                Map(new CountsGradientFunction<T>(rowTotal, scale), probabilities.Slice(i * columns, columns), rowCounts, row);
            else row.Accumulator(); // A row that never occurred costs nothing, even one without a softmax: not 0 · NaN.
        }
    }

    private readonly struct ScaleFirstFunction<T>(T scale) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> x, Simd<V, T> unused) where V : unmanaged => x * Simd<V, T>.Broadcast(scale);
    }

    private readonly struct CountsGradientFunction<T>(T rowTotal, T scale) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> probability, Simd<V, T> count) where V : unmanaged =>
            Simd<V, T>.Broadcast(scale) * ((Simd<V, T>.Broadcast(rowTotal) * probability) - count);
    }
}
