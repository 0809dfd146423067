using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <content>Reading, which trusts nothing in the file.</content>
public sealed partial class SafetensorsFile
{
    /// <summary>
    /// Reads a file. The header is judged before anything else is read, so a file that is no good costs no more than its header.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, not safetensors, has types other than F32, F64, I64, U32, or more than 2 GB of data.
    /// </exception>
    /// <exception cref="IOException">There is no such file, it is not a regular one, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = FileAtPath.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads the bytes of a file; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, not safetensors, or has types other than F32, F64, I64, U32.</exception>
    public static SafetensorsFile FromBytes(byte[] bytes, string source)
    {
        using MemoryStream stream = new(bytes);
        return Read(stream, source);
    }

    private static SafetensorsFile Read(Stream stream, string source)
    {
        if (stream.Length < LengthBytes)
            throw Fault(source, $"{stream.Length} bytes are too few: {LengthBytes} alone give the header's length");
        var lengthBytes = new byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > HeaderLimit)
            throw Fault(source, $"a header of {headerLength} bytes is over the limit of {HeaderLimit}; this is not a safetensors file");
        long dataLength = stream.Length - LengthBytes - (long)headerLength;
        if (dataLength < 0)
            throw Fault(source, $"the header should have {headerLength} bytes, and only {stream.Length - LengthBytes} follow: cut short");
        var headerBytes = new byte[headerLength];
        stream.ReadExactly(headerBytes);

        var file = new SafetensorsFile(source);
        List<Extent> extents = file.ReadHeader(headerBytes, dataLength);
        CheckThatDataHaveNoHoles(extents, dataLength, source);
        if (dataLength > Array.MaxLength)
            throw Fault(source, $"{dataLength} bytes of data are more than the {Array.MaxLength} that can be read");
        foreach (Extent extent in extents) file.ReadEntry(extent, stream, dataStart: LengthBytes + (long)headerLength);
        return file;
    }

    private List<Extent> ReadHeader(byte[] headerBytes, long dataLength)
    {
        var extents = new List<Extent>();
        try
        {
            // GetString and Name throw InvalidOperationException for an escape such as \ud800, half a character.
            using JsonDocument header = ParseHeader(headerBytes, source);
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName) ReadMetadata(property.Value);
                else extents.Add(ReadExtent(property, dataLength));
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Fault(source, $"the header is not valid JSON: {Quote.Start(fault.Message)}", fault);
        }

        return extents;
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
                throw Fault(source, $"{MetadataName}: the value of \"{Quote.Start(pair.Name)}\" is not a string");
            Metadata.Add(pair.Name, pair.Value.GetString()!);
        }
    }

    private Extent ReadExtent(JsonProperty property, long dataLength)
    {
        string name = Quote.Start(property.Name);
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shape) || ShapeOf(shape) is not Shape sizes
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || Integers(offsets) is not [long begin, long end])
            throw Fault(source, $"tensor \"{name}\" needs a dtype (a string), a shape (sizes) and data_offsets (two whole numbers)");

        if (SafetensorsEntry.NewValues(dtype.GetString()!, 1) is not Array one)
            throw Fault(source, $"tensor \"{name}\" is of dtype \"{Quote.Start(dtype.GetString()!)}\"; F32, F64, I64 and U32 can be read");
        if (begin < 0 || begin > end || end > dataLength)
            throw Fault(source, $"tensor \"{name}\" is bytes {begin} to {end} of data that have {dataLength}; damaged or cut short");
        if (sizes.Elements * (long)Buffer.ByteLength(one) != end - begin)
            throw Fault(source, $"tensor \"{name}\" is {dtype.GetString()} {Text(sizes)}, and {end - begin} bytes of data are not as many");
        return new Extent(property.Name, dtype.GetString()!, sizes, begin, end);
    }

    private static void CheckThatDataHaveNoHoles(List<Extent> extents, long dataLength, string source)
    {
        long reached = 0;
        foreach (Extent extent in extents.OrderBy(extent => extent.Begin).ThenBy(extent => extent.End))
        {
            if (extent.Begin < reached)
                throw Fault(source, $"tensor \"{Quote.Start(extent.Name)}\" overlaps another: it begins at byte {extent.Begin} of data");
            if (extent.Begin > reached) throw Fault(source, $"bytes {reached} to {extent.Begin} of the data do not belong to any tensor");
            reached = extent.End;
        }

        if (reached < dataLength) throw Fault(source, $"bytes {reached} to {dataLength} of the data do not belong to any tensor");
    }

    private void ReadEntry(Extent extent, Stream stream, long dataStart)
    {
        Array values = SafetensorsEntry.NewValues(extent.Dtype, extent.Shape.Elements)!;
        stream.Position = dataStart + extent.Begin;
        stream.ReadExactly(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), Buffer.ByteLength(values)));
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
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > MaximumAxes) return null;
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

    private static InvalidDataException Fault(string source, string fault, Exception? cause = null) => new($"{source}: {fault}", cause);

    private static string Text(Shape shape) => Quote.Start($"{shape}"); // it may have many axes

    /// <summary>A tensor as the header describes it: its bytes are Begin to End, End not included, of the data.</summary>
    private sealed record Extent(string Name, string Dtype, Shape Shape, long Begin, long End);
}
