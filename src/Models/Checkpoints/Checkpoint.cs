using System.Security.Cryptography;
using System.Text;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A trained model in one safetensors file. Its tensors are stored under their names in the module tree: weights as F32, counts as I64. The
/// state of the generator that drew the mini-batches is U32. The metadata holds strings: the kind of model, its letters, its options and
/// how it was trained.
/// </summary>
public sealed class Checkpoint
{
    private const string Format = "makemore checkpoint 2", EarlierFormat = "makemore checkpoint 1";
    private const string MiniBatchGeneratorName = "generator.minibatch";

    // The parameters' names in the earlier format.
    private static readonly Dictionary<string, string> EarlierNames = new()
    {
        ["C"] = "embedding.table",
        ["W1"] = "hidden.weights",
        ["b1"] = "hidden.bias",
        ["W2"] = "output.weights",
        ["b2"] = "output.bias",
        ["W"] = "weights",
    };

    /// <summary>A checkpoint of <paramref name="model"/>.</summary>
    public Checkpoint(ILanguageModel model) => Model = model;

    /// <summary>The model.</summary>
    public ILanguageModel Model { get; }

    /// <summary>How it was trained: seed, input, schedule and so on, by name.</summary>
    public SortedDictionary<string, string> Training { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The generator that draws mini-batches, as it was after the last step; null for a model that does not train on them.
    /// </summary>
    public TorchGenerator? MiniBatchGenerator { get; init; }

    /// <summary>
    /// A fingerprint of a list of names: the SHA-256 of the names, each followed by a line feed, in UTF-8, as hexadecimal digits.
    /// </summary>
    public static string Fingerprint(IEnumerable<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in names) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the checkpoint, all or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        var file = new SafetensorsFile();
        foreach ((string key, string value) in Training) file.Metadata["training." + key] = value;
        file.Metadata["format"] = Format;
        file.Metadata["model"] = Model.Kind.Name;
        file.Metadata["letters"] = Model.Vocabulary.Letters;
        foreach (ModelOption option in Model.Kind.Options) file.Metadata[KeyOf(option)] = ModelOption.Text(Model.Options[option]);
        Model.Save(file);
        if (MiniBatchGenerator is { } generator) file.Add(MiniBatchGeneratorName, [TorchGenerator.StateLength], generator.SaveState());
        file.Write(path);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">The kinds of model that it may hold; <see cref="ModelKinds.All"/> by default.</param>
    /// <exception cref="DataException">
    /// The file is missing, is damaged, or is not one of our checkpoints. The message says which, and where.
    /// </exception>
    public static Checkpoint Load(string path, IReadOnlyList<ModelKind>? kinds = null)
    {
        try
        {
            return Load(SafetensorsFile.Read(path), path, kinds ?? ModelKinds.All);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file; `train` writes one", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            bool saysWhere = exception.Message.StartsWith(path, StringComparison.Ordinal);
            throw new DataException(saysWhere ? exception.Message : $"{path}: {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new DataException($"{path}: {exception.Message}", exception);
        }
    }

    private static Checkpoint Load(SafetensorsFile file, string path, IReadOnlyList<ModelKind> kinds)
    {
        string? format = file.Metadata.GetValueOrDefault("format");
        if (format is not (Format or EarlierFormat))
            throw new DataException($"{path}: a safetensors file, but not one of ours: its metadata has no \"format\": \"{Format}\"");
        Vocabulary vocabulary = Vocabulary.FromLetters(String("letters"));
        string name = String("model");
        ModelKind kind = kinds.FirstOrDefault(kind => kind.Name == name)
            ?? throw new DataException($"{path}: a model of kind \"{Quote.Start(name)}\", which this version does not know");
        OptionValues options = kind.Options.Aggregate(OptionValues.Defaults, (chosen, option) => chosen.With(option, Value(option)));
        ILanguageModel model = kind.Make(vocabulary, options, new ValueSource<float>(ZerosWithin(file)));
        model.Load(file, NameInModel);
        bool hasGenerator = file.Entries.Any(entry => entry.Name == MiniBatchGeneratorName);
        var checkpoint = new Checkpoint(model)
        {
            MiniBatchGenerator = hasGenerator
                ? TorchGenerator.FromState(file.Values<uint>(MiniBatchGeneratorName, [TorchGenerator.StateLength]))
                : null,
        };
        foreach ((string key, string value) in file.Metadata)
            if (key.StartsWith("training.", StringComparison.Ordinal)) checkpoint.Training[key["training.".Length..]] = value;
        return checkpoint;

        string? NameInModel(string name) =>
            name == MiniBatchGeneratorName ? null : format == EarlierFormat ? EarlierNames.GetValueOrDefault(name, name) : name;

        string String(string key) => file.Metadata.TryGetValue(key, out string? value)
            ? value
            : throw new DataException($"{path}: its metadata has no \"{key}\"");

        double Value(ModelOption option)
        {
            try
            {
                return option.Parse(String(KeyOf(option)));
            }
            catch (ArgumentException exception)
            {
                throw new DataException($"{path}: \"{KeyOf(option)}\" in its metadata {exception.Message}", exception);
            }
        }
    }

    // A few bytes of metadata can ask for gigabytes. A model that is in the file has no more numbers than the file; twice as many leave
    // room to say which shape is wrong.
    private static Func<Shape, Initial, Tensor<float>> ZerosWithin(SafetensorsFile file)
    {
        long held = file.Entries.Sum(entry => (long)entry.Shape.Elements), left = 2 * held;
        return (shape, _) => (left -= shape.Elements) >= 0
            ? new Tensor<float>(shape)
            : throw new InvalidDataException($"its metadata ask for a tensor of shape {shape}, and it holds {held} numbers in all");
    }

    private static string KeyOf(ModelOption option) => option.Name.Replace('-', '_');
}
