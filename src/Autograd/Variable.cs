using System.Collections.Immutable;
using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// A node of the computation: a value, the gradient of a loss with respect to it, and the variables it was made from. Leaves are a
/// <see cref="Parameter{T}"/> or a <see cref="Constant{T}"/>; every other kind of node is its operation.
/// </summary>
/// <remarks>
/// An operation of your own derives from this class, holds its inputs in a <b>primary constructor</b>, and states <see cref="Forward"/> and
/// <see cref="Backward()"/>. The base constructor computes the value at once; C# has stored primary-constructor parameters and initialized
/// fields by then.
/// </remarks>
public abstract class Variable<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Tensor<T>? gradient;
    private bool gradientArrived;
    private Graph<T>? graph;

    /// <summary>A node whose value has this shape, made from these inputs. Calls <see cref="Forward"/>.</summary>
    protected Variable(Shape shape, params ReadOnlySpan<Variable<T>> inputs) : this(new Tensor<T>(shape), inputs) { }

    /// <summary>
    /// A node whose value is kept in an existing tensor: a leaf's, or one that is shared with an input. Calls <see cref="Forward"/>.
    /// </summary>
    protected Variable(Tensor<T> value, params ReadOnlySpan<Variable<T>> inputs)
    {
        Value = value;
        Inputs = [.. inputs];
        Depth = Inputs.IsEmpty ? 0 : 1 + Inputs.Max(input => input.Depth);
        NeedsGradient = this is Parameter<T> || Inputs.Any(input => input.NeedsGradient);
        Forward();
    }

    /// <summary>What this node computed, last time it did.</summary>
    public Tensor<T> Value { get; }

    /// <summary>∂loss/∂value, in the shape of the value, as of the last <see cref="Backward(bool)"/>; 0 before.</summary>
    /// <exception cref="InvalidOperationException">The variable does not depend on any parameter.</exception>
    public Tensor<T> Gradient => NeedsGradient
        ? gradient ??= new Tensor<T>(Shape)
        : throw new InvalidOperationException($"{Label} has no gradient: it does not depend on any parameter");

    /// <summary>The shape of the value and of the gradient.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>A name for people, such as "W1".</summary>
    public string? Name { get; set; }

    /// <summary>The name, or else the kind of operation: "Tanh".</summary>
    public string Label => Name ?? Operation;

    /// <summary>The kind of operation, such as "Tanh"; "Parameter" or "Constant" for a leaf.</summary>
    public string Operation => GetType().Name.Split('`')[0];

    /// <summary>The variables that this one was made from.</summary>
    public ImmutableArray<Variable<T>> Inputs { get; }

    /// <summary>
    /// 0 for a leaf, otherwise 1 + the depth of the deepest input: an order in which inputs come before what is made from them.
    /// </summary>
    public int Depth { get; }

    /// <summary>True where a parameter lies below. Anything else is a constant to the loss, and no gradient is computed for it.</summary>
    public bool NeedsGradient { get; }

    /// <summary>Computes <see cref="Value"/> from the inputs' values.</summary>
    protected abstract void Forward();

    /// <summary>
    /// Sends <see cref="Gradient"/>, times the local derivative, to each input's <see cref="Contribution"/> (the chain rule).
    /// </summary>
    protected abstract void Backward();

    /// <summary>
    /// Where an operation leaves its contribution to this variable's gradient. The first in a pass overwrites, later ones add; a variable
    /// that needs no gradient wants none.
    /// </summary>
    public Destination<T> Contribution()
    {
        if (!NeedsGradient) return default;
        bool adds = gradientArrived;
        gradientArrived = true;
        if (Ledger is not null) return Ledger.NewRow(Shape);
        return adds ? Destination<T>.AddTo(Gradient) : Gradient;
    }

    /// <summary>Computes the gradient of this scalar with respect to everything below it: <see cref="Graph{T}.Backward"/>.</summary>
    public void Backward(bool accumulate = false) => (graph ??= new Graph<T>(this)).Backward(accumulate);

    /// <summary>The label and the value.</summary>
    public override string ToString() => $"{Label} {Value}";

    /// <summary>Where there is one, contributions are written down apart instead of being added up.</summary>
    internal Ledger<T>? Ledger { get; set; }

    internal void RunForward() => Forward();

    internal void ForgetGradient() => gradientArrived = false;

    internal void RunBackward()
    {
        if (gradientArrived) Backward();
        else if (NeedsGradient) Gradient.Span.Clear();
    }
}

/// <summary>A leaf that training changes: weights and biases.</summary>
public sealed class Parameter<T>(Tensor<T> value, string? name = null) : Leaf<T>(value, name) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A scalar parameter.</summary>
    public Parameter(T value, string? name = null) : this(new Tensor<T>([], [value]), name) { }
}

/// <summary>A leaf that the loss takes as given: data.</summary>
public sealed class Constant<T>(Tensor<T> value, string? name = null) : Leaf<T>(value, name) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A scalar constant.</summary>
    public Constant(T value, string? name = null) : this(new Tensor<T>([], [value]), name) { }
}

/// <summary>A variable made from nothing: its value is given, and gradients end here.</summary>
public abstract class Leaf<T> : Variable<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Leaf(Tensor<T> value, string? name) : base(value) => Name = name;

    /// <summary>Nothing to compute.</summary>
    protected sealed override void Forward() { }

    /// <summary>Nothing to pass on.</summary>
    protected sealed override void Backward() { }
}
