using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>An epoch of the bigram network with every example computed: row lookup, cross-entropy, one step on the full batch.</summary>
internal sealed class BigramEpoch
{
    private const float Rate = 10;

    private readonly Parameter<float> weights;
    private readonly Graph<float> graph;

    public BigramEpoch(Examples pairs)
    {
        var contexts = new Indices([pairs.Count]);
        var targets = new Indices([pairs.Count]);
        pairs.Fill([.. Enumerable.Range(0, pairs.Count)], contexts.Span, targets.Span);
        int vocabulary = pairs.Vocabulary.Size;
        weights = new Parameter<float>(Tensor<float>.RandomNormal(new TorchGenerator(1), [vocabulary, vocabulary]), "W");
        graph = new Graph<float>(weights.Embedding(contexts).CrossEntropy(targets));
    }

    public void Run()
    {
        graph.Forward();
        graph.Backward();
        Kernels.Descend<float>(weights.Value, weights.Gradient, Rate);
    }
}
