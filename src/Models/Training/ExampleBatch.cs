using System.Numerics;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>Batches to train a language model on, made from examples: their contexts and targets.</summary>
public static class ExampleBatch
{
    // The number of different contexts varies, and rows that fill up the last chunk are wasted. So chunks are small.
    private const int ChunkRows = 64;

    /// <summary>
    /// Every step looks at all examples. Equal contexts are computed once, weighted by how often each target follows. A sequence model gets
    /// one row for each name.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The rows are not what the model takes, or they are contexts that it does not treat independently.
    /// </exception>
    public static GraphBatch<T> All<T>(NeuralModel<T> model, EvaluationSet examples) where T : unmanaged, IFloatingPointIeee754<T>
    {
        examples.CheckFits(model);
        if (examples is DistinctContexts) CheckThatRowsAreIndependent(model);
        return new GraphBatch<T>(examples.MeanLoss(model.Logits(examples.Tokens, Mode.Training)));
    }

    /// <summary>
    /// Every step looks at a few examples drawn at random. The gradient is noisy, but hundreds of steps take the time of one exact one.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">What to draw from.</param>
    /// <param name="size">How many examples a step draws, with replacement.</param>
    /// <param name="generator">Draws them, with <c>randint</c>.</param>
    /// <exception cref="ArgumentException">The size is below 1, or there are no examples.</exception>
    public static GraphBatch<T> Drawn<T>(NeuralModel<T> model, Examples examples, int size, TorchGenerator generator)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSize(examples.Count, size);
        var chosen = new int[size];
        (Indices contexts, Indices targets) = (new([size, model.BlockSize]), new([size]));
        return new GraphBatch<T>(model.Logits(contexts, Mode.Training).CrossEntropy(targets), draw: () =>
        {
            generator.Integers(chosen, 0, examples.Count);
            examples.Fill(chosen, contexts.Span, targets.Span);
        });
    }

    /// <summary>
    /// The same for many examples. Contexts that occur several times in a drawn batch are computed once, weighted by what follows them, and
    /// threads share the different ones. The loss and gradient are the same, for less work.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">What to draw from.</param>
    /// <param name="size">How many examples a step draws, with replacement.</param>
    /// <param name="generator">Draws them, with <c>randint</c>.</param>
    /// <param name="threads">The number of threads. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">
    /// The model's rows are not independent, the size or the number of threads is below 1, or there are no examples.
    /// </exception>
    public static SharedBatch<T> DrawnAndShared<T>(
        NeuralModel<T> model, Examples examples, int size, TorchGenerator generator, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSize(examples.Count, size);
        CheckThatRowsAreIndependent(model);
        var chosen = new int[size];
        var rows = new DistinctRows<T>(examples, size);
        return new SharedBatch<T>(
            model,
            size,
            ChunkRows,
            draw: () =>
            {
                generator.Integers(chosen, 0, examples.Count);
                rows.Find(chosen);
                return rows.Count;
            },
            lane => new DistinctLane<T>(lane == 0 ? model : model.CopyForThread(), rows, ChunkRows, size),
            threads);
    }

    /// <summary>Every step of a sequence model looks at a few rows drawn at random: the mean loss over their targets.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">What to draw from.</param>
    /// <param name="size">How many rows a step draws, with replacement.</param>
    /// <param name="generator">Draws them, with <c>randint</c>.</param>
    /// <exception cref="ArgumentException">The size is below 1, there are no rows, or they are not what the model takes.</exception>
    public static RowBatch<T> Drawn<T>(NeuralModel<T> model, NameRows rows, int size, TorchGenerator generator)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSize(rows.Count, size);
        rows.CheckFits(model);
        return new RowBatch<T>(model, rows, size, generator);
    }

    private static void CheckSize(int examples, int size)
    {
        if (size < 1) throw new ArgumentException($"the batch size must be at least 1, and is {size}");
        if (examples == 0) throw new ArgumentException("there are no examples to train on");
    }

    private static void CheckThatRowsAreIndependent<T>(NeuralModel<T> model) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!model.RowsAreIndependent)
            throw new ArgumentException(
                $"a model of kind \"{model.Kind.Name}\" looks at all rows of a batch together, so equal contexts cannot be " +
                "computed once, and a batch cannot be cut into pieces; train it on one drawn batch at a time (ExampleBatch.Drawn)");
    }
}
