using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <content>
/// The inner loops read and write through references, which nothing checks. So every public kernel first compares the length of each span
/// with what its sizes say, before anything is stored. Products are taken in 64 bits, where two sizes cannot wrap around.
/// <para>A check is one inlined comparison, and its message is made elsewhere: text that is built in a kernel slows it down even when it
/// never is, because its locals are cleared on every call.</para>
/// </content>
public static partial class Kernels
{
    /// <summary>Checks that the matrix <paramref name="name"/> of <paramref name="operation"/> has rows·columns elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Require(string operation, string name, int length, int rows, int columns)
    {
        if ((rows | columns) < 0 || (long)rows * columns != length) Refuse(operation, name, length, rows, columns);
    }

    /// <summary>Checks that <paramref name="name"/> of <paramref name="operation"/> has <paramref name="needed"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Require(string operation, string name, int length, int needed)
    {
        if (length != needed) Refuse(operation, name, length, needed);
    }

    /// <summary>Checks that <paramref name="name"/> of <paramref name="operation"/> has the elements of a shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Require(string operation, string name, int length, Shape shape)
    {
        if (length != shape.Elements) Refuse(operation, name, length, shape);
    }

    /// <summary>Checks that all indices are in 0..<paramref name="bound"/>−1.</summary>
    private static void RequireInside(string operation, ReadOnlySpan<int> indices, int bound)
    {
        int at = FirstOutside(indices, bound);
        if (at >= 0) RefuseIndex(operation, indices[at], at, bound);
    }

    /// <summary>Checks that all targets are in 0..<paramref name="columns"/>−1, or the ignored one.</summary>
    private static void RequireTargets(string operation, ReadOnlySpan<int> targets, int columns, int? ignored)
    {
        int row = FirstOutside(targets, columns);
        if (row < 0) return;
        for (; row < targets.Length; row++)
            if ((uint)targets[row] >= (uint)columns && targets[row] != ignored) RefuseTarget(operation, targets[row], row, columns);
    }

    // The base library compares a vector of indices at a time. It takes the empty range 0..-1 for one that holds every number.
    private static int FirstOutside(ReadOnlySpan<int> indices, int bound) =>
        bound > 0 ? indices.IndexOfAnyExceptInRange(0, bound - 1) : indices.IsEmpty ? -1 : 0;

    /// <summary>The number of rows of <paramref name="length"/> elements. With 0 columns there is nothing to compute: 0 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rows(string operation, int length, int columns)
    {
        if (columns > 0 && length % columns == 0) return length / columns;
        if (columns != 0 || length != 0) RefuseRows(operation, length, columns);
        return 0;
    }

    [DoesNotReturn]
    private static void Refuse(string operation, string name, int length, int rows, int columns) => throw new ArgumentException(
        rows < 0 || columns < 0
            ? $"{operation}: {name} is ({rows}, {columns}), and a size cannot be negative"
            : $"{operation}: {name} has {length} elements, and ({rows}, {columns}) needs {(long)rows * columns}");

    [DoesNotReturn]
    private static void Refuse(string operation, string name, int length, int needed) =>
        throw new ArgumentException($"{operation}: {name} has {length} elements, and needs {needed}");

    [DoesNotReturn]
    private static void Refuse(string operation, string name, int length, Shape shape) =>
        throw new ArgumentException($"{operation}: {name} has {length} elements, and shape {shape} needs {shape.Elements}");

    [DoesNotReturn]
    private static void RefuseIndex(string operation, int index, int position, int bound) =>
        throw new ArgumentException($"{operation}: index {index} at position {position} is outside 0..{bound - 1}");

    [DoesNotReturn]
    private static void RefuseTarget(string operation, int target, int row, int columns) =>
        throw new ArgumentException($"{operation}: the target of row {row} is {target}, and must be in 0..{columns - 1}");

    [DoesNotReturn]
    private static void RefuseRows(string operation, int length, int columns) =>
        throw new ArgumentException($"{operation}: {length} elements are not whole rows of {columns} columns");
}
