using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>What a training in steps begins with.</summary>
/// <param name="Model">The network, with its initial weights.</param>
/// <param name="Batch">What each step learns from.</param>
/// <param name="Optimizer">What moves the weights.</param>
/// <param name="Train">What the network is trained on.</param>
/// <param name="Validation">What is held back for validation.</param>
/// <param name="Test">What is held back for the test at the end.</param>
public sealed record TrainingStart<T>(
    NeuralModel<T> Model, Batch<T> Batch, Optimizer<T> Optimizer, EvaluationSet Train, EvaluationSet Validation, EvaluationSet Test)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Draws the batches; null if they are not drawn.</summary>
    public TorchGenerator? Generator { get; init; }

    /// <summary>Gives new names, in place of a <see cref="NameSampler"/>, where the random stream of the run goes on after training.</summary>
    public Func<string>? NextName { get; init; }
}

/// <summary>The usual beginning.</summary>
public static class TrainingStart
{
    // A batch of at least this size has enough equal contexts, and enough work for threads.
    private const int LargeBatch = 256;

    /// <summary>As <see cref="TrainingRun.Of"/>, in any precision: weights are drawn in float32, and widened.</summary>
    /// <param name="plan">What is trained. Its optimizer is for float32, so another is given.</param>
    /// <param name="names">The names, in their order.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <param name="optimizer">Makes the optimizer.</param>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="ArgumentException">The model is not a network, or a number in the plan is out of range.</exception>
    public static TrainingStart<T> Of<T>(
        TrainingPlan plan, NameList names, ulong seed, Func<IEnumerable<Parameter<T>>, Optimizer<T>> optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var generator = new TorchGenerator(seed);
        var drawn = plan.Kind.Make(names.Vocabulary, plan.Options, new TorchGenerator(seed)) as NeuralModel<float>
            ?? throw new ArgumentException($"a {plan.Kind.Title} is not a network, so gradient descent cannot train it");
        NeuralModel<T> model = drawn as NeuralModel<T> ?? drawn.Converted<T>();
        if (plan.Kind.Training is not ModelTraining.MiniBatches)
        {
            var all = EvaluationSet.Of(model, names.Names);
            return With(ExampleBatch.All(model, all), all, EvaluationSet.Of(model, []), EvaluationSet.Of(model, [])) with
            {
                Generator = null,
            };
        }

        if (model.AnswersEveryPosition)
        {
            NameRows[] sets = SplitNames(model, plan.Split, names.Names);
            return With(ExampleBatch.Drawn(model, sets[0], plan.BatchSize, generator), sets[0], sets[1], sets[2]);
        }

        var split = new Split(new Examples(names.Names, names.Vocabulary, model.BlockSize), plan.Split, plan.SplitBy);
        Batch<T> batch = model.RowsAreIndependent && plan.BatchSize >= LargeBatch
            ? ExampleBatch.DrawnAndShared(model, split.Train, plan.BatchSize, generator, plan.Threads)
            : ExampleBatch.Drawn(model, split.Train, plan.BatchSize, generator);
        return With(
            batch, new DistinctContexts(split.Train), new DistinctContexts(split.Validation), new DistinctContexts(split.Test));

        TrainingStart<T> With(Batch<T> batch, EvaluationSet train, EvaluationSet validation, EvaluationSet test) =>
            new(model, batch, optimizer(batch.Parameters), train, validation, test) { Generator = generator };
    }

    private static NameRows[] SplitNames<T>(NeuralModel<T> model, SplitFractions split, IReadOnlyList<string> names)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int forTraining, int forValidation) = split.Of(names.Count);
        if (forTraining == 0)
            throw new NothingToTrainOnException($"the split {Quote.Start($"{split}")} of {names.Count} names leaves none to train on");
        return
        [
            RowsOf(names.Take(forTraining)),
            RowsOf(names.Skip(forTraining).Take(forValidation)),
            RowsOf(names.Skip(forTraining + forValidation)),
        ];

        NameRows RowsOf(IEnumerable<string> part) => new([.. part], model.Vocabulary, model.BlockSize);
    }
}
