using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// A batch of one name after another, in their order, and then from the first again: the loss is the mean over the name's characters and its
/// end. Each length has a graph of its own, so nothing is padded. Of a name that is too long for the model, only the first characters are
/// learned from.
/// </summary>
public sealed class NamesInOrder<T> : Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NeuralModel<T> model;
    private readonly int[][] names; // boundary, letters, boundary
    private readonly SequenceGraph<T>?[] graphs; // by the number of targets
    private readonly Func<long> steps;
    private SequenceGraph<T> current;

    /// <summary>A batch of these names for a sequence model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">The names.</param>
    /// <param name="steps">
    /// How many steps were taken before this one, which says whose turn it is: <see cref="Optimizer{T}.Steps"/>, which is saved with a run.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no names, one has a character outside the vocabulary, or the model answers only for the last position.
    /// </exception>
    public NamesInOrder(NeuralModel<T> model, IReadOnlyList<string> names, Func<long> steps)
    {
        if (!model.AnswersEveryPosition) throw new ArgumentException($"a {model.Kind.Title} is not given whole names");
        if (names.Count == 0) throw new ArgumentException("there are no names to train on");
        (this.model, this.steps) = (model, steps);
        this.names =
            [.. names.Select(name => (int[])[Vocabulary.Boundary, .. model.Vocabulary.Encode(name), Vocabulary.Boundary])];
        graphs = new SequenceGraph<T>?[model.BlockSize + 1];
        current = GraphOf(this.names[0]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => model.Parameters;

    /// <inheritdoc/>
    public override void Draw()
    {
        int[] name = names[steps() % names.Length];
        current = GraphOf(name);
        current.Fill(0, name, name.AsSpan(1));
    }

    /// <inheritdoc/>
    public override double ComputeGradients()
    {
        current.Graph.ForwardAndBackward();
        return double.CreateChecked(current.Graph.Loss.Value.Item);
    }

    /// <inheritdoc/>
    public override Variable<T>? FirstNonFinite() => current.Graph.FirstNonFinite();

    private SequenceGraph<T> GraphOf(int[] name)
    {
        int time = Math.Min(name.Length - 1, model.BlockSize);
        return graphs[time] ??= new SequenceGraph<T>(model, rows: 1, time);
    }
}
