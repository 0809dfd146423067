using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = ln x, element by element. <paramref name="y"/> may be the same span as <paramref name="x"/>.</summary>
    public static void Log<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Log(x, y);
}
