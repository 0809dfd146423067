using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// The simplest cell: h′ = tanh([x, h]·W + b), where [x, h] is the input beside the state. Elman, "Finding Structure in Time" (1990);
/// Mikolov et al., "Recurrent Neural Network Based Language Model" (2010), section 2.
/// </summary>
public sealed class RnnCell<T> : Module<T>, IRecurrentCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell with a state of <paramref name="width"/> numbers.</summary>
    /// <param name="inputs">The size of x's last axis.</param>
    /// <param name="width">The size of the state, which is also the output.</param>
    /// <param name="values">Where the weights come from.</param>
    public RnnCell(int inputs, int width, ValueSource<T> values) =>
        State = Add("state", new LinearLayer<T>(inputs + width, width, values));

    /// <summary>W (inputs + width, width) and b (width).</summary>
    public LinearLayer<T> State { get; }

    /// <inheritdoc/>
    public int Width => State.Weights.Shape[1];

    /// <inheritdoc/>
    public int StateSize => Width;

    /// <inheritdoc/>
    public Variable<T> Forward(Variable<T> x, Variable<T> state) =>
        State.Forward(x.Concat(-1, state)).Tanh(); // (n, width)

    /// <inheritdoc/>
    public Variable<T> InputSums(Variable<T> x) => Gates.InputSums(x, [State]); // (…, width)

    /// <inheritdoc/>
    public Variable<T> Outputs(Variable<T> inputSums, Variable<T> start) =>
        inputSums.Rnn(start, Gates.StateWeights(Width, [State])); // (n, time, width)
}
