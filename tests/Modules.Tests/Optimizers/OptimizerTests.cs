using System.Numerics;
using System.Text.Json;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Optimizers;

public class OptimizerTests
{
    private const double Rate = 0.05;

    public static TheoryData<string> Kinds =>
        new(TorchVectors.All.GetProperty("optimizers").EnumerateObject().Select(optimizer => optimizer.Name));

    private static Optimizer<T> New<T>(string kind, params Parameter<T>[] parameters) where T : unmanaged, IFloatingPointIeee754<T> =>
        kind switch
        {
            "sgd" => new Sgd<T>(parameters),
            "sgd momentum 0.9" => new Sgd<T>(parameters, momentum: 0.9),
            "adam" => new Adam<T>(parameters),
            "adam 0.8 0.99 1e-4" => new Adam<T>(parameters, 0.8, 0.99, 1e-4),
            "adamw 0.1" => new AdamW<T>(parameters, decay: 0.1),
            _ => throw new ArgumentException(kind),
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hundred_steps_in_float32_are_torch_s(string kind) => Compare<float>(kind, "float32", 1e-6);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hundred_steps_in_float64_are_torch_s(string kind) => Compare<double>(kind, "float64", 1e-12);

    private static void Compare<T>(string kind, string precision, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        JsonElement recorded = TorchVectors.All.GetProperty("optimizers").GetProperty(kind).GetProperty(precision);
        var parameter = new Parameter<T>(new Tensor<T>([37], TorchVectors.MadeUp<T>(37, 5)));
        Optimizer<T> optimizer = New(kind, parameter);
        for (int step = 1; step <= 100; step++)
        {
            TorchVectors.MadeUp<T>(37, 11 * step).CopyTo(parameter.Gradient.Span);
            optimizer.Step(Rate);
            if (recorded.TryGetProperty($"{step}", out JsonElement expected))
                TorchVectors.AssertClose(expected, parameter.Value, tolerance);
        }

        Assert.Equal(100, optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_go_on_from_a_file_as_if_they_had_not_stopped(string kind)
    {
        Parameter<float> through = NewParameter(), stopped = NewParameter();
        Optimizer<float> whole = New(kind, through), first = New(kind, stopped);
        Steps(whole, 1, 20);
        Steps(first, 1, 7);
        var file = new SafetensorsFile();
        first.Save(file);
        Optimizer<float> second = New(kind, stopped);
        second.Load(SafetensorsFile.FromBytes(file.ToBytes(), "file"));
        Steps(second, 8, 20);
        Assert.Equal(through.Value.Span, stopped.Value.Span);
        Assert.All(file.Entries, entry => Assert.StartsWith("optimizer.", entry.Name));

        static Parameter<float> NewParameter() => new(TorchVectors.MadeUp<float>([2, 5], 5), "layer.weights");

        static void Steps(Optimizer<float> optimizer, int from, int to)
        {
            for (int step = from; step <= to; step++)
            {
                TorchVectors.MadeUp<float>(10, 11 * step).CopyTo(optimizer.Parameters[0].Gradient.Span);
                optimizer.Step(Rate);
            }
        }
    }

    [Fact]
    public void What_is_remembered_of_a_gradient_is_saved_by_name()
    {
        AssertSaves("sgd");
        AssertSaves("sgd momentum 0.9", ("velocity", [0.5, -2, 0]));
        AssertSaves("adam 0.8 0.99 1e-4", ("mean", [0.1, -0.4, 0]), ("square", [0.0025, 0.04, 0]));

        static void AssertSaves(string kind, params (string Name, double[] Values)[] expected)
        {
            var parameter = new Parameter<double>(new Tensor<double>([3]), "weights");
            Optimizer<double> optimizer = New(kind, parameter);
            SetGradient(parameter, 0.5, -2, 0);
            optimizer.Step(Rate);
            var file = new SafetensorsFile();
            optimizer.Save(file);
            Assert.Equal(
                ["optimizer.steps", .. expected.Select(state => $"optimizer.{state.Name}.weights")],
                file.Entries.Select(entry => entry.Name));
            foreach ((string name, double[] values) in expected)
                Assert.Equal(values, file.Values<double>($"optimizer.{name}.weights", [3]).Select(value => Math.Round(value, 12)));
        }
    }

    [Fact]
    public void Adam_without_averages_moves_by_the_sign_of_the_gradient()
    {
        var parameter = new Parameter<double>(new Tensor<double>([3], [1, 1, 1]));
        var optimizer = new Adam<double>([parameter], beta1: 0, beta2: 0);
        for (int step = 1; step <= 2; step++)
        {
            SetGradient(parameter, 0.5 * step, -2, 0);
            optimizer.Step(0.25);
        }

        Assert.Equal([0.5, 1.5, 1], parameter.Value.Span.ToArray().Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void AdamW_without_decay_is_Adam()
    {
        Parameter<float> one = new(TorchVectors.MadeUp<float>([10], 5)), other = new(TorchVectors.MadeUp<float>([10], 5));
        foreach (Optimizer<float> optimizer in new Optimizer<float>[] { new Adam<float>([one]), new AdamW<float>([other], decay: 0) })
        {
            TorchVectors.MadeUp<float>(10, 11).CopyTo(optimizer.Parameters[0].Gradient.Span);
            optimizer.Step(Rate);
        }

        Assert.Equal(one.Value.Span, other.Value.Span);
    }

    [Fact]
    public void A_file_of_another_optimizer_is_refused()
    {
        var parameter = new Parameter<float>(TorchVectors.MadeUp<float>([2, 5], 5), "weights");
        var file = new SafetensorsFile();
        new Sgd<float>([parameter]).Save(file);
        Assert.Contains(
            "has no tensor optimizer.mean.weights",
            Assert.Throws<InvalidDataException>(() => new Adam<float>([parameter]).Load(file)).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing(string kind)
    {
        var parameter = new Parameter<float>(TorchVectors.MadeUp<float>([37], 5));
        TorchVectors.MadeUp<float>(37, 1).CopyTo(parameter.Gradient.Span);
        Optimizer<float> optimizer = New(kind, parameter);
        for (int step = 0; step < 200; step++) optimizer.Step(1e-6);
        Assert.Equal(0, Allocation.Of(runs: 1000, () => optimizer.Step(1e-6)));
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_decay_that_makes_weights_grow_is_refused(double decay) => Assert.Contains(
        "the decay must be at least 0", Assert.Throws<ArgumentException>(() => new AdamW<double>([], decay)).Message);

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        foreach (double momentum in new[] { -0.1, 1, double.NaN })
            Assert.Throws<ArgumentException>(() => new Sgd<float>([], momentum: momentum));
        foreach (double beta in new[] { -0.1, 1, double.NaN })
        {
            Assert.Throws<ArgumentException>(() => new Adam<float>([], beta1: beta));
            Assert.Throws<ArgumentException>(() => new Adam<float>([], beta2: beta));
        }

        Assert.Throws<ArgumentException>(() => new Adam<float>([], epsilon: 0));
        Assert.Throws<ArgumentException>(() => new AdamW<float>([], decay: double.NaN));
    }
    private static void SetGradient(Parameter<double> parameter, params double[] gradient) => gradient.CopyTo(parameter.Gradient.Span);
}
