using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A trained model in one safetensors file, with all that sampling from it and going on with its training need: weights as F32 (counts as
/// I64), the state of the generator that draws mini-batches as U32, and how it was trained as strings.
/// </summary>
public sealed class Checkpoint
{
    private const string Format = "makemore checkpoint 2", EarlierFormat = "makemore checkpoint 1";
    private const string MiniBatchGeneratorName = "generator.minibatch";
    private const string CountsName = "N";

    // What the earlier format called the parameters.
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

    /// <summary>How it was trained: seed, input, schedule and so on, by name; for people and for resuming.</summary>
    public SortedDictionary<string, string> Training { get; } = new(StringComparer.Ordinal);

    /// <summary>The generator that draws mini-batches, as it stands after the last step; null for models that are not trained so.</summary>
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
    /// <exception cref="ArgumentException">The model is of a kind that learns nothing.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        var file = new SafetensorsFile();
        foreach ((string key, string value) in Training) file.Metadata["training." + key] = value;
        file.Metadata["format"] = Format;
        file.Metadata["model"] = Model.Kind;
        file.Metadata["letters"] = Model.Vocabulary.Letters;
        switch (Model)
        {
            case CountingBigram counts:
                file.Metadata["smoothing"] = counts.Smoothing.ToString("R", CultureInfo.InvariantCulture);
                file.Add(CountsName, [counts.Vocabulary.Size, counts.Vocabulary.Size], counts.Counts.ToArray());
                break;
            case MultilayerPerceptron<float> mlp:
                file.Metadata["block_size"] = Text(mlp.Sizes.Block);
                file.Metadata["embedding_size"] = Text(mlp.Sizes.Embedding);
                file.Metadata["hidden_size"] = Text(mlp.Sizes.Hidden);
                mlp.Save(file);
                break;
            case NeuralModel<float> network:
                network.Save(file);
                break;
            default:
                throw new ArgumentException($"Checkpoint: a model of kind {Model.Kind} has nothing to save");
        }

        if (MiniBatchGenerator is { } generator) file.Add(MiniBatchGeneratorName, [TorchGenerator.StateLength], generator.SaveState());
        file.Write(path);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="DataException">
    /// There is no such file, or it is no checkpoint of ours, or it is damaged; the message says which, and where.
    /// </exception>
    public static Checkpoint Load(string path)
    {
        try
        {
            return Load(SafetensorsFile.Read(path), path);
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

    private static Checkpoint Load(SafetensorsFile file, string path)
    {
        string? format = file.Metadata.GetValueOrDefault("format");
        if (format is not (Format or EarlierFormat))
            throw new DataException($"{path}: a safetensors file, but not one of ours: its metadata lack \"format\": \"{Format}\"");
        Vocabulary vocabulary = Vocabulary.FromLetters(String("letters"));
        string kind = String("model");
        ILanguageModel model = kind switch
        {
            "counts" => new CountingBigram(
                vocabulary, file.Values<long>(CountsName, [vocabulary.Size, vocabulary.Size]), Number<double>("smoothing")),
            "neural" => new NeuralBigram<float>(vocabulary, ValueSource<float>.Zeros),
            "mlp" => new MultilayerPerceptron<float>(
                vocabulary,
                new MultilayerPerceptronSizes(Number<int>("block_size"), Number<int>("embedding_size"), Number<int>("hidden_size")),
                ValueSource<float>.Zeros),
            _ => throw new DataException($"{path}: a model of kind \"{kind}\", which this version does not know"),
        };
        if (model is NeuralModel<float> network) network.Load(file, NameInModel);
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
            : throw new DataException($"{path}: its metadata lack \"{key}\"");

        TNumber Number<TNumber>(string key) where TNumber : INumber<TNumber> =>
            TNumber.TryParse(String(key), NumberStyles.Float, CultureInfo.InvariantCulture, out TNumber? value)
                ? value
                : throw new DataException($"{path}: \"{key}\" in its metadata is no number: \"{String(key)}\"");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
