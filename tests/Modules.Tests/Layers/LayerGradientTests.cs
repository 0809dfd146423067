using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Layers;

/// <summary>Every layer, its input and each of its parameters: <c>Backward()</c> against central differences in float64.</summary>
public class LayerGradientTests
{
    private static readonly IReadOnlyList<OperationEntry<double>> Entries = LayerCatalogue.Entries<double>();

    public static TheoryData<string, string[]> Differentiated => new()
    {
        { "LinearLayer", ["x", "weights", "bias"] },
        { "EmbeddingLayer", ["table"] },
        { "FlattenConsecutive", ["x"] },
        { "BatchNorm", ["x", "scale", "shift"] },
        { "LayerNorm", ["x", "scale", "shift"] },
        { "RmsNorm", ["x", "scale"] },
        {
            "CausalSelfAttention",
            [
                "x", "query.weights", "query.bias", "key.weights", "key.bias", "value.weights", "value.bias",
                "output.weights", "output.bias",
            ]
        },
        { "RnnCell", ["x", "state", "state.weights", "state.bias"] },
        {
            "GruCell",
            ["x", "state", "update.weights", "update.bias", "reset.weights", "reset.bias", "draft.weights", "draft.bias"]
        },
        {
            "LstmCell",
            [
                "x", "state", "input.weights", "input.bias", "forget.weights", "forget.bias", "draft.weights", "draft.bias",
                "output.weights", "output.bias",
            ]
        },
    };

    [Fact]
    public void The_catalogue_lists_every_layer_once()
    {
        Type[] modules = [.. typeof(Module<>).Assembly.GetTypes().Where(type =>
            !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Module<>))];
        Assert.Equal(modules.Select(type => type.Name).Order(), Entries.Select(entry => entry.Kind.Name).Order());
        Assert.All(Entries, entry => Assert.Equal(entry.Name, entry.Kind.Name.Split('`')[0]));
        Assert.Equal(
            Entries.Where(entry => entry.HasGradient).Select(entry => entry.Name), Differentiated.Select(row => row.Data.Item1));
    }

    [Theory]
    [MemberData(nameof(Differentiated))]
    public void Has_the_gradient_that_central_differences_show(string layer, string[] parameters)
    {
        OperationEntry<double> entry = Entries.Single(entry => entry.Name == layer);
        var moved = new HashSet<string>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            var generator = new TorchGenerator(seed);
            Variable<double> output = entry.Case(generator, 5).Output();
            foreach (GradientComparison comparison in GradientCheck.Compare(output, generator))
            {
                Assert.True(comparison.Passes, $"seed {seed}: {comparison}");
                if (comparison.Parameter.Gradient.Span.ContainsAnyExcept(0.0)) moved.Add(comparison.Parameter.Label);
            }
        }

        Assert.Equal(parameters.Order(), moved.Order());
    }
}
