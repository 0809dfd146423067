using System.Globalization;
using System.Numerics;
using System.Text;

namespace Makemore.Tensors;

/// <summary>How a tensor is printed: its shape, then its elements in nested brackets.</summary>
internal static class TensorText
{
    private const string Plain = "0.0000", Scientific = "0.000e+00";

    /// <summary>How many entries at each end of a long axis are shown.</summary>
    private const int Edge = 3;

    public static string Of<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = tensor.Shape;
        var text = new StringBuilder();
        if (shape.Rank > 0) text.Append(shape).Append(shape.Rank == 1 ? " " : Environment.NewLine);
        string format = ShownOffsets(shape, axis: 0, offset: 0).All(offset => IsPlain(tensor.Span[offset])) ? Plain : Scientific;
        Print(text, tensor, format, axis: 0, offset: 0);
        return text.ToString();
    }

    /// <summary>False if four decimals would show fewer than two significant digits, or more digits than a float has.</summary>
    private static bool IsPlain<T>(T value) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T size = T.Abs(value);
        return size == T.Zero || !T.IsFinite(size) || (size >= T.CreateTruncating(1e-3) && size < T.CreateTruncating(1e8));
    }

    private static void Print<T>(StringBuilder text, Tensor<T> tensor, string format, int axis, int offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = tensor.Shape;
        if (axis == shape.Rank)
        {
            text.Append(tensor.Span[offset].ToString(format, CultureInfo.InvariantCulture));
            return;
        }

        int next = 0, stride = Stride(shape, axis);
        string separator = axis == shape.Rank - 1 ? ", " : "," + Environment.NewLine + new string(' ', axis + 1);
        text.Append('[');
        foreach (int i in ShownEntries(shape[axis]))
        {
            if (i > 0) text.Append(separator);
            if (i > next) text.Append("...").Append(separator);
            Print(text, tensor, format, axis + 1, offset + (i * stride));
            next = i + 1;
        }

        text.Append(']');
    }

    private static IEnumerable<int> ShownOffsets(Shape shape, int axis, int offset) => axis == shape.Rank
        ? [offset]
        : ShownEntries(shape[axis]).SelectMany(i => ShownOffsets(shape, axis + 1, offset + (i * Stride(shape, axis))));

    private static IEnumerable<int> ShownEntries(int size) => size <= 2 * Edge
        ? Enumerable.Range(0, size)
        : [.. Enumerable.Range(0, Edge), .. Enumerable.Range(size - Edge, Edge)];

    /// <summary>How far apart neighbours along an axis are: the product of the sizes further inside.</summary>
    private static int Stride(Shape shape, int axis) => shape.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
}
