using System.Runtime.InteropServices;
using Makemore.Models;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Pages.Tests;

/// <summary>What the pages make of a step: where its update would lead, and its graph for other tools.</summary>
public class StepFiguresTests
{
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
