using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>A model's step told line by line computes what the model computes.</summary>
public class StepProgramTests
{
    private static readonly Indices Three = new([2, 3], [0, 5, 13, 1, 1, 2]);

    [Fact]
    public void The_perceptron_tells_its_scores_in_seven_lines()
    {
        var model = new MultilayerPerceptron<double>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1));
        AssertTells(
            model,
            Three,
            [
                "look up: var emb = C.Embedding(contexts);",
                "concatenate: var x = emb.Reshape([n, inputs]);",
                "linear: var xW1 = x.MatMul(W1);",
                "linear: var a = xW1 + b1;",
                "tanh: var h = a.Tanh();",
                "linear: var hW2 = h.MatMul(W2);",
                "linear: var logits = hW2 + b2;",
            ]);
        Assert.Equal(["C", "W1", "b1", "W2", "b2"], model.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void The_one_layer_network_tells_its_scores_in_two_lines()
    {
        var model = new NeuralBigram<double>(Vocabulary.English, new TorchGenerator(1));
        AssertTells(
            model,
            new Indices([4, 1], [0, 5, 26, 5]),
            ["look up: var rows = W.Embedding(contexts);", "look up: var logits = rows.Reshape([n, classes]);"]);
        Assert.Equal(["W"], model.Parameters.Select(parameter => parameter.Name));
    }

    private static void AssertTells(NeuralModel<double> model, Indices contexts, string[] lines)
    {
        var program = new StepProgram<double>();
        Variable<double> told = model.TellLogits(contexts, program)!, logits = model.Logits(contexts, Mode.Training);
        Assert.Equal(logits.Shape, told.Shape);
        Assert.All(logits.Value.Span.ToArray().Zip(told.Value.Span.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        IEnumerable<ProgramLine> written = new Graph<double>(told).Nodes.Select(program.LineOf).OfType<ProgramLine>();
        Assert.Equal(lines, written.Select(line => $"{line.Stage}: {line.Code}"));

        // Each result has the name that its line gives it.
        foreach (Variable<double> node in new Graph<double>(told).Nodes)
            if (program.LineOf(node) is { } line) Assert.StartsWith($"var {node.Name} = ", line.Code);
    }
}
