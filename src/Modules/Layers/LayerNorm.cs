using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// Brings each row to mean 0 and variance 1, then to a learned scale and shift: y = (x − mean) / √(variance + ε) · scale + shift, with
/// mean and (biased) variance over the last axis. Ba, Kiros, Hinton, "Layer Normalization" (2016), section 3.
/// </summary>
public sealed class LayerNorm<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>A layer for rows of <paramref name="features"/> numbers, with scale 1 and shift 0.</summary>
    public LayerNorm(int features, ValueSource<T> values, double epsilon = 1e-5)
    {
        Scale = Add("scale", values.Next([features], Initial.Ones));
        Shift = Add("shift", values.Next([features], Initial.Zeros));
        this.epsilon = epsilon;
    }

    /// <summary>(features).</summary>
    public Parameter<T> Scale { get; }

    /// <summary>(features).</summary>
    public Parameter<T> Shift { get; }

    /// <summary>(…, features) to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x) => x.NormalizeRows(Scale, Shift, epsilon);
}
