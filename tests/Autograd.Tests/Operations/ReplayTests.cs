using System.Numerics;
using System.Runtime.InteropServices;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>A graph that runs again gives the same bits as a new expression: nothing is left over from the run before.</summary>
public class ReplayTests
{
    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Equals_a_fresh_expression_in_float(string operation) => RandomCase.ForAll(drawn => ChangeInputs<float>(operation, drawn));

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Equals_a_fresh_expression_in_double(string operation) => RandomCase.ForAll(drawn => ChangeInputs<double>(operation, drawn));

    [Fact]
    public void Reads_changed_indices() => RandomCase.ForAll(drawn =>
    {
        ChangeIndices<float>(drawn);
        ChangeIndices<double>(drawn);
    });

    [Fact]
    public void Reads_changed_counts()
    {
        var counts = new Tensor<double>([2, 3], [1, 0, 2, 0, 3, 0]);
        var logits = new Parameter<double>(Tensor<double>.RandomNormal(new TorchGenerator(1), [2, 3]));
        var graph = new Graph<double>(logits.CrossEntropy(counts));
        counts[1, 0] = 7;
        var fresh = new Parameter<double>(new Tensor<double>([2, 3], logits.Value.Span.ToArray()));
        AssertSameBits(graph, fresh.CrossEntropy(new Tensor<double>([2, 3], [1, 0, 2, 7, 3, 0])));
    }

    // Reversed, the values are different but still valid. Then they are put back.
    private static void ChangeInputs<T>(string operation, RandomCase drawn) where T : unmanaged, IFloatingPointIeee754<T>
    {
        OperationCase<T> recorded = Catalogue.Case<T>(operation, drawn);
        var graph = new Graph<T>(Loss(recorded.Output(), drawn));
        foreach (bool reversed in (bool[])[false, true, false])
        {
            OperationCase<T> fresh = Catalogue.Case<T>(operation, drawn);
            if (reversed) Reverse(fresh);
            AssertSameBits(graph, Loss(fresh.Output(), drawn));
            Reverse(recorded);
        }
    }

    private static void ChangeIndices<T>(RandomCase drawn) where T : unmanaged, IFloatingPointIeee754<T>
    {
        TorchGenerator generator = drawn.Generator();
        Tensor<T> table = Tensor<T>.RandomNormal(generator, [drawn.Size, 5]);
        Indices rows = new([4, 2]), columns = new([8]);
        Indices[] both = [rows, columns];

        var graph = new Graph<T>(Expression(new Parameter<T>(table), rows, columns));
        foreach (Indices indices in both)
        {
            generator.Integers(indices.Span, 0, indices == rows ? drawn.Size : 5);
            AssertSameBits(graph, Expression(new Parameter<T>(table), rows, columns));
        }
    }

    // Every operation that reads indices.
    private static Variable<T> Expression<T>(Parameter<T> table, Indices rows, Indices columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> chosen = table.Embedding(rows).Reshape([8, 5]);
        return (chosen * chosen).CrossEntropy(columns) + chosen.Pick(columns).Mean();
    }

    private static Variable<T> Loss<T>(Variable<T> output, RandomCase drawn) where T : unmanaged, IFloatingPointIeee754<T> =>
        (output * new Constant<T>(Tensor<T>.RandomNormal(drawn.Generator(), output.Shape))).Sum();

    private static void Reverse<T>(OperationCase<T> example) where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Parameter<T> input in example.Inputs) input.Value.Span.Reverse();
    }

    private static void AssertSameBits<T>(Graph<T> replayed, Variable<T> freshLoss) where T : unmanaged, IFloatingPointIeee754<T>
    {
        replayed.Forward();
        replayed.Backward();
        freshLoss.Backward();
        var fresh = new Graph<T>(freshLoss);
        Assert.Equal(fresh.Nodes.Length, replayed.Nodes.Length);
        foreach ((Variable<T> expected, Variable<T> actual) in fresh.Nodes.Zip(replayed.Nodes))
        {
            Assert.Equal(Bits(expected.Value), Bits(actual.Value));
            if (expected.NeedsGradient) Assert.Equal(Bits(expected.Gradient), Bits(actual.Gradient));
        }
    }

    private static byte[] Bits<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T> =>
        MemoryMarshal.AsBytes(tensor.Span).ToArray();
}
