using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// Long short-term memory. Beside its output h, the cell has a memory c. Gates say how much of a draft is let in, of the memory is kept, and
/// of the memory is let out:
/// i = σ([x, h]·Wi + bi), f = σ([x, h]·Wf + bf), draft = tanh([x, h]·W + b), o = σ([x, h]·Wo + bo),
/// c′ = f·c + i·draft, h′ = o·tanh(c′).
/// Hochreiter, Schmidhuber, "Long Short-Term Memory" (1997); the forget gate f is from Gers, Schmidhuber, Cummins, "Learning to Forget"
/// (2000). As in Graves, "Generating Sequences With Recurrent Neural Networks" (2014), section 2.1, but the gates do not see the memory.
/// </summary>
public sealed class LstmCell<T> : Module<T>, IRecurrentCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell with an output and a memory of <paramref name="width"/> numbers each.</summary>
    /// <param name="inputs">The size of x's last axis.</param>
    /// <param name="width">The size of the output, and of the memory.</param>
    /// <param name="values">Where the weights come from: input, forget, draft, output, in PyTorch's order.</param>
    public LstmCell(int inputs, int width, ValueSource<T> values)
    {
        Input = Add("input", new LinearLayer<T>(inputs + width, width, values));
        Forget = Add("forget", new LinearLayer<T>(inputs + width, width, values));
        Draft = Add("draft", new LinearLayer<T>(inputs + width, width, values));
        Output = Add("output", new LinearLayer<T>(inputs + width, width, values));
    }

    /// <summary>Wi (inputs + width, width) and bi (width).</summary>
    public LinearLayer<T> Input { get; }

    /// <summary>Wf (inputs + width, width) and bf (width).</summary>
    public LinearLayer<T> Forget { get; }

    /// <summary>W (inputs + width, width) and b (width).</summary>
    public LinearLayer<T> Draft { get; }

    /// <summary>Wo (inputs + width, width) and bo (width).</summary>
    public LinearLayer<T> Output { get; }

    /// <inheritdoc/>
    public int Width => Input.Weights.Shape[1];

    /// <summary>h and then c.</summary>
    public int StateSize => 2 * Width;

    /// <inheritdoc/>
    public Variable<T> Forward(Variable<T> x, Variable<T> state)
    {
        (Variable<T> h, Variable<T> c) = (state.Slice(-1, 0, Width), state.Slice(-1, Width, Width)); // (n, width) each
        Variable<T> xh = x.Concat(-1, h); // (n, inputs + width)
        Variable<T> i = Input.Forward(xh).Sigmoid(), f = Forget.Forward(xh).Sigmoid(); // (n, width) each
        Variable<T> draft = Draft.Forward(xh).Tanh(), o = Output.Forward(xh).Sigmoid(); // (n, width) each
        c = (f * c) + (i * draft); // (n, width)
        return (o * c.Tanh()).Concat(-1, c); // (n, 2 · width)
    }

    /// <inheritdoc/>
    public Variable<T> InputSums(Variable<T> x) => Gates.InputSums(x, [Input, Forget, Draft, Output]); // (…, 4 · width)

    /// <inheritdoc/>
    public Variable<T> Outputs(Variable<T> inputSums, Variable<T> start) =>
        inputSums.Lstm(start, Gates.StateWeights(Width, [Input, Forget, Draft, Output])); // (n, time, width)
}
