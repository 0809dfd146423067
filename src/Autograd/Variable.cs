using System.Collections.Immutable;
using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// A node of the computation: a value, the gradient of a loss with respect to it, and the variables it was made from. Leaves are a
/// <see cref="Parameter{T}"/> or a <see cref="Constant{T}"/>; every other node is its operation.
/// </summary>
/// <remarks>
/// An operation of your own derives from this class. It holds its inputs in a <b>primary constructor</b>, and says how it computes its
/// value (<see cref="Forward"/>) and its inputs' gradients (<see cref="Backward()"/>). The base constructor computes the value at once: by
/// then, C# has stored a primary constructor's parameters and initialized the fields.
/// <para>Gradients belong to the variable. So two graphs over the same parameters must not run on two threads at the same time. Give each
/// thread its own parameters over the same values: <c>new Parameter&lt;T&gt;(w.Value, w.Name)</c>.</para>
/// </remarks>
public abstract partial class Variable<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Tensor<T>? gradient;
    private bool gradientArrived; // in this pass: the next contribution adds; if not, it overwrites
    private readonly bool readsParameters;
    private ulong parametersSeen; // a fingerprint of the parameters that the value was computed from; 0 if none was taken
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
        NeedsGradient = this is Parameter<T>;
        foreach (Variable<T> input in inputs)
        {
            Depth = Math.Max(Depth, input.Depth + 1);
            NeedsGradient |= input.NeedsGradient && PassesGradientsOn;
            readsParameters |= input is Parameter<T>;
        }

        if (this is not Leaf<T>) Value.Producer = this;
        try
        {
            RunForward(remembersParameters: true);
        }
        catch (NullReferenceException fault) when (GetType().Assembly != typeof(Variable<>).Assembly)
        {
            throw new InvalidOperationException(
                $"{Operation}: Forward met a null, because it runs before the body of an ordinary constructor does. Hold the inputs in a " +
                $"primary constructor: class {Operation}(Variable<T> x) : Variable<T>(x.Shape, x)",
                fault);
        }
    }

    /// <summary>What this node computed last.</summary>
    public Tensor<T> Value { get; }

    /// <summary>∂loss/∂value, in the shape of the value, as of the last <see cref="Backward(bool)"/>; 0 before.</summary>
    /// <exception cref="InvalidOperationException">No gradient flows here: see <see cref="NeedsGradient"/>.</exception>
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
    /// 0 for a leaf, otherwise 1 + the depth of the deepest input. In order of depth, inputs come before what is made from them.
    /// </summary>
    public int Depth { get; }

    /// <summary>True if a gradient flows through it to a parameter. If not, it is a constant to the loss and gets no gradient.</summary>
    public bool NeedsGradient { get; }

    /// <summary>Computes <see cref="Value"/> from the inputs' values.</summary>
    protected abstract void Forward();

    /// <summary>
    /// Sends each input its part of the gradient: <see cref="Gradient"/> times the local derivative goes to <see cref="GradientOf"/> the
    /// input (the chain rule).
    /// </summary>
    protected abstract void Backward();

    /// <summary>
    /// Where this node's contribution to an input's gradient goes. A kernel takes it as it is; a plain loop adds to its
    /// <see cref="Destination{T}.Accumulator"/>. The first contribution in a pass overwrites and later ones add, so nothing has to be
    /// zeroed. What is sent to an input that needs no gradient is dropped.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable was not given to the base constructor as an input.</exception>
    protected Destination<T> GradientOf(Variable<T> input)
    {
        foreach (Variable<T> declared in Inputs)
            if (declared == input) return input.NextContribution();
        throw new InvalidOperationException(
            $"{Operation}: Backward sends a gradient to {input.Label}, which is not one of its inputs; " +
            "give it to the base constructor too");
    }

    /// <summary>Computes the gradient of this scalar with respect to everything below it: <see cref="Graph{T}.Backward"/>.</summary>
    public void Backward(bool accumulate = false) => (graph ??= new Graph<T>(this)).Backward(accumulate);

    /// <summary>The label and the value.</summary>
    public override string ToString() => $"{Label} {Value}";

    /// <summary>False for an operation whose inputs the loss is to take as given.</summary>
    private protected virtual bool PassesGradientsOn => true;

    /// <summary>If there is one, each contribution is written to its own row instead of being added to the gradient.</summary>
    internal Ledger<T>? Ledger { get; set; }

    /// <summary>For a <see cref="Graph{T}"/> that is being recorded: the node's number in its list, in place of a HashSet.</summary>
    internal int Place { get; set; }

    internal void RunForward(bool remembersParameters)
    {
        Forward();
        parametersSeen = readsParameters && remembersParameters ? FingerprintOfParameters() : 0;
    }

    internal void ForgetGradient() => gradientArrived = false;

    internal void RunBackward(bool checksParameters)
    {
        if (gradientArrived)
        {
            if (checksParameters && readsParameters && FingerprintOfParameters() != parametersSeen) throw Outdated();
            Backward();
        }
        else if (NeedsGradient)
        {
            Gradient.Span.Clear();
        }
    }

    /// <summary>Sends what this node would send if this gradient had arrived. The node's own gradient stays as it was.</summary>
    internal void RunBackward(ReadOnlySpan<T> upstream)
    {
        T[] before = Gradient.Span.ToArray();
        upstream.CopyTo(Gradient.Span);
        Backward();
        before.CopyTo(Gradient.Span);
    }

    internal Destination<T> NextContribution()
    {
        if (!NeedsGradient) return Destination<T>.Unwanted(Value.Length);
        if (Ledger is not null) return Ledger.NewRow(Shape);
        bool adds = gradientArrived;
        gradientArrived = true;
        return adds ? Destination<T>.AddTo(Gradient) : Gradient;
    }

    /// <summary>A number in an expression, such as the 2 of <c>2 * x</c>.</summary>
    private static Constant<T> Number(double value) => new(T.CreateTruncating(value));

    // A local derivative holds only at the values that it was computed at. Reading a parameter costs little next to computing with it.
    private ulong FingerprintOfParameters()
    {
        ulong fingerprint = 1;
        foreach (Variable<T> input in Inputs)
            if (input is Parameter<T>) fingerprint = (fingerprint * 31) + Kernels.Fingerprint<T>(input.Value);
        return fingerprint;
    }

    private InvalidOperationException Outdated()
    {
        string parameters = string.Join(", ", Inputs.Where(input => input is Parameter<T>).Select(input => input.Label).Distinct());
        return new InvalidOperationException(
            $"Backward: {parameters} changed after {Label} was computed, or may have, so the gradient would be that of the old values; " +
            "call Forward() on the graph first, or write the expression again");
    }
}

/// <summary>A leaf that training changes: weights and biases.</summary>
public sealed class Parameter<T>(Tensor<T> value, string? name = null) : Leaf<T>(value, name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A scalar parameter.</summary>
    public Parameter(T value, string? name = null) : this(new Tensor<T>([], [value]), name) { }
}

/// <summary>
/// A leaf that the loss takes as given: data. The tensor is used as it is, not copied: a replay sees what it holds by then.
/// </summary>
/// <remarks>
/// It is not for a number that another node computed, because a replay would not compute it again. Use <see cref="Variable{T}.Detach"/>
/// for that: it takes a variable as given and follows it through every replay.
/// </remarks>
public sealed class Constant<T>(Tensor<T> value, string? name = null) : Leaf<T>(value, name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A scalar constant.</summary>
    public Constant(T value, string? name = null) : this(new Tensor<T>([], [value]), name) { }
}

/// <summary>A variable without inputs: its value is given, and gradients end here.</summary>
public abstract class Leaf<T> : Variable<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Leaf(Tensor<T> value, string? name) : base(value) => Name = name;

    /// <summary>Nothing to compute.</summary>
    protected sealed override void Forward() { }

    /// <summary>Nothing to pass on.</summary>
    protected sealed override void Backward() { }
}
