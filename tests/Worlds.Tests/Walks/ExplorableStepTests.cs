using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds.Tests;

/// <summary>The step that is shown is the step that training takes.</summary>
public class ExplorableStepTests
{
    [Theory]
    [InlineData("mlp", 1)]
    [InlineData("mlp", 4)]
    [InlineData("neural", 3)]
    public void It_computes_what_the_model_computes(string kind, int batchSize)
    {
        NeuralModel<double> model = kind == "mlp" ? Perceptron() : new NeuralBigram<double>(Vocabulary.English, new TorchGenerator(1));
        var step = new ExplorableStep(model, "virat", batchSize);
        step.Graph.Backward();
        double[][] shown = [.. step.Model.Parameters.Select(parameter => parameter.Gradient.Span.ToArray())];

        Variable<double> loss = model.Logits(step.Contexts, Mode.Training).CrossEntropy(step.Targets);
        loss.Backward();
        Assert.Equal(loss.Value.Item, step.Graph.Loss.Value.Item, 1e-12);
        foreach ((double[] gradient, Parameter<double> parameter) in shown.Zip(model.Parameters))
            Assert.All(gradient.Zip(parameter.Gradient.Span.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(batchSize, step.Targets.Length);
        Assert.Equal("virat"[..batchSize], step.Vocabulary.Decode(step.Targets.Span));
    }

    [Fact]
    public void A_short_name_gives_what_it_has() =>
        Assert.Equal("a.", Vocabulary.English.Decode(new ExplorableStep(Perceptron(), "a", 4).Targets.Span));

    [Fact]
    public void Every_operation_has_its_line_and_every_parameter_its_name()
    {
        var step = new ExplorableStep(Perceptron(), "virat", 2);
        Assert.All(step.Graph.Nodes, node => Assert.Equal(node.Inputs.IsEmpty, step.LineOf(node) is null));
        Assert.Equal("var h = a.Tanh();", step.LineOf(step.Graph.Nodes.Single(node => node.Name == "h"))!.Code);
        Assert.Equal(step.Graph.Nodes.Length, step.Graph.Nodes.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void The_model_that_is_shown_keeps_its_names_and_values()
    {
        MultilayerPerceptron<double> model = Perceptron();
        string[] before = [.. model.Parameters.Select(parameter => parameter.Name!)];
        var step = new ExplorableStep(model, "virat", 2);
        Assert.Equal(before, model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["C", "W1", "b1", "W2", "b2"], step.Model.Parameters.Select(parameter => parameter.Name));
        step.Model.Parameters[0].Value.Span[0] += 1;
        Assert.NotEqual(step.Model.Parameters[0].Value.Span[0], model.Parameters[0].Value.Span[0]);
        Assert.Equal(before, step.Model.Tensors.Select(tensor => tensor.Name)); // what a file would call them
    }

    [Fact]
    public void A_model_that_does_not_tell_its_step_is_not_shown() =>
        Assert.Contains(
            "silent network", Assert.Throws<NotSupportedException>(() => new ExplorableStep(new Telling(null), "a", 1)).Message);

    [Fact]
    public void A_sequence_model_is_not_shown()
    {
        var model = new CausalAverage<double>(Vocabulary.English, 8, 3, new TorchGenerator(1));
        string said = Assert.Throws<NotSupportedException>(() => new ExplorableStep(model, "a", 1)).Message;
        Assert.Contains("causal average says what follows every letter", said);
    }

    private static MultilayerPerceptron<double> Perceptron() =>
        new(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 100), new TorchGenerator(1234));
}
