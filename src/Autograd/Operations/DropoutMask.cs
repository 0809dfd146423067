using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Numbers that are 0 with probability <c>rate</c> and 1 / (1 − rate) otherwise, drawn again at every computation. Their mean is 1, so what
/// they multiply keeps its expected size (Srivastava et al., "Dropout", 2014, section 10). It has no inputs and no gradient.
/// </summary>
/// <exception cref="ArgumentException">The rate is not from 0 to below 1.</exception>
public sealed class DropoutMask<T>(Shape shape, double rate, TorchGenerator generator) : Variable<T>(Checked(shape, rate))
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly float[] uniform = new float[shape.Elements];

    /// <inheritdoc/>
    protected override void Forward()
    {
        generator.Uniform(uniform, 0, 1);
        T kept = T.CreateTruncating(1 / (1 - rate));
        for (int i = 0; i < uniform.Length; i++) Value.Span[i] = uniform[i] < rate ? T.Zero : kept;
    }

    /// <inheritdoc/>
    protected override void Backward() { }

    private static Shape Checked(Shape shape, double rate) => rate is >= 0 and < 1
        ? shape
        : throw new ArgumentException(FormattableString.Invariant($"Dropout: the rate must be from 0 to below 1, and is {rate}"));
}

public abstract partial class Variable<T>
{
    /// <summary>Drops each element with probability <paramref name="rate"/>: this times a <see cref="DropoutMask{T}"/>.</summary>
    /// <exception cref="ArgumentException">The rate is not from 0 to below 1.</exception>
    public Variable<T> Dropout(double rate, TorchGenerator generator) => this * new DropoutMask<T>(Shape, rate, generator);
}
