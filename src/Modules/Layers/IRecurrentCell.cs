using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>A layer that reads a sequence place by place, and keeps in a state what it needs of the places before.</summary>
public interface IRecurrentCell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many numbers the output has.</summary>
    int Width { get; }

    /// <summary>How many numbers the state has. The first of them are the output.</summary>
    int StateSize { get; }

    /// <summary>The state after one more place: x (n, inputs) and the state before (n, state) give (n, state).</summary>
    Variable<T> Forward(Variable<T> x, Variable<T> state);

    /// <summary>
    /// What an input adds to the sums in the cell's gates, wherever it stands: x (…, inputs) to (…, gates · width).
    /// </summary>
    Variable<T> InputSums(Variable<T> x);

    /// <summary>
    /// The outputs at all places of a sequence (n, time, width), from the <see cref="InputSums"/> of its inputs (n, time, gates · width) and
    /// the state before the first one (n, state). They are those of <see cref="Forward"/>, place after place, but for rounding.
    /// </summary>
    Variable<T> Outputs(Variable<T> inputSums, Variable<T> start);
}
