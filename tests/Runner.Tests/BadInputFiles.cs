using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner.Tests;

/// <summary>A folder with files of every sort that the program must not trust, made once for all cases.</summary>
public sealed class BadInputFiles : IDisposable
{
    private readonly Program program = new();

    public BadInputFiles()
    {
        MakeNames();
        MakeModels();
        MakeMalformedCheckpoints();
        foreach (string folder in new[] { "folder", "taken/report.html" }) Directory.CreateDirectory(PathOf(folder));
        if (OperatingSystem.IsWindows()) return;
        Process.Start("mkfifo", [PathOf("pipe")]).WaitForExit();
        foreach (string name in new[] { "huge", "huge.txt" })
            using (FileStream file = File.Create(PathOf(name))) file.SetLength(10_000_000_000); // a hole, which takes no room on the disk
    }

    /// <summary>The folder.</summary>
    public string Folder => program.Folder;

    /// <summary>Held by a test that compares <see cref="State"/>: another would show it a temporary file.</summary>
    public Lock Alone { get; } = new();

    /// <summary>The name, length, time and, if it is not long, content of each file, but for those in <c>out</c>.</summary>
    public string[] State() =>
    [
        .. new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Directory!.Name != "out")
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O} {ContentOf(file)}"),
    ];

    /// <summary>The arguments of a case: '' is an empty one, and EVIL stands for a text that is long and not for a terminal.</summary>
    public static string[] Arguments(string command) =>
        [.. command.Split(' ').Select(word => word == "''" ? "" : word.Replace("EVIL", BadInputTests.Evil, StringComparison.Ordinal))];

    /// <summary>Starts the program in the folder.</summary>
    internal Process Start(params string[] arguments) => program.Start(arguments);

    /// <summary>Runs a script in which <c>$makemore</c> is the program.</summary>
    internal Outcome Shell(string script) => program.Shell(script);

    public void Dispose() => program.Dispose();

    private string PathOf(string file) => program.PathOf(file);

    private void MakeNames()
    {
        foreach ((string file, string text) in new[]
        {
            ("few.csv", "Name\nAnu\nRavi\nMeera\nArun\nanu\nO'Neil\n\n"), ("one.txt", "ana\n"), ("header.csv", "Name\n"),
            ("empty.csv", ""), ("empty.txt", ""), ("digits.csv", "Name\n123\n'\n"), ("open.csv", "Name\n\"anu\n"),
            ("late.csv", "Name\nan\"u\n"), ("ragged.csv", "Name,Age\nanu,3\nravi\n"), ("evil.csv", $"{BadInputTests.Evil},x\nanu,ravi\n"),
            ("nul.csv", "Name\n\0\0\0\n"), ("line.txt", new string('n', 2 << 20)), ("line.csv", "Name\n" + new string('n', 2 << 20)),
            ("changed.txt", "ana\nbob\n"), ("arguments", "--json\nfew.csv\n"),
        })
            File.WriteAllText(PathOf(file), text);
        File.WriteAllBytes(PathOf("utf8.txt"), [0xC3, 0x28, (byte)'\n', 0xFF, 0xFE, 0xFD]);
        File.WriteAllBytes(PathOf("noise.csv"), Noise(3000));
        File.WriteAllBytes(PathOf("little.txt"), Encoding.Unicode.GetBytes("Anu\nRavi\nMeera\n"));
        File.WriteAllBytes(PathOf("big.csv"), Encoding.BigEndianUnicode.GetBytes("Name\nAnu\nRavi\nMeera\n"));

        File.WriteAllLines(PathOf("letters.txt"), ManyLetters());
    }

    /// <summary>10,000 names of 60,000 different letters: the Chinese, Japanese and Korean ideographs.</summary>
    public static IEnumerable<string> ManyLetters() =>
        Enumerable.Range(0x4E00, 20_992).Concat(Enumerable.Range(0x3400, 6_592)).Concat(Enumerable.Range(0x20000, 42_720))
            .Take(60_000).Select(char.ConvertFromUtf32).Chunk(6).Select(six => string.Concat(six));

    private void MakeModels()
    {
        var an = Vocabulary.FromLetters("an");
        new Checkpoint(CountingBigram.Train(new DistinctContexts(new Examples(["ana"], an, 1)), 0)).Save(PathOf("counts"));
        NameList names = NameList.Read(PathOf("few.csv"), "Name", Vocabulary.English);
        foreach ((ModelKind kind, string schedule) in new[] { (ModelKinds.Neural, "1:5"), (ModelKinds.Perceptron, "0.1:5") })
        {
            var plan = new TrainingPlan(kind) { Schedule = LearningRateSchedule.Parse(schedule), BatchSize = 4 };
            Experiment.Train(plan, names, seed: 1).Checkpoint.Save(PathOf(kind.Name));
        }

        var wide = new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 2000);
        new Checkpoint(new MultilayerPerceptron<float>(Vocabulary.English, wide, new TorchGenerator(1))).Save(PathOf("wide"));
        new Checkpoint(new NeuralBigram<float>(an, new Tensor<float>([3, 3]))).Save(PathOf("silent"));
        var gone = Checkpoint.Load(PathOf("neural"));
        new Checkpoint(gone.Model) { Training = { ["input"] = PathOf("gone.csv") } }.Save(PathOf("orphan"));
        new Checkpoint(gone.Model) { Training = { ["input"] = PathOf("changed.txt"), ["names_sha256"] = "00" } }.Save(PathOf("stranger"));
    }

    private void MakeMalformedCheckpoints()
    {
        byte[] neural = File.ReadAllBytes(PathOf("neural"));
        File.WriteAllBytes(PathOf("short"), neural[..^10]);
        File.WriteAllBytes(PathOf("stump"), neural[..5]);
        File.WriteAllBytes(PathOf("tail"), [.. neural, 0]);
        File.WriteAllBytes(PathOf("noise"), Noise(3000));
        Variant("neural", "format", header => header["__metadata__"]!["format"] = "somebody's checkpoint");
        Variant("neural", "kind", header => header["__metadata__"]!["model"] = "gpt-9");
        Variant("neural", "letters", header => header["__metadata__"]!["letters"] = "aa");
        Variant("neural", "shape", header => header["weights"]!["shape"] = new JsonArray(1, 729));
        Variant("neural", "negative", header => header["weights"]!["shape"] = new JsonArray(-27, -27));
        Variant("neural", "huge-shape", header => header["weights"]!["shape"] = new JsonArray(2_000_000_000, 2_000_000_000));
        Variant("neural", "unlettered", header => header["__metadata__"]!.AsObject().Remove("letters"));
        Variant("neural", "no-seed", header => header["__metadata__"]!.AsObject().Remove("training.seed"));
        Variant("neural", "past-schedule", header => header["__metadata__"]!["training.schedule"] = "1:3");
        Variant("neural", "no-schedule", header => header["__metadata__"]!["training.schedule"] = "much");
        Variant("neural", "other-recipe", header => header["__metadata__"]!["training.recipe"] = "seed-mlp");
        Variant("mlp", "hungry", header => header["__metadata__"]!["hidden_size"] = "100000000");
        Variant("mlp", "zero-size", header => header["__metadata__"]!["hidden_size"] = "0");
        Variant("mlp", "batch", header => header["__metadata__"]!["training.batch_size"] = "-4");
        Variant("mlp", "huge-batch", header => header["__metadata__"]!["training.batch_size"] = "2000000000");
        Variant("neural", "nan", header => { }, "weights", (data, _) => BinaryPrimitives.WriteSingleLittleEndian(data, float.NaN));
        Variant("mlp", "infinite", header => { }, "hidden.bias", (data, end) =>
            BinaryPrimitives.WriteSingleLittleEndian(data[(end - sizeof(float))..], float.NegativeInfinity));
        Variant("mlp", "giant", header => { }, "output.weights", (data, end) =>
        {
            Span<float> weights = MemoryMarshal.Cast<byte, float>(data[..end]);
            for (int i = 0; i < weights.Length; i++) weights[i] = i % 2 == 0 ? 3e38f : -3e38f;
        });
        Variant("mlp", "position", header => { }, "generator.minibatch", (data, end) => data[..end].Fill(0xFF));
        Variant("neural", "steps", header => { }, "run.steps", (data, _) => BinaryPrimitives.WriteInt64LittleEndian(data, -1));
        Variant("counts", "below-zero", header => { }, "N", (data, _) => BinaryPrimitives.WriteInt64LittleEndian(data, -1));
    }

    // A checkpoint with another header, or other data: those of one tensor, and where they end.
    private void Variant(
        string from, string to, Action<JsonObject> changeHeader, string? tensor = null, SpanAction? changeData = null)
    {
        byte[] whole = File.ReadAllBytes(PathOf(from));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        JsonObject header = JsonNode.Parse(whole.AsSpan(sizeof(long), length))!.AsObject();
        Span<byte> data = whole.AsSpan(sizeof(long) + length);
        if (tensor is not null)
        {
            JsonNode offsets = header[tensor]!["data_offsets"]!;
            (int begin, int end) = (offsets[0]!.GetValue<int>(), offsets[1]!.GetValue<int>());
            changeData!(data[begin..], end - begin);
        }

        changeHeader(header);
        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var size = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(size, text.Length);
        File.WriteAllBytes(PathOf(to), [.. size, .. text, .. data]);
    }

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static string ContentOf(FileInfo file) =>
        file.Length is 0 or > 1_000_000 ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)));

    private delegate void SpanAction(Span<byte> data, int end);
}
