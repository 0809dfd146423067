using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Plain gradient descent. One step: choose the examples, compute the loss, compute its gradient, and move every parameter a little
/// downhill, p ← p − rate · ∂loss/∂p. A step allocates nothing.
/// </summary>
public abstract class Trainer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One step of gradient descent. Returns the loss before the parameters moved.</summary>
    public double Step(double rate)
    {
        double loss = ComputeGradients();
        foreach (Parameter<T> parameter in Reached) Kernels.Descend<T>(parameter.Value, parameter.Gradient, T.CreateChecked(rate));
        return loss;
    }

    /// <summary>
    /// How large the last step's updates, at this rate, were beside the parameters. Reads only what that step left; call it right after.
    /// </summary>
    public IReadOnlyList<UpdateRatio> UpdateRatios(double rate) => [.. Reached.Select(parameter => UpdateRatio.Of(parameter, rate))];

    /// <summary>The label of the first variable, in the order of computation, that is not finite; null if all are.</summary>
    public abstract string? FirstNonFinite();

    /// <summary>The parameters that the loss depends on. Only they are stepped.</summary>
    private protected abstract Parameter<T>[] Reached { get; }

    /// <summary>Chooses the examples of a step, and computes their mean loss and its gradient.</summary>
    private protected abstract double ComputeGradients();
}

/// <summary>A trainer whose step replays one recorded graph.</summary>
public abstract class GraphTrainer<T> : Trainer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Graph<T> graph;

    private protected GraphTrainer(Variable<T> loss)
    {
        graph = new Graph<T>(loss);
        Reached = [.. graph.Parameters];
    }

    /// <inheritdoc/>
    public sealed override string? FirstNonFinite() => graph.FirstNonFinite()?.Label;

    private protected sealed override Parameter<T>[] Reached { get; }

    private protected abstract void ChooseExamples();

    private protected sealed override double ComputeGradients()
    {
        ChooseExamples();
        graph.Forward();
        graph.Backward();
        return double.CreateChecked(graph.Loss.Value.Item);
    }
}

/// <summary>Every step looks at all examples: equal contexts computed once, weighted by how often each target follows them.</summary>
public sealed class FullBatchTrainer<T>(NeuralModel<T> model, DistinctContexts examples)
    : GraphTrainer<T>(model.Logits(examples.Contexts).CrossEntropy(examples.TargetCounts<T>()))
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override void ChooseExamples() { }
}

/// <summary>
/// Every step looks at a few examples drawn at random: a noisy gradient, but hundreds of steps in the time of one exact one.
/// </summary>
public sealed class MiniBatchTrainer<T> : GraphTrainer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Examples examples;
    private readonly TorchGenerator generator;
    private readonly int[] chosen; // (batch)
    private readonly Indices contexts, targets; // (batch, block) and (batch)

    /// <summary>
    /// Draws <paramref name="batchSize"/> of the examples a step, with replacement, by <paramref name="generator"/>'s <c>randint</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The batch size is below 1, or there are no examples.</exception>
    public MiniBatchTrainer(NeuralModel<T> model, Examples examples, int batchSize, TorchGenerator generator)
        : this(model, examples, generator, NewBuffers(model, examples, batchSize)) { }

    private MiniBatchTrainer(NeuralModel<T> model, Examples examples, TorchGenerator generator, (Indices Contexts, Indices Targets) batch)
        : base(model.Logits(batch.Contexts).CrossEntropy(batch.Targets))
    {
        (this.examples, this.generator) = (examples, generator);
        (contexts, targets) = batch;
        chosen = new int[targets.Length];
    }

    private protected override void ChooseExamples()
    {
        generator.Integers(chosen, 0, examples.Count);
        examples.Fill(chosen, contexts.Span, targets.Span);
    }

    private static (Indices Contexts, Indices Targets) NewBuffers(NeuralModel<T> model, Examples examples, int batchSize)
    {
        if (batchSize < 1) throw new ArgumentException($"the batch size must be at least 1, and is {batchSize}");
        if (examples.Count == 0) throw new ArgumentException("there are no examples to train on");
        return (new Indices([batchSize, model.BlockSize]), new Indices([batchSize]));
    }
}
