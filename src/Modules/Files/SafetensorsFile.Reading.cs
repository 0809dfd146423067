using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <content>Reading, which trusts nothing in the file.</content>
public sealed partial class SafetensorsFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, not safetensors, or has types other than F32, F64, I64, U32.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Read(string path) => FromBytes(File.ReadAllBytes(path), path);

    /// <summary>Reads the bytes of a file; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, not safetensors, or has types other than F32, F64, I64, U32.</exception>
    public static SafetensorsFile FromBytes(byte[] bytes, string source)
    {
        if (bytes.Length < LengthBytes)
            throw Fault(source, $"{bytes.Length} bytes are too few: {LengthBytes} alone give the header's length");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (headerLength > HeaderLimit)
            throw Fault(source, $"a header of {headerLength} bytes is over the limit of {HeaderLimit}; this is not a safetensors file");
        int dataStart = LengthBytes + (int)headerLength;
        if (dataStart > bytes.Length)
            throw Fault(source, $"the header should have {headerLength} bytes, and only {bytes.Length - LengthBytes} follow: cut short");

        var file = new SafetensorsFile(source);
        var extents = new List<Extent>();
        try
        {
            // GetString and Name throw InvalidOperationException for an escape such as \ud800, half a character.
            using JsonDocument header = ParseHeader(bytes.AsMemory(LengthBytes, (int)headerLength), source);
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName) file.ReadMetadata(property.Value);
                else extents.Add(file.ReadExtent(property, bytes.Length - dataStart));
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Fault(source, $"the header is not valid JSON: {fault.Message}", fault);
        }

        CheckThatDataHaveNoHoles(extents, bytes.Length - dataStart, source);
        foreach (Extent extent in extents) file.ReadEntry(extent, bytes, dataStart);
        return file;
    }

    private static JsonDocument ParseHeader(ReadOnlyMemory<byte> header, string source)
    {
        if (header.IsEmpty || header.Span[0] != (byte)'{')
            throw Fault(source, "the header does not begin with {; this is not a safetensors file");
        if (!Utf8.IsValid(header.Span)) throw Fault(source, "the header is not valid UTF-8");
        return JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object) throw Fault(source, $"{MetadataName} is not an object of strings");
        foreach (JsonProperty pair in metadata.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String)
                throw Fault(source, $"{MetadataName}: the value of \"{pair.Name}\" is not a string");
            Metadata.Add(pair.Name, pair.Value.GetString()!);
        }
    }

    private Extent ReadExtent(JsonProperty property, int dataLength)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shape) || ShapeOf(shape) is not Shape sizes
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || Integers(offsets) is not [long begin, long end])
            throw Fault(source, $"tensor \"{name}\" needs a dtype (a string), a shape (sizes) and data_offsets (two whole numbers)");

        if (SafetensorsEntry.NewValues(dtype.GetString()!, 1) is not Array one)
            throw Fault(source, $"tensor \"{name}\" is of dtype \"{dtype.GetString()}\"; F32, F64, I64 and U32 can be read");
        if (begin < 0 || begin > end || end > dataLength)
            throw Fault(source, $"tensor \"{name}\" is bytes {begin} to {end} of data that have {dataLength}; damaged or cut short");
        if (sizes.Elements * (long)Buffer.ByteLength(one) != end - begin)
            throw Fault(source, $"tensor \"{name}\" is {dtype.GetString()} {sizes}, and {end - begin} bytes of data are not as many");
        return new Extent(name, dtype.GetString()!, sizes, (int)begin, (int)end);
    }

    private static void CheckThatDataHaveNoHoles(List<Extent> extents, int dataLength, string source)
    {
        int reached = 0;
        foreach (Extent extent in extents.OrderBy(extent => extent.Begin).ThenBy(extent => extent.End))
        {
            if (extent.Begin < reached)
                throw Fault(source, $"tensor \"{extent.Name}\" overlaps another: it begins at byte {extent.Begin} of the data");
            if (extent.Begin > reached) throw Fault(source, $"bytes {reached} to {extent.Begin} of the data do not belong to any tensor");
            reached = extent.End;
        }

        if (reached < dataLength) throw Fault(source, $"bytes {reached} to {dataLength} of the data do not belong to any tensor");
    }

    private void ReadEntry(Extent extent, byte[] bytes, int dataStart)
    {
        Array values = SafetensorsEntry.NewValues(extent.Dtype, extent.Shape.Elements)!;
        Buffer.BlockCopy(bytes, dataStart + extent.Begin, values, 0, extent.End - extent.Begin);
        entries.Add(extent.Name, new SafetensorsEntry(extent.Name, extent.Dtype, extent.Shape, values));
    }

    private static Shape? ShapeOf(JsonElement array)
    {
        try
        {
            return Integers(array) is long[] sizes ? [.. sizes.Select(size => checked((int)size))] : null;
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException)
        {
            return null; // a negative size, or more elements than an array can hold
        }
    }

    private static long[]? Integers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array) return null;
        var values = new List<long>();
        foreach (JsonElement number in array.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out long value)) return null;
            values.Add(value);
        }

        return [.. values];
    }

    /// <summary>What is wrong with this file, as an exception that names it.</summary>
    internal InvalidDataException Fault(string fault) => Fault(source, fault);

    // A name from a file may hold line breaks or a terminal's escapes; the message stays one harmless line.
    private static InvalidDataException Fault(string source, string fault, Exception? cause = null) =>
        new($"{source}: {string.Concat(fault.Select(letter => char.IsControl(letter) ? ' ' : letter))}", cause);

    /// <summary>A tensor as the header describes it: its bytes are Begin to End, End not included, of the data.</summary>
    private sealed record Extent(string Name, string Dtype, Shape Shape, int Begin, int End);
}
