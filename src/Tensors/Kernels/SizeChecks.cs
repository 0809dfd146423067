namespace Makemore.Tensors;

/// <content>
/// The inner loops read and write through references, which nothing checks. So every public kernel first compares the length of each span
/// with what its sizes say, before anything is stored. Products are taken in 64 bits, where two sizes cannot wrap around.
/// </content>
public static partial class Kernels
{
    /// <summary>Checks that the matrix <paramref name="name"/> of <paramref name="operation"/> has rows·columns elements.</summary>
    private static void Require(string operation, string name, int length, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || (long)rows * columns != length) Refuse(operation, name, length, rows, columns);
    }

    /// <summary>Checks that <paramref name="name"/> of <paramref name="operation"/> has <paramref name="needed"/> elements.</summary>
    internal static void Require(string operation, string name, int length, int needed)
    {
        if (length != needed) throw new ArgumentException($"{operation}: {name} has {length} elements, and needs {needed}");
    }

    /// <summary>Checks that <paramref name="name"/> of <paramref name="operation"/> has the elements of a shape.</summary>
    internal static void Require(string operation, string name, int length, Shape shape)
    {
        if (length != shape.Elements)
            throw new ArgumentException($"{operation}: {name} has {length} elements, and shape {shape} needs {shape.Elements}");
    }

    private static void Refuse(string operation, string name, int length, int rows, int columns) => throw new ArgumentException(
        rows < 0 || columns < 0
            ? $"{operation}: {name} is ({rows}, {columns}), and a size cannot be negative"
            : $"{operation}: {name} has {length} elements, and ({rows}, {columns}) needs {(long)rows * columns}");

    // With 0 columns there is nothing to compute, so there are 0 rows.
    private static int Rows(string operation, int length, int columns) => columns > 0 && length % columns == 0 ? length / columns
        : columns == 0 && length == 0 ? 0
        : throw new ArgumentException($"{operation}: {length} elements are not whole rows of {columns} columns");
}
