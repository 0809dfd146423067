using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Network;

/// <summary>The whole loss of the network, with respect to every parameter.</summary>
public class PerceptronTests
{
    [Fact]
    public void Every_element_of_every_parameter_has_the_right_gradient()
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Compare(new Perceptron<double>().Loss, new TorchGenerator(1));
        Assert.Equal(["C", "W1", "b1", "W2", "b2"], comparisons.Select(comparison => comparison.Parameter.Label));
        Assert.Equal(3_481, comparisons.Sum(comparison => comparison.Parameter.Value.Length));
        Assert.All(comparisons, comparison => Assert.True(comparison.Passes, comparison.ToString()));
    }

    [Fact]
    public void A_training_step_in_float_is_that_in_double_rounded()
    {
        var (single, precise) = (new Graph<float>(new Perceptron<float>().Loss), new Graph<double>(new Perceptron<double>().Loss));
        single.Backward();
        precise.Backward();
        Assert.Equal(precise.Loss.Value.Item, single.Loss.Value.Item, 1e-5);
        foreach (var (exact, rounded) in precise.Parameters.Zip(single.Parameters))
        {
            // Logits of size 10 carry errors of about 1e-6, and so do the probabilities that the gradients are made of.
            double largest = exact.Gradient.Span.ToArray().Max(Math.Abs);
            for (int i = 0; i < exact.Gradient.Length; i++) Assert.Equal(exact.Gradient.Span[i], rounded.Gradient.Span[i], 1e-5 * largest);
        }
    }

    [Fact]
    public void Steps_along_the_gradient_lower_the_loss()
    {
        var graph = new Graph<float>(new Perceptron<float>().Loss); // the same batch, again and again
        float before = graph.Loss.Value.Item;
        for (int step = 0; step < 200; step++)
        {
            graph.Backward();
            foreach (Parameter<float> parameter in graph.Parameters) Kernels.Descend<float>(parameter.Value, parameter.Gradient, 0.1f);
            graph.Forward();
        }

        Assert.InRange(graph.Loss.Value.Item, 0, before / 5);
    }
}
