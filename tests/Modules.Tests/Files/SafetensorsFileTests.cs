using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace Makemore.Modules.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_file_as_python_writes_it_is_read()
    {
        const string Header =
            """{"__metadata__":{"format":"pt"},"counts":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}""" +
            ""","error":{"dtype":"F64","shape":[],"data_offsets":[16,24]}""" +
            ""","weight":{"dtype":"F32","shape":[1,3],"data_offsets":[24,36]}""" +
            ""","state":{"dtype":"U32","shape":[1],"data_offsets":[36,40]},"none":{"dtype":"U32","shape":[0,4],"data_offsets":[40,40]}}""";
        byte[] bytes = Bytes(Padded(Header),
            7, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, // 7, -2
            0, 0, 0, 0, 0, 0, 0xe0, 0x3f, // 0.5
            0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0x80, 0x3e, // 1.5, -2, 0.25
            1, 2, 3, 0xff); // 0xff030201

        SafetensorsFile file = SafetensorsFile.FromBytes(bytes, "python.safetensors");

        Assert.Equal(["counts", "error", "weight", "state", "none"], file.Entries.Select(entry => entry.Name));
        Assert.Equal([7, -2], file.Values<long>("counts", [2]));
        Assert.Equal([0.5], file.Values<double>("error", []));
        Assert.Equal([1.5f, -2, 0.25f], file.Values<float>("weight", [1, 3]));
        Assert.Equal([0xff030201], file.Values<uint>("state", [1]));
        Assert.Empty(file.Values<uint>("none", [0, 4]));
        Assert.Equal([new("format", "pt")], file.Metadata);
    }

    [Fact]
    public void The_header_may_name_tensors_in_another_order_than_that_of_the_data()
    {
        const string Header =
            """{"second":{"dtype":"U32","shape":[1],"data_offsets":[4,8]},"first":{"dtype":"U32","shape":[1],"data_offsets":[0,4]}}""";
        SafetensorsFile file = SafetensorsFile.FromBytes(Bytes(Header, 1, 0, 0, 0, 2, 0, 0, 0), "model.safetensors");
        Assert.Equal([1u], file.Values<uint>("first", [1]));
        Assert.Equal([2u], file.Values<uint>("second", [1]));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var file = new SafetensorsFile();
        file.Add("b", [1], [1.5f]);
        file.Add("n", [2], [1L, -1L]);
        file.Metadata["z"] = "ü\"";
        file.Metadata["A"] = "1";
        const string Header =
            """{"__metadata__":{"A":"1","z":"ü\""},"n":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}""" +
            ""","b":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}""";
        byte[] bytes = Bytes(Padded(Header),
            1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xc0, 0x3f);
        Assert.Equal(bytes, file.ToBytes());
    }

    [Fact]
    public void A_file_of_nothing_is_an_empty_object() => Assert.Equal(Bytes(Padded("{}")), new SafetensorsFile().ToBytes());

    [Fact]
    public void The_longest_header_is_written_and_read_and_a_longer_one_is_not_written()
    {
        const int Longest = 10_000_000;
        var file = new SafetensorsFile();
        int rest = Longest - """{"__metadata__":{"key":""}}""".Length;
        file.Metadata["key"] = new string('v', rest);
        byte[] bytes = file.ToBytes();
        Assert.Equal(8 + Longest, bytes.Length);
        Assert.Equal(rest, SafetensorsFile.FromBytes(bytes, "model.safetensors").Metadata["key"].Length);
        file.Metadata["key"] += "v";
        Assert.Contains("at most 10000000", Assert.Throws<InvalidOperationException>(file.ToBytes).Message);
    }

    [Property]
    public void What_is_written_is_read(int seed)
    {
        SafetensorsFile file = RandomFile(seed);
        string path = Path.Combine(directory, "round-trip.safetensors");
        file.Write(path);
        SafetensorsFile read = SafetensorsFile.Read(path);

        Assert.Equal(file.Metadata, read.Metadata);
        Assert.Equal(Contents(file), Contents(read));
        Assert.Equal(file.ToBytes(), File.ReadAllBytes(path));
        Assert.Equal(file.ToBytes(), read.ToBytes());
    }

    [Property]
    public void Bytes_do_not_depend_on_the_order_in_which_metadata_was_set(string[] keys)
    {
        var file = new SafetensorsFile();
        var reversed = new SafetensorsFile();
        foreach (string key in keys) file.Metadata[Printable(key)] = "x";
        foreach (string key in keys.Reverse()) reversed.Metadata[Printable(key)] = "x";
        Assert.Equal(file.ToBytes(), reversed.ToBytes());
    }

    [Property]
    public void Data_begin_aligned_and_so_does_every_tensor_that_can(int seed)
    {
        byte[] bytes = RandomFile(seed).ToBytes();
        int dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, dataStart % 8);

        using var header = JsonDocument.Parse(bytes.AsMemory(8, dataStart - 8));
        long oddLengths = 0;
        foreach (JsonProperty property in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            JsonElement offsets = property.Value.GetProperty("data_offsets");
            long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
            Assert.Equal(oddLengths % 2 * 4, begin % 8);
            oddLengths += (end - begin) % 8 / 4;
        }
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_when_they_are_added()
    {
        var file = new SafetensorsFile();
        file.Add("w", [2], [1f, 2f]);
        Fails("a tensor w already", () => file.Add("w", [1], [1f]));
        Fails("v of shape (3,) has 3 elements, and 2", () => file.Add("v", [3], [1f, 2f]));
        Fails("__metadata__", () => file.Add("__metadata__", [1], [1f]));
        Assert.Contains("Int16", Assert.Throws<NotSupportedException>(() => file.Add("s", [1], [(short)1])).Message);

        static void Fails(string fault, Action add) => Assert.Contains(fault, Assert.Throws<ArgumentException>(add).Message);
    }

    [Fact]
    public void Values_of_another_name_type_or_shape_are_refused()
    {
        var written = new SafetensorsFile();
        written.Add("w", [2, 1], [1f, 2f]);
        SafetensorsFile file = SafetensorsFile.FromBytes(written.ToBytes(), "model.safetensors");
        Fails("has no tensor v", () => file.Values<float>("v", [2]));
        Fails("tensor w is F32 (2, 1), and F32 (1, 2) was expected", () => file.Values<float>("w", [1, 2]));
        Fails("tensor w is F32 (2, 1), and U32 (2, 1) was expected", () => file.Values<uint>("w", [2, 1]));

        static void Fails(string fault, Func<object> values) =>
            Assert.Equal("model.safetensors: " + fault, Assert.Throws<InvalidDataException>(values).Message);
    }

    [Theory]
    [InlineData("", 0, "does not begin with {")]
    [InlineData("[]", 0, "does not begin with {")]
    [InlineData(" {}", 0, "does not begin with {")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{} {}", 0, "not valid JSON")]
    [InlineData("{}", 1, "bytes 0 to 1 of the data do not belong to any tensor")]
    [InlineData("""{"w":1}""", 0, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "\"w\" needs a dtype")]
    [InlineData("""{"w":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""", 2, "of dtype \"BF16\"")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "bytes 0 to 4 of data that have 3")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[-1,3]}}""", 4, "bytes -1 to 3")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "bytes 4 to 0")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775804,9223372036854775807]}}""", 4, "that have 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "F32 (2,), and 4 bytes")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4, "F64 (1,), and 4 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "bytes 0 to 4 of the data do not belong to any tensor")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "bytes 4 to 8 of the data do not belong to any tensor")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype'")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"w":{"dtype":"\ud800","shape":[1],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"a\nb\u001b":1}""", 0, "\"a b \" needs")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is not an object of strings")]
    [InlineData("""{"__metadata__":null}""", 0, "__metadata__ is not an object of strings")]
    [InlineData("""{"__metadata__":{"step":3}}""", 0, "the value of \"step\" is not a string")]
    [InlineData("""{"__metadata__":{"step":null}}""", 0, "the value of \"step\" is not a string")]
    [InlineData("""{"__metadata__":{"step":"1","step":"2"}}""", 0, "'step'")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__'")]
    public void A_malformed_file_is_refused_in_one_line_that_names_it_and_the_fault(string header, int dataLength, string fault)
    {
        string message = Refused(Bytes(header, new byte[dataLength]));
        Assert.Contains(fault, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("v", "8,12", 12, "bytes 4 to 8 of the data do not belong to any tensor")]
    [InlineData("v", "2,6", 6, "\"v\" overlaps")]
    [InlineData("v", "0,4", 4, "\"v\" overlaps")]
    [InlineData("v", "4,12", 12, "\"v\" is F32 (1,), and 8 bytes")]
    [InlineData("w", "4,8", 8, "'w'")]
    [InlineData("\\u0077", "4,8", 8, "'w'")]
    public void A_second_tensor_that_does_not_go_with_the_first_is_refused(string name, string offsets, int dataLength, string fault)
    {
        const string First = "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        string second = First.Replace("0,4", offsets, StringComparison.Ordinal).Replace("w", name, StringComparison.Ordinal);
        Assert.Contains(fault, Refused(Bytes($"{{{First},{second}}}", new byte[dataLength])));
    }

    [Fact]
    public void Header_lengths_that_lie_are_refused()
    {
        Assert.Contains("7 bytes are too few", Refused(new byte[7]));
        Assert.Contains("should have 3 bytes, and only 2", Refused([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']));
        Assert.Contains("over the limit of 10000000", Refused([0x81, 0x96, 0x98, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']));
        Assert.Contains("18446744073709551615 bytes is over", Refused([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}']));
    }

    [Fact]
    public void A_header_that_is_not_utf8_is_refused() =>
        Assert.Contains("UTF-8", Refused([5, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)'}']));

    [Property(MaxTest = 20)]
    public void A_file_cut_short_at_any_length_is_refused(int seed)
    {
        byte[] bytes = RandomFile(seed).ToBytes();
        for (int length = 0; length < bytes.Length; length++) Refused(bytes[..length]);
    }

    [Property(MaxTest = 500)]
    public void Damaged_bytes_give_a_valid_file_or_the_one_exception(int seed, byte damages)
    {
        byte[] bytes = RandomFile(seed).ToBytes();
        var random = new Random(seed);
        for (int i = 0; i <= damages % 4; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        try
        {
            SafetensorsFile file = SafetensorsFile.FromBytes(bytes, "damaged");
            Assert.Equal(Contents(file), Contents(SafetensorsFile.FromBytes(file.ToBytes(), "again")));
        }
        catch (InvalidDataException fault)
        {
            Assert.StartsWith("damaged: ", fault.Message);
        }
    }

    [Fact]
    public void An_older_file_is_replaced_and_nothing_else_is_left()
    {
        string path = Path.Combine(directory, "model.safetensors");
        File.WriteAllText(path, new string('x', 10_000));
        SafetensorsFile file = RandomFile(1);
        file.Write(path);
        Assert.Equal(file.ToBytes(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void A_relative_path_counts_from_the_current_directory()
    {
        string path = Path.Combine(directory, "model.safetensors");
        RandomFile(1).Write(Path.GetRelativePath(Environment.CurrentDirectory, path));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.st", Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read("nowhere.st")).Message);

    [Theory]
    [InlineData(0, "does not begin with {")]
    [InlineData(100, "does not begin with {")]
    [InlineData(10_000_001, "over the limit")]
    [InlineData(long.MaxValue, "over the limit")]
    public void A_huge_file_costs_no_more_than_its_header(long headerLength, string fault)
    {
        string path = Path.Combine(directory, "huge.safetensors");
        using (FileStream stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes(headerLength));
            stream.SetLength(10_000_000_000); // a hole, which takes no room on the disk
        }

        long allocated = Allocation.Of(
            () => Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path)).Message));
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public void More_data_than_can_be_read_are_refused_before_they_are_read()
    {
        string path = Path.Combine(directory, "huge.safetensors");
        const string Header = """{"w":{"dtype":"F64","shape":[1250000000],"data_offsets":[0,10000000000]}}""";
        File.WriteAllBytes(path, Bytes(Header));
        using (FileStream stream = File.OpenWrite(path)) stream.SetLength(stream.Length + 10_000_000_000);
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path)).Message;
        Assert.StartsWith($"{path}: 10000000000 bytes of data are more", message);
    }

    [Theory]
    [InlineData("{\"NAME\":1}")]
    [InlineData("{\"NAME\":1,\"NAME\":1}")]
    [InlineData("{\"w\":{\"dtype\":\"NAME\",\"shape\":[1],\"data_offsets\":[0,4]}}")]
    [InlineData("{\"NAME\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}")]
    [InlineData("{\"__metadata__\":{\"NAME\":1}}")]
    [InlineData("{\"__metadata__\":{\"NAME\":\"\",\"NAME\":\"\"}}")]
    public void Of_a_long_name_only_the_beginning_is_quoted_and_nothing_that_a_terminal_obeys(string header)
    {
        string name = "\\u001b\\u202e" + new string('n', 1000);
        string message = Refused(Bytes(header.Replace("NAME", name, StringComparison.Ordinal), new byte[4]));
        Assert.DoesNotContain(new string('n', 60), message);
        Assert.All(message.EnumerateRunes(), character => Assert.True(Quote.IsShown(character)));
    }

    [Fact]
    public void A_shape_has_up_to_64_axes_of_which_the_first_are_quoted()
    {
        Assert.Contains("F32 (1, 1, ", Refused(WithAxes(64, 8)));
        Assert.InRange(Refused(WithAxes(64, 8)).Length, 1, 200);
        Assert.Single(SafetensorsFile.FromBytes(WithAxes(64, 4), "model.safetensors").Entries);
        Assert.Contains("\"w\" needs a dtype", Refused(WithAxes(65, 4)));

        static byte[] WithAxes(int axes, int bytes) => Bytes(
            $$$"""{"w":{"dtype":"F32","shape":[{{{string.Join(',', Enumerable.Repeat(1, axes))}}}],"data_offsets":[0,{{{bytes}}}]}}""",
            new byte[bytes]);
    }

    // What is wrong with them. The message names the file first.
    private static string Refused(byte[] bytes)
    {
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.FromBytes(bytes, "model.safetensors")).Message;
        Assert.StartsWith("model.safetensors: ", message);
        return message;
    }

    private static byte[] Bytes(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }

    private static string Padded(string header) => header + new string(' ', 7 - ((Encoding.UTF8.GetByteCount(header) + 7) % 8));

    private static SafetensorsFile RandomFile(int seed)
    {
        var random = new Random(seed);
        var file = new SafetensorsFile();
        int tensors = random.Next(5), strings = random.Next(3);
        for (int i = 0; i < strings; i++) file.Metadata[$"key {random.Next()} ü\""] = $"value\n{random.Next()} अ";
        for (int i = 0; i < tensors; i++)
        {
            int rows = random.Next(4), columns = random.Next(4), length = rows * columns;
            string name = $"tensor {random.Next()}.{i}";
            switch (random.Next(5))
            {
                case 0: file.Add(name, [rows, columns], Values(length, random.NextSingle)); break;
                case 1: file.Add(name, [rows, columns], Values(length, () => -1 / random.NextDouble())); break;
                case 2: file.Add(name, [rows, columns], Values(length, () => random.NextInt64(long.MinValue, long.MaxValue))); break;
                case 3: file.Add(name, [rows, columns], Values(length, () => (uint)random.NextInt64(1L << 32))); break;
                default: file.Add(name, [], [float.NaN]); break;
            }
        }

        return file;
    }

    private static T[] Values<T>(int length, Func<T> next) => [.. Enumerable.Range(0, length).Select(_ => next())];

    // Bytes, not numbers, so that NaN equals itself and -0 differs from 0.
    private static IEnumerable<(string Name, string Dtype, string Shape, string Bytes)> Contents(SafetensorsFile file) =>
        file.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry =>
        {
            var bytes = new byte[Buffer.ByteLength(entry.Values)];
            Buffer.BlockCopy(entry.Values, 0, bytes, 0, bytes.Length);
            return (entry.Name, entry.Dtype, entry.Shape.ToString(), Convert.ToHexString(bytes));
        });

    private static string Printable(string? text) => string.Concat((text ?? "").Where(letter => !char.IsSurrogate(letter)));
}
