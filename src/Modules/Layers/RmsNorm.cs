using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// Brings each row to a root mean square of 1, then to a learned scale: y = x / √(mean(x²) + ε) · scale, with the mean over the last axis.
/// It is <see cref="LayerNorm{T}"/> without mean and shift. Zhang, Sennrich, "Root Mean Square Layer Normalization" (2019), section 3.
/// </summary>
public sealed class RmsNorm<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>A layer for rows of <paramref name="features"/> numbers, with scale 1.</summary>
    public RmsNorm(int features, ValueSource<T> values, double epsilon = 1e-5) : this(epsilon) =>
        Scale = Add("scale", values.Next([features], Initial.Ones));

    private RmsNorm(double epsilon) => this.epsilon = epsilon;

    /// <summary>(features); null without a scale.</summary>
    public Parameter<T>? Scale { get; }

    /// <summary>A layer that learns nothing: y = x / √(mean(x²) + ε).</summary>
    public static RmsNorm<T> WithoutScale(double epsilon = 1e-5) => new(epsilon);

    /// <summary>(…, features) to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x)
    {
        Variable<T> y = x.NormalizeRms(epsilon); // x / √(mean(x²) + ε)
        return Scale is null ? y : y * Scale;
    }
}
