using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The best that this machine can do, with the threads in use.</summary>
/// <param name="Flops">Multiplications and additions of floats a second, in fused multiply-adds on registers alone.</param>
/// <param name="OurTanh">Seconds for the tanh of a float, as our kernel computes it.</param>
/// <param name="OurExp">Seconds for the exp of a float, as our kernel computes it.</param>
internal sealed record HardwareLimits(double Flops, double OurTanh, double OurExp)
{
    // The best seen on a core of 117 GFLOP/s, 0.22 and 0.31 ns: tanh to 1.6 ulp, exp to 1.1 ulp.
    private const double TanhFlops = 26, ExpFlops = 37;

    /// <summary>Seconds for the tanh of a float, at best.</summary>
    public double Tanh => Math.Min(OurTanh, TanhFlops / Flops);

    /// <summary>Seconds for the exp of a float, at best.</summary>
    public double Exp => Math.Min(OurExp, ExpFlops / Flops);

    /// <summary>The least time that the work can take.</summary>
    public double LowerBound(Work work) => (work.Flops / Flops) + (work.Tanhs * Tanh) + (work.Exps * Exp);

    /// <summary>Measures all threads in use at the same time.</summary>
    public static HardwareLimits Measure(int threads)
    {
        var inputs = new float[2048]; // these and the outputs fit into the first-level cache
        var outputs = new float[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = (i - 1024) / 256f;

        double flops = Enumerable.Range(0, threads).AsParallel().WithDegreeOfParallelism(threads)
            .WithExecutionMode(ParallelExecutionMode.ForceParallelism).Sum(_ => MeasureFlops());
        return new HardwareLimits(flops,
            SecondsPerFloat(() => Kernels.Map<float, TanhFormula>(default, inputs, outputs)) / threads,
            SecondsPerFloat(() => Kernels.Map<float, ExpFormula>(default, inputs, outputs)) / threads);

        double SecondsPerFloat(Action kernel) => Fastest(kernel) / inputs.Length;
    }

    private static double MeasureFlops()
    {
        const int Steps = 20_000;
        if (Vector512.IsHardwareAccelerated) return Rate(Chains<Width512, Vector512<float>>, Vector512<float>.Count);
        if (Vector256.IsHardwareAccelerated) return Rate(Chains<Width256, Vector256<float>>, Vector256<float>.Count);
        return Rate(Chains<Width128, Vector128<float>>, Vector128<float>.Count);

        static double Rate<V>(Func<int, V> chains, int lanes) => 2.0 * 12 * Steps * lanes / Fastest(() => chains(Steps));
    }

    /// <summary>Twelve independent sums in registers: enough to keep every multiply-add unit busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Chains<W, V>(int steps) where W : IWidth<V> where V : struct
    {
        V x = W.Create(0.999f), y = W.Create(0.001f);
        V s0 = y, s1 = y, s2 = y, s3 = y, s4 = y, s5 = y, s6 = y, s7 = y, s8 = y, s9 = y, s10 = y, s11 = y;
        for (int i = 0; i < steps; i++)
        {
            s0 = W.MultiplyAdd(s0, x, y);
            s1 = W.MultiplyAdd(s1, x, y);
            s2 = W.MultiplyAdd(s2, x, y);
            s3 = W.MultiplyAdd(s3, x, y);
            s4 = W.MultiplyAdd(s4, x, y);
            s5 = W.MultiplyAdd(s5, x, y);
            s6 = W.MultiplyAdd(s6, x, y);
            s7 = W.MultiplyAdd(s7, x, y);
            s8 = W.MultiplyAdd(s8, x, y);
            s9 = W.MultiplyAdd(s9, x, y);
            s10 = W.MultiplyAdd(s10, x, y);
            s11 = W.MultiplyAdd(s11, x, y);
        }

        V first = W.MultiplyAdd(W.MultiplyAdd(s0, s1, s2), s3, W.MultiplyAdd(s4, s5, s6));
        return W.MultiplyAdd(first, s7, W.MultiplyAdd(W.MultiplyAdd(s8, s9, s10), s11, y));
    }

    private static double Fastest(Action work)
    {
        double best = double.MaxValue;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < 0.4)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 20; i++) work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / 20);
        }

        return best;
    }

    private interface IWidth<V>
    {
        static abstract V Create(float value);

        static abstract V MultiplyAdd(V x, V y, V addend);
    }

    private readonly struct Width512 : IWidth<Vector512<float>>
    {
        public static Vector512<float> Create(float value) => Vector512.Create(value);

        public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> addend) =>
            Vector512.MultiplyAddEstimate(x, y, addend);
    }

    private readonly struct Width256 : IWidth<Vector256<float>>
    {
        public static Vector256<float> Create(float value) => Vector256.Create(value);

        public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> addend) =>
            Vector256.MultiplyAddEstimate(x, y, addend);
    }

    private readonly struct Width128 : IWidth<Vector128<float>>
    {
        public static Vector128<float> Create(float value) => Vector128.Create(value);

        public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> addend) =>
            Vector128.MultiplyAddEstimate(x, y, addend);
    }
}
