using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Makemore.Tests;

/// <summary>
/// Makes bad safetensors files of good ones. Blind changes are refused by the first check, so most changes are to what the
/// header says, and the rest fits: the file is well formed, and lies.
/// </summary>
/// <param name="corpus">The good files.</param>
internal sealed class MutatedSafetensors(byte[][] corpus)
{
    private const int LengthBytes = 8;

    // Larger tensors that the header speaks of get no data.
    private const int LargestData = 1 << 14;

    private static readonly string[] Dtypes = ["F32", "F64", "I64", "U32", "BF16", "f32", "", "F32\u001b[2J", new('F', 300)];

    private static readonly byte[][] ExtremeElements =
    [
        .. new[] { double.NaN, double.PositiveInfinity, double.MaxValue, -1, 1e-320 }.Select(BitConverter.GetBytes),
        .. new[] { float.NaN, float.NegativeInfinity, float.MaxValue, -1 }.Select(BitConverter.GetBytes),
        .. new[] { -1, 1, long.MaxValue, long.MinValue, int.MaxValue, uint.MaxValue }.Select(BitConverter.GetBytes),
    ];

    private readonly Mutator bytes = new(corpus);
    private readonly Mutator texts = new([.. corpus.SelectMany(Described.Strings).Distinct().Select(Encoding.UTF8.GetBytes)]);
    private readonly string[] strings = [.. corpus.SelectMany(Described.Strings).Distinct()];

    /// <summary>One of the good files, changed.</summary>
    public byte[] Next(Random random)
    {
        byte[] file = corpus[random.Next(corpus.Length)];
        int start = LengthBytes + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        return random.Next(10) switch
        {
            0 => bytes.Changed(file, random),
            < 3 => Joined(bytes.Changed(file[LengthBytes..start], random), file.AsSpan(start)),
            _ => WithAnotherHeader(new Described(file), random),
        };
    }

    private byte[] WithAnotherHeader(Described file, Random random)
    {
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            if (file.Tensors.Count == 0 || (file.Metadata.Count > 0 && random.Next(3) == 0)) ChangeMetadata(file.Metadata, random);
            else ChangeTensor(file.Tensors, random);
        }

        return file.ToBytes(random.Next(8) == 0 ? random : null);
    }

    private void ChangeMetadata(List<(string Key, string Value)> metadata, Random random)
    {
        int i = random.Next(Math.Max(1, metadata.Count));
        if (metadata.Count == 0) metadata.Add((AnyString(random), AnyString(random)));
        else if (random.Next(10) is var kind && kind == 0) metadata.RemoveAt(i);
        else if (kind == 1) metadata[i] = (AnyString(random), metadata[i].Value);
        else if (kind < 5) metadata[i] = (metadata[i].Key, Mutator.ExtremeNumbers[random.Next(Mutator.ExtremeNumbers.Length)]);
        else metadata[i] = (metadata[i].Key, AnyString(random));
    }

    private void ChangeTensor(List<DescribedTensor> tensors, Random random)
    {
        int i = random.Next(tensors.Count);
        DescribedTensor tensor = tensors[i], other = tensors[random.Next(tensors.Count)];
        switch (random.Next(9))
        {
            case 0: tensors.RemoveAt(i); break;
            case 1: tensors.Insert(i, tensor with { Name = AnyString(random) }); break;
            case 2: tensors[i] = tensor with { Name = random.Next(2) == 0 ? other.Name : AnyString(random) }; break;
            case 3: tensors[i] = tensor with { Dtype = Dtypes[random.Next(Dtypes.Length)] }; break;
            case 4: tensors[i] = other with { Name = tensor.Name }; break;
            case 5: tensors[i] = tensor with { Data = bytes.Changed(tensor.Data, random) }; break;
            case 6: tensors[i] = tensor with { Data = WithExtremeElement(tensor.Data, random) }; break;
            default:
                DescribedTensor reshaped = tensor with { Shape = Reshaped(tensor.Shape, random) };
                tensors[i] = reshaped.Fitting(LargestData) is { } fitting && random.Next(4) > 0 ? fitting : reshaped;
                break;
        }
    }

    private static byte[] WithExtremeElement(byte[] data, Random random)
    {
        byte[] element = ExtremeElements[random.Next(ExtremeElements.Length)], changed = [.. data];
        if (data.Length >= element.Length) element.CopyTo(changed, random.Next(data.Length / element.Length) * element.Length);
        return changed;
    }

    private static List<string> Reshaped(List<string> shape, Random random)
    {
        List<string> sizes = [.. shape];
        int axis = random.Next(sizes.Count + 1);
        switch (random.Next(5))
        {
            case 0: sizes.Insert(axis, $"{random.Next(4)}"); break;
            case 1: sizes.Reverse(); break;
            case 2: sizes.InsertRange(axis, Enumerable.Repeat("1", random.Next(100))); break;
            case 3 when axis < sizes.Count: sizes.RemoveAt(axis); break;
            default:
                string extreme = Mutator.ExtremeNumbers[random.Next(Mutator.ExtremeNumbers.Length)];
                string size = extreme is "NaN" or "-Infinity" || random.Next(2) == 0 ? $"{random.Next(40)}" : extreme;
                if (axis < sizes.Count) sizes[axis] = size;
                else sizes.Add(size);
                break;
        }

        return sizes;
    }

    private string AnyString(Random random) =>
        random.Next(2) == 0 ? strings[random.Next(strings.Length)] : Encoding.UTF8.GetString(texts.Next(random));

    private static byte[] Joined(byte[] header, ReadOnlySpan<byte> data)
    {
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>A tensor, with the sizes as the header writes them.</summary>
    private sealed record DescribedTensor(string Name, string Dtype, List<string> Shape, byte[] Data)
    {
        /// <summary>With as many data as it speaks of, the old ones again and again; null if they are too many.</summary>
        public DescribedTensor? Fitting(int largest)
        {
            long length = Dtype is "F64" or "I64" ? 8 : 4;
            foreach (string size in Shape)
            {
                if (!int.TryParse(size, out int count) || count < 0 || (length *= count) > largest) return null;
            }

            var data = new byte[length];
            for (int i = 0; i < data.Length && Data.Length > 0; i++) data[i] = Data[i % Data.Length];
            return this with { Data = data };
        }
    }

    /// <summary>What a good file says.</summary>
    private sealed class Described
    {
        public Described(byte[] file)
        {
            int start = LengthBytes + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            using var header = JsonDocument.Parse(file.AsMemory(LengthBytes, start - LengthBytes));
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    Metadata.AddRange(property.Value.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString()!)));
                    continue;
                }

                JsonElement offsets = property.Value.GetProperty("data_offsets");
                Tensors.Add(new DescribedTensor(
                    property.Name,
                    property.Value.GetProperty("dtype").GetString()!,
                    [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetRawText())],
                    file[(start + offsets[0].GetInt32())..(start + offsets[1].GetInt32())]));
            }
        }

        public List<(string Key, string Value)> Metadata { get; } = [];

        public List<DescribedTensor> Tensors { get; } = [];

        public static IEnumerable<string> Strings(byte[] file)
        {
            var described = new Described(file);
            IEnumerable<string> metadata = described.Metadata.SelectMany(pair => new[] { pair.Key, pair.Value });
            return metadata.Concat(described.Tensors.Select(tensor => tensor.Name));
        }

        /// <summary>The file. With a generator, one of the offsets is extreme.</summary>
        public byte[] ToBytes(Random? random)
        {
            int liar = random?.Next(2 * Tensors.Count) ?? -1, offset = 0;
            List<string> parts = [];
            string strings = string.Join(',', Metadata.Select(pair => $"{Quoted(pair.Key)}:{Quoted(pair.Value)}"));
            if (Metadata.Count > 0) parts.Add($"\"__metadata__\":{{{strings}}}");
            foreach ((string name, string dtype, List<string> shape, byte[] data) in Tensors)
            {
                string begin = Offset(offset), end = Offset(offset += data.Length);
                string sizes = string.Join(',', shape);
                parts.Add($$"""{{Quoted(name)}}:{"dtype":{{Quoted(dtype)}},"shape":[{{sizes}}],"data_offsets":[{{begin}},{{end}}]}""");
            }

            byte[] header = Encoding.UTF8.GetBytes($"{{{string.Join(',', parts)}}}");
            return Joined(header, Concatenated([.. Tensors.Select(tensor => tensor.Data)]));

            string Offset(int right) => liar-- == 0 ? Mutator.ExtremeNumbers[random!.Next(Mutator.ExtremeNumbers.Length)] : $"{right}";
        }

        private static byte[] Concatenated(byte[][] parts)
        {
            var all = new byte[parts.Sum(part => part.Length)];
            int start = 0;
            foreach (byte[] part in parts)
            {
                part.CopyTo(all, start);
                start += part.Length;
            }

            return all;
        }

        private static string Quoted(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";
    }
}
