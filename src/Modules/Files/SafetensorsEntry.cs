using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>One named array of a <see cref="SafetensorsFile"/>.</summary>
public sealed class SafetensorsEntry
{
    internal SafetensorsEntry(string name, string dtype, Shape shape, Array values)
    {
        Name = name;
        Dtype = dtype;
        Shape = shape;
        Values = values;
    }

    /// <summary>The name, unique in the file.</summary>
    public string Name { get; }

    /// <summary>The element type by the format's name: <c>F32</c>, <c>F64</c>, <c>I64</c> or <c>U32</c>.</summary>
    public string Dtype { get; }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements in row-major order: a <c>float[]</c>, <c>double[]</c>, <c>long[]</c> or <c>uint[]</c>.</summary>
    public Array Values { get; }

    internal int ByteLength => Buffer.ByteLength(Values);

    internal static string DtypeOf<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? "F32"
        : typeof(T) == typeof(double) ? "F64"
        : typeof(T) == typeof(long) ? "I64"
        : typeof(T) == typeof(uint) ? "U32"
        : throw new NotSupportedException($"Safetensors: elements of type {typeof(T).Name}; use float, double, long or uint");

    internal static Array? NewValues(string dtype, int length) => dtype switch
    {
        "F32" => new float[length],
        "F64" => new double[length],
        "I64" => new long[length],
        "U32" => new uint[length],
        _ => null,
    };
}
