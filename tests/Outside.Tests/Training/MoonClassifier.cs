using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Outside.Tests.Operations;

namespace Makemore.Outside.Tests.Training;

/// <summary>Says which of two moons each point of the plane is on.</summary>
public sealed class MoonClassifier<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Hidden = 16;

    private readonly LinearLayer<T> hidden, output;
    private readonly BatchNorm<T> norm;

    public MoonClassifier(ValueSource<T> values)
    {
        hidden = Add("hidden", new LinearLayer<T>(2, Hidden, values, hasBias: false)); // the shift of "norm" is its bias
        norm = Add("norm", new BatchNorm<T>(Hidden, values));
        output = Add("output", new LinearLayer<T>(Hidden, 2, values));
    }

    /// <summary>Points (n, 2) to scores (n, 2), one for each moon.</summary>
    public Variable<T> Forward(Variable<T> points, Mode mode)
    {
        Variable<T> h = norm.Forward(hidden.Forward(points), mode).Softplus(); // (n, hidden)
        return output.Forward(h); // (n, 2)
    }
}
