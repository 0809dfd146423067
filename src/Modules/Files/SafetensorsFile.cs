using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Named arrays and strings in one file that Python's <c>safetensors</c> opens too. The format: 8 bytes, little-endian, with the length of
/// the header; the header, a JSON object that gives every tensor's <c>dtype</c>, <c>shape</c> and <c>data_offsets</c> (first byte and end,
/// counted from where the data begin) and the strings under <c>__metadata__</c>; then the data, row-major, little-endian, without holes.
/// Source: the format's description at https://github.com/huggingface/safetensors.
/// </summary>
public sealed partial class SafetensorsFile
{
    private const int Alignment = 8;
    private const int LengthBytes = sizeof(ulong);

    // The format allows ten times as much, of which a parser makes gigabytes. The header of a network has some kilobytes.
    private const int HeaderLimit = 10_000_000;

    private const int MaximumAxes = 64;
    private const string MetadataName = "__metadata__";

    private readonly OrderedDictionary<string, SafetensorsEntry> entries = [];
    private readonly string source;

    /// <summary>An empty file, to be filled and written.</summary>
    public SafetensorsFile() : this("new safetensors file") { }

    private SafetensorsFile(string source) => this.source = source;

    /// <summary>The entries in the order in which they were added, or in which the header of the file that was read names them.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => entries.Values;

    /// <summary>Strings that go with the tensors, in the fixed order of their keys' code units.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor. The array is used as it is, not copied.</summary>
    /// <typeparam name="T"><c>float</c>, <c>double</c>, <c>long</c> or <c>uint</c>.</typeparam>
    /// <exception cref="ArgumentException">The name is taken, or the shape has another number of elements.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not one of the four.</exception>
    public void Add<T>(string name, Shape shape, T[] values) where T : unmanaged
    {
        if (name == MetadataName)
            throw new ArgumentException($"Safetensors: {MetadataName} cannot name a tensor; the format keeps it for strings");
        if (values.Length != shape.Elements)
            throw new ArgumentException(
                $"Safetensors: tensor {name} of shape {shape} has {shape.Elements} elements, and {values.Length} were given");
        if (!entries.TryAdd(name, new SafetensorsEntry(name, SafetensorsEntry.DtypeOf<T>(), shape, values)))
            throw new ArgumentException($"Safetensors: there is a tensor {name} already");
    }

    /// <summary>The elements of a tensor whose type and shape are known.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it is of another type or shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not one of the four that <see cref="Add"/> takes.</exception>
    public T[] Values<T>(string name, Shape shape) where T : unmanaged
    {
        if (!entries.TryGetValue(name, out SafetensorsEntry? entry)) throw Fault(source, $"has no tensor {name}");
        string dtype = SafetensorsEntry.DtypeOf<T>();
        if (entry.Dtype != dtype || !entry.Shape.Equals(shape))
            throw Fault(source, $"tensor {name} is {entry.Dtype} {Text(entry.Shape)}, and {dtype} {shape} was expected");
        return (T[])entry.Values;
    }

    /// <summary>The state of a generator that was saved as a tensor.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it cannot be the state of a generator.</exception>
    internal uint[] GeneratorState(string name)
    {
        uint[] state = Values<uint>(name, [TorchGenerator.StateLength]);
        try
        {
            TorchGenerator.FromState(state);
        }
        catch (ArgumentException exception)
        {
            throw Fault($"tensor {name}: {exception.Message}");
        }

        return state;
    }

    /// <summary>Writes the file, all or nothing: <see cref="AtomicFile.Write"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The file could not be written, or another process is writing it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    /// <exception cref="InvalidOperationException">Names and metadata make a header longer than 10 MB.</exception>
    public void Write(string path) => AtomicFile.Write(path, ToBytes());

    /// <summary>
    /// The file's bytes, which depend only on its contents. The data begin 8-byte aligned. Tensors whose length is a multiple of 8 bytes
    /// come first, in the order of <see cref="Entries"/>, so they are aligned too. The rest are F32 and U32 tensors with an odd number of
    /// elements. Because the format bans holes, every other one of these is aligned.
    /// </summary>
    /// <exception cref="InvalidOperationException">Names and metadata make a header longer than 10 MB.</exception>
    public byte[] ToBytes()
    {
        SafetensorsEntry[] ordered = [.. Entries.OrderBy(entry => entry.ByteLength % Alignment != 0)];
        byte[] header = Header(ordered);
        var bytes = new byte[LengthBytes + header.Length + ordered.Sum(entry => entry.ByteLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, LengthBytes);
        int offset = LengthBytes + header.Length;
        foreach (SafetensorsEntry entry in ordered)
        {
            Buffer.BlockCopy(entry.Values, 0, bytes, offset, entry.ByteLength);
            offset += entry.ByteLength;
        }

        return bytes;
    }

    private byte[] Header(SafetensorsEntry[] ordered)
    {
        using var json = new MemoryStream();
        var readable = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(json, readable))
        {
            writer.WriteStartObject();
            if (Metadata.Count > 0) WriteMetadata(writer);
            int offset = 0;
            foreach (SafetensorsEntry entry in ordered)
            {
                WriteEntry(writer, entry, offset);
                offset += entry.ByteLength;
            }

            writer.WriteEndObject();
        }

        while (json.Length % Alignment != 0) json.WriteByte((byte)' ');
        if (json.Length > HeaderLimit)
            throw new InvalidOperationException(
                $"Safetensors: names and metadata take {json.Length} bytes; a header has at most {HeaderLimit}");
        return json.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(MetadataName);
        foreach ((string key, string value) in Metadata) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsEntry entry, int offset)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", entry.Dtype);
        writer.WriteStartArray("shape");
        foreach (int size in entry.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(offset + entry.ByteLength);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
