using System.Runtime.InteropServices;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages.Tests;

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

    // Says that its logits are made by this code; with null, it does not tell its step.
    private sealed class Telling : NeuralModel<double>
    {
        private readonly NeuralBigram<double> inner;
        private readonly string? code;

        public Telling(string? code)
        {
            this.code = code;
            inner = Add("inner", new NeuralBigram<double>(Vocabulary, ValueSource<double>.Zeros));
        }

        public override ModelKind Kind { get; } =
            new() { Name = "silent", Title = "silent network", Make = (_, _, _) => throw new NotSupportedException() };

        public override Vocabulary Vocabulary => Vocabulary.English;

        public override int BlockSize => 1;

        public override Variable<double> Logits(Indices tokens, Mode mode) => inner.Logits(tokens, mode);

        public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => (NeuralModel<TOther>)(object)new Telling(code);

        public override Variable<double>? TellLogits(Indices contexts, StepProgram<double> program) =>
            code is null ? null : program.Line("look up", "logits", Logits(contexts, Mode.Training), code);
    }

    [Fact]
    public void A_sweep_updates_at_every_rate_and_puts_the_parameters_back()
    {
        var step = new ExplorableStep(Perceptron(), "virat", 2);
        var model = (MultilayerPerceptron<double>)step.Model;
        step.Graph.Backward();
        double[] before = model.Output.Bias!.Value.Span.ToArray(), gradient = model.Output.Bias!.Gradient.Span.ToArray();
        double loss = step.Graph.Loss.Value.Item;
        UpdateSweep sweep = UpdateSweep.Of(step.Graph);
        Assert.Equal(17, sweep.Rates.Count); // four a decade, from 0.001 to 10
        double[] everyDecade = [0.001, 0.01, 0.1, 1, 10];
        Assert.All(everyDecade.Index(), decade => Assert.Equal(decade.Item, sweep.Rates[4 * decade.Index], 1e-12));
        Assert.Equal(before, model.Output.Bias!.Value.Span.ToArray());
        Assert.Equal(loss, step.Graph.Loss.Value.Item);

        // A small step changes the loss by −rate · |gradient|².
        double squared = model.Parameters.Sum(parameter => parameter.Gradient.Span.ToArray().Sum(g => g * g));
        Assert.Equal(1, (sweep.Values[0][^1][0] - loss) / (-sweep.Rates[0] * squared), 0.02);
        int bias = step.Graph.Nodes.IndexOf(model.Output.Bias!);
        Assert.Equal(before.Zip(gradient, (b, g) => b - (sweep.Rates[^1] * g)), sweep.Values[^1][bias]);
    }

    [Fact]
    public void Numbers_are_kept_once_and_exactly()
    {
        var store = new NumberStore();
        double[] numbers = [1.0 / 3, double.NaN, double.NegativeInfinity, -0.0];
        Assert.Equal([0, 1, 0, null], [store.Add(numbers), store.Add([1]), store.Add([.. numbers]), store.Add(null)]);
        Assert.Equal(numbers, MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(store.Arrays.First())).ToArray());
    }

    [Fact]
    public void Other_tools_get_the_graph_as_approved()
    {
        var step = new ExplorableStep(Perceptron(), "virat", 2);
        Approved.Holds("Explorer/Approved/step.dot", GraphText.Dot(step));
        Approved.Holds("Explorer/Approved/step.mmd", GraphText.Mermaid(step));
    }

    [Fact]
    public void Other_tools_read_code_as_text()
    {
        var step = new ExplorableStep(new Telling("a < b && c > \"\\d\""), "a", 1);
        Assert.Contains("""[label="var logits = a < b && c > \"\\d\";\n(1, 27)"];""", GraphText.Dot(step));
        Assert.Contains(
            """["var logits = a &lt; b &amp;&amp; c &gt; &quot;\d&quot;;<br/>(1, 27)"]""", GraphText.Mermaid(step));
    }

    private static MultilayerPerceptron<double> Perceptron() =>
        new(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 100), new TorchGenerator(1234));
}
