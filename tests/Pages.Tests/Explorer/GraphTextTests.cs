using Makemore.Models;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Pages.Tests;

/// <summary>A step as a graph for other tools.</summary>
public class GraphTextTests
{
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
