using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Network;

/// <summary>A training step allocates nothing: no garbage, no pauses, the same speed after a million steps.</summary>
public class AllocationTests
{
    [Fact]
    public void A_thousand_training_steps_allocate_nothing()
    {
        var perceptron = new Perceptron<float>();
        AssertAllocatesNothing(new Graph<float>(perceptron.Loss), perceptron.DrawBatch, rate: 0.01f);
    }

    [Fact]
    public void Replaying_every_operation_allocates_nothing()
    {
        // The sum of the means of all operations' outputs. The rate is so small that every input stays in its domain for a thousand steps.
        Variable<float> loss = OperationCatalogue.Entries<float>()
            .Select(entry => entry.Case(new TorchGenerator(1), largestSize: 6).Output().Mean())
            .Aggregate((sum, mean) => sum + mean);
        var graph = new Graph<float>(loss);
        Assert.All(OperationCatalogue.Entries<float>(), entry => Assert.Contains(graph.Nodes, node => node.Label == entry.Name));
        AssertAllocatesNothing(graph, drawBatch: () => { }, rate: 1e-6f);
    }

    /// <summary>A network of single numbers, in micrograd's way, makes one such node for every multiplication.</summary>
    [Fact]
    public void A_product_of_two_numbers_is_a_small_object()
    {
        Parameter<double> a = new(2), b = new(3);
        var products = new Variable<double>[1000];
        long allocated = Allocation.Of(runs: 1, () =>
        {
            for (int i = 0; i < products.Length; i++) products[i] = a * b;
        });
        Assert.InRange(allocated / products.Length, 1, 272);
    }

    private static void AssertAllocatesNothing<T>(Graph<T> graph, Action drawBatch, T rate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        void Step()
        {
            drawBatch();
            graph.Forward();
            graph.Backward();
            foreach (Parameter<T> parameter in graph.Parameters) Kernels.Descend<T>(parameter.Value, parameter.Gradient, rate);
        }

        for (int step = 0; step < 10; step++) Step(); // the first steps make the buffers for gradients
        Assert.Equal(0, Allocation.Of(runs: 1_000, Step));
        Assert.Null(graph.FirstNonFinite());
    }
}
