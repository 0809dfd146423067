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
    /// The outputs at all places of a sequence, x (n, time, inputs) to (n, time, width), from the state before the first one (n, state).
    /// </summary>
    Variable<T> Outputs(Variable<T> x, Variable<T> start)
    {
        Variable<T> state = start;
        var outputs = new Variable<T>[x.Shape[1]];
        for (int place = 0; place < outputs.Length; place++)
        {
            state = Forward(x.Select(1, place), state);
            outputs[place] = state.Slice(-1, 0, Width);
        }

        return outputs[0].Stack(1, outputs.AsSpan(1));
    }
}
