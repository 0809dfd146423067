using Makemore.Tensors;

namespace Makemore.Modules.Tests;

public class InitialTests
{
    [Fact]
    public void Uniform_values_are_torch_s()
    {
        var generator = new TorchGenerator(7);
        TorchVectors.AssertClose(
            TorchVectors.All.GetProperty("uniform(-0.25, 0.25), seed 7"), Initial.Uniform(0.25).Draw<float>(generator, [20]), 0);
    }

    // torch.manual_seed(7); torch.nn.Linear(3, 4), from torch 1.13: weights of shape (4, 3), then a bias.
    [Fact]
    public void A_linear_layer_begins_as_torch_s_to_the_bit()
    {
        var layer = new LinearLayer<double>(3, 4, new TorchGenerator(7));
        Assert.Equal(
            new[,]
            {
                { 0.04032507538795471, 0.1811612844467163, -0.33822792768478394, 0.40560975670814514 },
                { -0.3477921187877655, -0.3085803687572479, 0.1498066484928131, 0.4098530411720276 },
                { 0.18384182453155518, -0.0865316316485405, -0.1555195152759552, 0.05881491303443909 },
            }.Cast<double>(),
            layer.Weights.Value.Span.ToArray());
        Assert.Equal(
            [-0.2461371123790741, -0.33911314606666565, -0.06340440362691879, -0.1624825894832611],
            layer.Bias!.Value.Span.ToArray());
    }

    [Theory]
    [InlineData("normal", 0.3)]
    [InlineData("kaiming", 0.25)] // 5 / √400
    [InlineData("xavier", 0.2)] // √10 · √(2 / (400 + 100))
    [InlineData("torch", 0.028867513)] // 1 / √400, over √3 because it is uniform
    public void Values_have_the_spread_that_the_paper_says(string kind, double deviation)
    {
        Initial initial = kind switch
        {
            "normal" => Initial.Normal(0.3),
            "kaiming" => Initial.Kaiming(gain: 5),
            "xavier" => Initial.Xavier(gain: Math.Sqrt(10)),
            _ => Initial.TorchLinear(400),
        };
        double[] values = [.. initial.Draw<double>(new TorchGenerator(1), [400, 100]).Span];
        Assert.Equal(0, values.Average(), 0.03 * deviation);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => value * value)), 0.02 * deviation);
    }

    [Fact]
    public void Both_precisions_begin_alike()
    {
        foreach (Initial initial in new[] { Initial.Normal(), Initial.Uniform(0.5), Initial.Ones, Initial.Zeros })
            Assert.Equal(
                initial.Draw<float>(new TorchGenerator(3), [20]).Span.ToArray().Select(value => (double)value),
                initial.Draw<double>(new TorchGenerator(3), [20]).Span.ToArray());
    }
}
