using System.Numerics;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors.Tests;

public class ElementwiseTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 71), 100, 255, 1000];

    /// <summary>Every 997th float of all exponents and both signs, and the values where functions are likely to break.</summary>
    private static readonly float[] Sweep =
    [
        0, -0f, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, float.MinValue,
        0.625f, 9.01f, 9.02f, 9.03f, 88.72283f, 88.73f, -87.3366f, -103.97f, -104f,
        .. Enumerable.Range(0, int.MaxValue / 997 * 2)
            .Select(i => BitConverter.UInt32BitsToSingle((uint)i * 997)).Where(x => !float.IsNaN(x)),
    ];

    [Fact]
    public void Float_tanh_is_within_two_units_in_the_last_place() =>
        AssertUlps(Math.Tanh, (x, y) => Kernels.Map<float, TanhFormula>(default, x, y), 2);

    [Fact]
    public void Double_tanh_is_within_two_units_in_the_last_place()
    {
        double[] x =
        [
            .. Sweep.Where((_, i) => i < 20 || i % 32 == 0).Select(value => 1.0000000123 * value), // no float
            0.625, -0.6249999999999999, -0.6250000000000001, 19.06, 19.07, -400, double.Epsilon, double.MaxValue,
        ];
        var y = new double[x.Length];
        Kernels.Map<double, TanhFormula>(default, x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Tanh(x[i]);
            Assert.Equal(double.IsNegative(expected), double.IsNegative(y[i]));
            if (double.IsNaN(x[i])) Assert.Equal(double.NaN, y[i]);
            else if (Math.Abs(x[i]) > 19.0616) Assert.Equal(Math.CopySign(1, x[i]), y[i]); // what is missing from 1 is below 2⁻⁵⁴
            else Assert.InRange(Math.Abs(y[i] - expected), 0, 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)));
        }
    }

    [Fact]
    public void Float_exp_is_within_about_one_unit_in_the_last_place() =>
        AssertUlps(Math.Exp, (x, y) => Kernels.Map<float, ExpFormula>(default, x, y), 1.1);

    [Fact]
    public void Float_erf_is_within_two_and_a_half_units_in_the_last_place() =>
        AssertUlps(ErfInDouble, (x, y) => Kernels.Map<float, ErfFormula>(default, x, y), 2.5);

    [Fact]
    public void Tanh_keeps_the_sign_of_zero_and_never_leaves_minus_one_to_one() => AssertStaysInside(default(TanhFormula));

    [Fact]
    public void Erf_keeps_the_sign_of_zero_and_never_leaves_minus_one_to_one() => AssertStaysInside(default(ErfFormula));

    private static double ErfInDouble(double x)
    {
        Kernels.Map(default(ErfFormula), [x], new Span<double>(ref x));
        return x;
    }

    private static void AssertStaysInside<F>(F formula) where F : struct, IFormula
    {
        var y = new float[Sweep.Length];
        Kernels.Map(formula, Sweep, y);
        Assert.All(Sweep.Zip(y), pair => Assert.True(float.IsNaN(pair.First)
            ? float.IsNaN(pair.Second)
            : Math.Abs(pair.Second) <= 1 && (Math.Abs(pair.First) < 10 || Math.Abs(pair.Second) == 1)
                && float.IsNegative(pair.First) == float.IsNegative(pair.Second)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Functions_agree_with_the_scalar_ones_at_every_length(int length)
    {
        AssertFunctions<float>(length, 1e-6);
        AssertFunctions<double>(length, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_gradient_overwrites_adds_or_does_nothing(int length)
    {
        double[] x = Numbers(length, 4), y = Numbers(length, 1), dy = Numbers(length, 2), before = Numbers(length, 3);
        double[] expected = [.. y.Zip(dy, (a, b) => b * (1 - (a * a)))];
        double[] overwritten = [.. before], added = [.. before];

        Kernels.MapGradient<double, TanhFormula>(default, x, y, dy, overwritten);
        Kernels.MapGradient(default(TanhFormula), x, y, dy, Destination<double>.AddTo(added));
        Kernels.MapGradient<double, TanhFormula>(default, x, y, dy, default);

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(expected[i], overwritten[i], 1e-15 * 20);
            Assert.Equal(before[i] + expected[i], added[i], 1e-15 * 20);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_slope_is_given_the_input_and_the_output(int length)
    {
        int[] x = Destinations.Numbers(length, 1), y = Destinations.Numbers(length, 2), dy = Destinations.Numbers(length, 3);
        int[] expected = [.. dy.Select((arriving, i) => arriving * (x[i] + (10 * y[i])))];
        AssertSent<float>();
        AssertSent<double>();

        void AssertSent<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] input = Destinations.Exactly<T>(x), output = Destinations.Exactly<T>(y), arriving = Destinations.Exactly<T>(dy);
            Destinations.AssertLeaves<T>(expected, dx => Kernels.MapGradient(default(ArgumentsFormula), input, output, arriving, dx));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_slopes_of_two_operands_are_given_both_and_the_result(int length)
    {
        int[] left = Destinations.Numbers(length, 1), right = Destinations.Numbers(length, 2);
        int[] y = Destinations.Numbers(length, 3), dy = Destinations.Numbers(length, 4);
        int[] toLeft = [.. dy.Select((arriving, i) => arriving * (left[i] + (10 * right[i]) + (100 * y[i])))];
        int[] toRight = [.. dy.Select((arriving, i) => arriving * ((2 * left[i]) + (30 * right[i]) + (400 * y[i])))];
        AssertSent<float>();
        AssertSent<double>();

        void AssertSent<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] a = Destinations.Exactly<T>(left), b = Destinations.Exactly<T>(right);
            T[] output = Destinations.Exactly<T>(y), arriving = Destinations.Exactly<T>(dy);
            ArgumentsFormula formula = default;
            Destinations.AssertLeaves<T>(toLeft, da => Kernels.MapGradientLeft(formula, axes: null, a, b, output, arriving, da));
            Destinations.AssertLeaves<T>(toRight, db => Kernels.MapGradientRight(formula, axes: null, a, b, output, arriving, db));
        }
    }

    /// <summary>Wide vectors take longer where a narrow one holds everything.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_128_bits_hold_is_computed_with_them_and_more_with_the_widest_vectors(int length)
    {
        AssertWidth<float>();
        AssertWidth<double>();

        void AssertWidth<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            int bits = length <= Vector128<T>.Count ? 128 : VectorWidthTests.Bits;
            int[] expected = [.. Enumerable.Repeat(bits, length)];
            T[] x = [.. Enumerable.Repeat(T.One, length)], exactly = Destinations.Exactly<T>(expected), y = new T[length];
            WidthFormula formula = default;

            Kernels.Map<T, WidthFormula>(formula, x, y);
            Assert.Equal(exactly, y);
            y.AsSpan().Clear();
            Kernels.Map<T, WidthFormula>(formula, axes: null, x, x, y);
            Assert.Equal(exactly, y);
            Destinations.AssertLeaves<T>(expected, dx => Kernels.MapGradient(formula, x, x, x, dx));
            Destinations.AssertLeaves<T>(expected, dx => Kernels.MapGradientLeft(formula, axes: null, x, x, x, x, dx));
            Destinations.AssertLeaves<T>(expected, dx => Kernels.MapGradientRight(formula, axes: null, x, x, x, x, dx));
        }
    }

    [Fact]
    public void Elements_past_the_end_are_not_touched()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] y = [.. Enumerable.Repeat(7f, 60)];
            Kernels.Map<float, TanhFormula>(default, new float[length], y.AsSpan(0, length));
            Assert.All(y.Skip(length), value => Assert.Equal(7, value));
            Assert.All(y.Take(length), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Results_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => Kernels.Map<float, ExpFormula>(default, new float[5], new float[4]));

    [Fact]
    public void Gradients_of_other_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            Kernels.MapGradient<double, TanhFormula>(default, new double[5], new double[4], new double[5], new double[5]));
        Assert.Throws<ArgumentException>(() =>
            Kernels.MapGradient<double, TanhFormula>(default, new double[5], new double[5], new double[4], new double[5]));
        Assert.Throws<ArgumentException>(() =>
            Kernels.MapGradient<double, TanhFormula>(default, new double[5], new double[5], new double[5], new double[4]));
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(1.99, 0.995111413199617)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(-2.01, -0.9955248493552482)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(5.9, 0.9999999999999999)]
    [InlineData(6.1, 1)]
    [InlineData(-1e200, -1)]
    [InlineData(double.NegativeInfinity, -1)]
    [InlineData(double.NaN, double.NaN)]
    public void Erf_is_that_of_the_C_library(double x, double expected)
    {
        var y = new double[1];
        Kernels.Map<double, ErfFormula>(default, [x], y);
        Assert.Equal(expected, y[0], 4e-16);
    }

    internal static double[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() * 8) - 4)];
    }

    private static void AssertFunctions<T>(int length, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. Numbers(length, 4).Select(T.CreateChecked)], y = new T[length], inPlace = [.. x], positive = [.. x.Select(T.Abs)];
        void Check(T[] from, T[] actual, Func<double, double> exact) => Assert.All(from.Zip(actual), pair =>
        {
            double expected = exact(double.CreateChecked(pair.First));
            Assert.Equal(expected, double.CreateChecked(pair.Second), tolerance * Math.Abs(expected));
        });

        Kernels.Map<T, TanhFormula>(default, x, y);
        Check(x, y, Math.Tanh);
        Kernels.Map<T, ExpFormula>(default, x, y);
        Check(x, y, Math.Exp);
        Kernels.Map<T, ExpFormula>(default, inPlace, inPlace);
        Assert.Equal(y, inPlace);
        Kernels.Map<T, LogFormula>(default, positive, y);
        foreach ((T from, T actual) in positive.Zip(y))
            Assert.Equal(Math.Log(double.CreateChecked(from)), double.CreateChecked(actual), tolerance * 4);
    }

    private static void AssertUlps(Func<double, double> exact, Action<float[], float[]> function, double limit)
    {
        var y = new float[Sweep.Length];
        function(Sweep, y);
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double expected = exact(Sweep[i]);
            float rounded = (float)expected;
            if (float.IsNaN(rounded) || float.IsInfinity(rounded))
            {
                Assert.Equal(rounded, y[i]);
                continue;
            }

            double unit = Math.Max(Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(expected), 1e-45)) - 23), float.Epsilon);
            double error = Math.Abs(y[i] - expected) / unit;
            if (!(error <= worst)) (worst, worstAt) = (error, Sweep[i]);
        }

        Assert.True(worst <= limit, $"{worst} units in the last place at {worstAt:R}");
    }
}
