using Makemore.Models;

namespace Makemore.Runner;

/// <summary>Finds again the names that a model was trained on. A checkpoint holds their path and fingerprint, not the names.</summary>
internal static class TrainingNames
{
    /// <summary>
    /// The names of <paramref name="input"/>, or else those that the checkpoint was trained on, cleaned with the model's letters.
    /// </summary>
    /// <exception cref="DataException">The file is gone, or cannot be read.</exception>
    public static NameData Of(Checkpoint checkpoint, string? input)
    {
        string column = checkpoint.Training.GetValueOrDefault("column", "Name");
        if (input is not null) return NameData.Load(input, column, checkpoint.Model.Vocabulary, shuffle: null);

        string trainedOn = checkpoint.Training.GetValueOrDefault("input", "");
        bool shipped = Path.GetFileName(trainedOn) == Path.GetFileName(NameData.Shipped) && !File.Exists(trainedOn);
        if (!shipped && !File.Exists(trainedOn))
            throw new DataException(
                $"{trainedOn}: the names that this model was trained on are not there any more; give them with --input");

        NameData data = NameData.Load(shipped ? NameData.Shipped : trainedOn, column, checkpoint.Model.Vocabulary, shuffle: null);
        if (Checkpoint.Fingerprint(data.Cleaned.Names) != checkpoint.Training.GetValueOrDefault("names_sha256"))
            Screen.Message($"{data.Path} has changed since this model was trained on it");
        return data;
    }
}
