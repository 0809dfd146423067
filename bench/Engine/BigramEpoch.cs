using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>An epoch of the bigram network with every example computed: row lookup, cross-entropy, one step on the full batch.</summary>
internal sealed class BigramEpoch(Examples pairs, int threads) : IDisposable
{
    private readonly LargeBatchTrainer<float> trainer = new(
        new NeuralBigram<float>(pairs.Vocabulary, new TorchGenerator(1)), pairs, generator: null,
        new LargeBatchOptions { EqualContextsOnce = false, Threads = threads });

    public void Run() => trainer.Step(10);

    public void Dispose() => trainer.Dispose();
}
