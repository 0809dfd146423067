using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Where a new module's tensors come from: a generator draws them, or they exist already. A constructor takes one and asks it for each
/// parameter and buffer in turn. So the same constructor makes a new network or a copy of an old one.
/// </summary>
/// <param name="next">Gives the next tensor, of this shape; a new one begins as the second argument says.</param>
public sealed class ValueSource<T>(Func<Shape, Initial, Tensor<T>> next) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Zeros, for a module whose values are about to be loaded or copied.</summary>
    public static ValueSource<T> Zeros { get; } = new((shape, _) => new Tensor<T>(shape));

    /// <summary>The next tensor.</summary>
    /// <exception cref="ArgumentException">The source has none of this shape.</exception>
    public Tensor<T> Next(Shape shape, Initial initial)
    {
        Tensor<T> value = next(shape, initial);
        return value.Shape.Equals(shape)
            ? value
            : throw new ArgumentException($"ValueSource: a tensor of shape {shape} was asked for, and {value.Shape} is next");
    }

    /// <summary>Values drawn by a generator, one tensor after another.</summary>
    public static implicit operator ValueSource<T>(TorchGenerator generator) => new((shape, initial) => initial.Draw<T>(generator, shape));
}
