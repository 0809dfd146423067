using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// The gated recurrent unit. A reset gate r says how much of the state is seen by a draft of the next one (the papers' candidate),
/// and an update gate z how much of the draft replaces the state:
/// z = σ([x, h]·Wz + bz), r = σ([x, h]·Wr + br), draft = tanh([x, r·h]·W + b), h′ = (1 − z)·h + z·draft.
/// Cho et al., "Learning Phrase Representations Using RNN Encoder-Decoder for Statistical Machine Translation" (2014), section 2.3; there, z
/// and 1 − z are the other way round. This is as in Chung et al., "Empirical Evaluation of Gated Recurrent Neural Networks on Sequence
/// Modeling" (2014), section 3.2, and in Karpathy's makemore. PyTorch's <c>nn.GRUCell</c> keeps h by z, and resets after the product.
/// </summary>
public sealed class GruCell<T> : Module<T>, IRecurrentCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell with a state of <paramref name="width"/> numbers.</summary>
    /// <param name="inputs">The size of x's last axis.</param>
    /// <param name="width">The size of the state, which is also the output.</param>
    /// <param name="values">Where the weights come from: update, reset, draft.</param>
    public GruCell(int inputs, int width, ValueSource<T> values)
    {
        Update = Add("update", new LinearLayer<T>(inputs + width, width, values));
        Reset = Add("reset", new LinearLayer<T>(inputs + width, width, values));
        Draft = Add("draft", new LinearLayer<T>(inputs + width, width, values));
    }

    /// <summary>Wz (inputs + width, width) and bz (width).</summary>
    public LinearLayer<T> Update { get; }

    /// <summary>Wr (inputs + width, width) and br (width).</summary>
    public LinearLayer<T> Reset { get; }

    /// <summary>W (inputs + width, width) and b (width).</summary>
    public LinearLayer<T> Draft { get; }

    /// <inheritdoc/>
    public int Width => Update.Weights.Shape[1];

    /// <inheritdoc/>
    public int StateSize => Width;

    /// <inheritdoc/>
    public Variable<T> Forward(Variable<T> x, Variable<T> state)
    {
        Variable<T> xh = x.Concat(-1, state); // (n, inputs + width)
        Variable<T> z = Update.Forward(xh).Sigmoid(); // (n, width)
        Variable<T> r = Reset.Forward(xh).Sigmoid(); // (n, width)
        Variable<T> draft = Draft.Forward(x.Concat(-1, r * state)).Tanh(); // (n, width)
        return ((1 - z) * state) + (z * draft); // (n, width)
    }

    /// <inheritdoc/>
    public Variable<T> InputSums(Variable<T> x) => Gates.InputSums(x, [Update, Reset, Draft]); // (…, 3 · width)

    /// <inheritdoc/>
    public Variable<T> Outputs(Variable<T> inputSums, Variable<T> start) =>
        inputSums.Gru(start, Gates.StateWeights(Width, [Update, Reset, Draft])); // (n, time, width)
}
