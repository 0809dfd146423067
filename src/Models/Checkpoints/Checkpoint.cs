using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A trained model in one safetensors file. Its tensors are stored under their names in the module tree: weights as F32, or as F64 if they
/// were trained in float64; counts as I64. A run that trains in steps is in the file too: optimizer, generator and history (see
/// <see cref="TrainingState{T}"/>). The metadata holds strings: the kind of model, its letters, its options and how it was trained.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>What the names in <see cref="Training"/> begin with in the file's metadata.</summary>
    internal const string TrainingPrefix = "training.";

    // The second did not hold a run.
    private const string Format = "makemore checkpoint 3", SecondFormat = "makemore checkpoint 2", FirstFormat = "makemore checkpoint 1";

    // The parameters' names in the first format.
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

    /// <summary>How it was trained: seed, input, schedule and so on, by the names in <see cref="TrainingKeys"/>.</summary>
    public SortedDictionary<string, string> Training { get; } = new(StringComparer.Ordinal);

    /// <summary>The file that it was loaded from; empty if it was not.</summary>
    public string Path { get; private init; } = "";

    /// <summary>Adds the run, its model included, to the file; null if there are no steps.</summary>
    internal Action<SafetensorsFile>? SaveRun { get; init; }

    private SafetensorsFile? Contents { get; init; } // of the file that it was loaded from

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
        foreach ((string key, string value) in Training) file.Metadata[TrainingPrefix + key] = value;
        file.Metadata["format"] = Format;
        file.Metadata["model"] = Model.Kind.Name;
        file.Metadata["letters"] = Model.Vocabulary.Letters;
        foreach (ModelOption option in Model.Kind.Options) file.Metadata[KeyOf(option)] = option.TextOf(Model.Options[option]);
        (SaveRun ?? Model.Save)(file);
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

    /// <summary>Says on which names, in which order, and with which seed the model was trained.</summary>
    internal void AddTraining(NameList names, ulong seed)
    {
        Training[TrainingKeys.Input] = names.Path;
        Training[TrainingKeys.Column] = names.Column;
        Training[TrainingKeys.Names] = $"{names.Names.Count}";
        Training[TrainingKeys.NamesHash] = names.Fingerprint;
        Training[TrainingKeys.Seed] = $"{seed}";
        Training[TrainingKeys.Shuffle] = names.IsShuffled ? "true" : "false";
        Training[TrainingKeys.Duplicates] = $"{names.Duplicates}".ToLowerInvariant();
    }

    /// <summary>Whether this is of the same run as another checkpoint, no further than that.</summary>
    internal bool IsEarlierPartOf(Checkpoint other) =>
        IsOfSameMake(other) && Steps <= other.Steps && Settings(this).SequenceEqual(Settings(other));

    /// <summary>Why another checkpoint should not be lost when this one takes its place; null if it may be.</summary>
    internal string? WhyNotToReplace(Checkpoint other)
    {
        if (!IsOfSameMake(other, withOptions: false) || NamesHash != other.NamesHash) return "was trained on other names";
        (double? Ours, double? Theirs) validation = (Loss(TrainingKeys.ValidationLoss), other.Loss(TrainingKeys.ValidationLoss));
        (double? Ours, double? Theirs) all = (Loss(TrainingKeys.Loss), other.Loss(TrainingKeys.Loss));
        (double? ours, double? theirs) = validation is { Ours: not null, Theirs: not null } ? validation : all;
        if (ours is null || theirs is null) return "does not say how good it is";
        return theirs < ours ? string.Create(CultureInfo.InvariantCulture, $"is better (loss {theirs:0.0000} against {ours:0.0000})") : null;
    }

    /// <summary>Puts the run that the file holds into <paramref name="state"/>. Returns what it did so far.</summary>
    /// <exception cref="DataException">The file holds no run, or one that does not fit; the message names what.</exception>
    internal TrainingResult LoadRun<T>(TrainingState<T> state) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Contents is null || !TrainingState<T>.IsIn(Contents))
            throw new DataException($"{Path}: it holds a model, but no training that can go on");
        try
        {
            return state.Load(Contents);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException(exception.Message, exception);
        }
    }

    private static Checkpoint Load(SafetensorsFile file, string path, IReadOnlyList<ModelKind> kinds)
    {
        string? format = file.Metadata.GetValueOrDefault("format");
        if (format is not (Format or SecondFormat or FirstFormat))
            throw new DataException($"{path}: a safetensors file, but not one of ours: its metadata has no \"format\": \"{Format}\"");
        Vocabulary vocabulary = Vocabulary.FromLetters(String("letters"));
        string name = String("model");
        ModelKind kind = kinds.FirstOrDefault(kind => kind.Name == name)
            ?? throw new DataException($"{path}: a model of kind \"{Quote.Start(name)}\", which this version does not know");
        OptionValues options = kind.Options.Aggregate(OptionValues.Defaults, (chosen, option) => chosen.With(option, Value(option)));
        ILanguageModel model = kind.Make(vocabulary, options, new ValueSource<float>(ZerosWithin<float>(file)));
        if (model is NeuralModel<float> network && file.Entries.Any(entry => NameInModel(entry.Name) is not null && entry.Values is double[]))
            model = network.MakeAgain(new ValueSource<double>(ZerosWithin<double>(file)));
        model.Load(file, NameInModel);
        if (file.Entries.FirstOrDefault(entry => NameInModel(entry.Name) is not null && !IsFinite(entry)) is { } broken)
            throw new DataException(
                $"{path}: the tensor \"{Quote.Start(broken.Name)}\" holds NaN or infinity, so the model knows nothing; train it again");
        var checkpoint = new Checkpoint(model) { Path = path, Contents = file };
        foreach ((string key, string value) in file.Metadata)
            if (key.StartsWith(TrainingPrefix, StringComparison.Ordinal)) checkpoint.Training[key[TrainingPrefix.Length..]] = value;
        return checkpoint;

        string? NameInModel(string name) =>
            TrainingState<float>.IsOfTheRun(name) ? null : format == FirstFormat ? EarlierNames.GetValueOrDefault(name, name) : name;

        string String(string key) => file.Metadata.TryGetValue(key, out string? value)
            ? value
            : throw new DataException($"{path}: its metadata has no \"{key}\"");

        // An option that the file does not name is younger than the file, and its default is what there was before.
        double Value(ModelOption option)
        {
            try
            {
                return file.Metadata.TryGetValue(KeyOf(option), out string? text) ? option.Parse(text) : option.Default;
            }
            catch (ArgumentException exception)
            {
                throw new DataException($"{path}: \"{KeyOf(option)}\" in its metadata {exception.Message}", exception);
            }
        }
    }

    private string? NamesHash => Training.GetValueOrDefault(TrainingKeys.NamesHash);

    private long Steps =>
        long.TryParse(Training.GetValueOrDefault(TrainingKeys.Steps), CultureInfo.InvariantCulture, out long steps) ? steps : 0;

    // What does not change while a run goes on.
    private static IEnumerable<KeyValuePair<string, string>> Settings(Checkpoint checkpoint) =>
        checkpoint.Training.Where(setting => setting.Key is not (TrainingKeys.Steps or TrainingKeys.Loss or TrainingKeys.ValidationLoss));

    private double? Loss(string key) =>
        double.TryParse(Training.GetValueOrDefault(key), CultureInfo.InvariantCulture, out double loss) ? loss : null;

    private bool IsOfSameMake(Checkpoint other, bool withOptions = true) =>
        Model.Kind.Name == other.Model.Kind.Name && Model.Vocabulary.Letters == other.Model.Vocabulary.Letters
        && (!withOptions || Model.Kind.Options.All(option => Model.Options[option] == other.Model.Options[option]));

    // A few bytes of metadata can ask for gigabytes. A model that is in the file has no more numbers than the file; twice as many leave
    // room to say which shape is wrong.
    private static Func<Shape, Initial, Tensor<T>> ZerosWithin<T>(SafetensorsFile file) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long held = file.Entries.Sum(entry => (long)entry.Shape.Elements), left = 2 * held;
        return (shape, _) => (left -= shape.Elements) >= 0
            ? new Tensor<T>(shape)
            : throw new InvalidDataException($"its metadata ask for a tensor of shape {shape}, and it holds {held} numbers in all");
    }

    private static bool IsFinite(SafetensorsEntry entry) => entry.Values switch
    {
        float[] values => Kernels.AllFinite<float>(values),
        double[] values => Kernels.AllFinite<double>(values),
        _ => true,
    };

    private static string KeyOf(ModelOption option) => option.Name.Replace('-', '_');
}
