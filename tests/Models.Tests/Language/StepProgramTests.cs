using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>A step told line by line computes what training computes.</summary>
public sealed class StepProgramTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abc");

    [Fact]
    public void The_network_of_one_layer_is_a_row_of_its_weights() => AssertTells(
        new NeuralBigram<double>(Letters, new TorchGenerator(1)),
        ["W"],
        ["look up: var rows = W.Embedding(contexts);", "look up: var logits = rows.Reshape([n, classes]);"]);

    [Fact]
    public void The_perceptron_looks_up_concatenates_and_goes_through_two_layers() => AssertTells(
        new MultilayerPerceptron<double>(Letters, new MultilayerPerceptronSizes(3, 2, 5), new TorchGenerator(1)),
        ["C", "W1", "W2", "b1", "b2"],
        [
            "look up: var emb = C.Embedding(contexts);",
            "concatenate: var x = emb.Reshape([n, inputs]);",
            "linear: var xW1 = x.MatMul(W1);",
            "linear: var a = xW1 + b1;",
            "tanh: var h = a.Tanh();",
            "linear: var hW2 = h.MatMul(W2);",
            "linear: var logits = hW2 + b2;",
        ]);

    private static void AssertTells(NeuralModel<double> model, string[] parameters, string[] lines)
    {
        Indices contexts = new DistinctContexts(new Examples(["abc", "cab"], Letters, model.BlockSize)).Contexts;
        var program = new StepProgram<double>();
        Variable<double> told = model.TellLogits(contexts, program)!;
        Variable<double> trained = model.Logits(contexts, Mode.Training);

        Assert.True(told.Shape.Equals(trained.Shape));
        Assert.All(told.Value.Span.ToArray().Zip(trained.Value.Span.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Equal(parameters, model.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        Assert.All(model.Parameters, parameter => Assert.Null(program.LineOf(parameter)));
        Assert.Equal(lines, LinesBelow(told, program).Reverse());
    }

    /// <summary>The lines from the result down: each has one input that a line made, but for the first.</summary>
    private static IEnumerable<string> LinesBelow(Variable<double> result, StepProgram<double> program)
    {
        Variable<double>? node = result;
        while (node is not null)
        {
            ProgramLine line = program.LineOf(node)!;
            Assert.Contains($"var {node.Name} =", line.Code);
            yield return $"{line.Stage}: {line.Code}";
            node = node.Inputs.FirstOrDefault(input => program.LineOf(input) is not null);
        }
    }
}
