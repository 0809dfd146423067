using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>An epoch of the bigram network with every example computed: row lookup, cross-entropy, one step on the full batch.</summary>
internal sealed class BigramEpoch : IDisposable
{
    private readonly SharedBatch<float> batch;
    private readonly Trainer<float> trainer;

    public BigramEpoch(Examples pairs, int threads)
    {
        batch = OneByOneBatch.All(new NeuralBigram<float>(pairs.Vocabulary, new TorchGenerator(1)), pairs, threads);
        trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
    }

    public void Run() => trainer.Step(10);

    public void Dispose() => batch.Dispose();
}
