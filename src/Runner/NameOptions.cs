using System.CommandLine;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner;

/// <summary>The command-line options that say which names a command learns from.</summary>
/// <param name="alwaysShuffles">Whether the names are shuffled without an option for it.</param>
internal sealed class NameOptions(bool alwaysShuffles = false)
{
    private readonly Option<string?> input = Arguments.Input();
    private readonly Option<string> column = Arguments.Column();

    private readonly Option<Alphabet> alphabet = Arguments.Choice<Alphabet>(
        "--alphabet", "english: a to z; auto: all letters that occur in the names, of any script");

    private readonly Option<Duplicates> duplicates = Arguments.Choice<Duplicates>(
        "--duplicates", "drop: only the first of equal names counts; keep: all of them count");

    private readonly Option<bool> shuffle = new("--shuffle")
    {
        Description = "Put the names in a random order (from the seed) before the split",
    };

    /// <summary>The data set that ships, copied beside the program when it is built.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "data", "indian-names.csv");

    /// <summary>Adds the options. The option to shuffle is added only if there is a choice.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { input, column, alphabet, duplicates }) command.Add(option);
        if (!alwaysShuffles) command.Add(shuffle);
    }

    /// <summary>Reads and cleans the names.</summary>
    /// <exception cref="DataException">The file cannot be read, or has no usable names.</exception>
    public NameList Read(ParseResult call, ulong seed)
    {
        Vocabulary? vocabulary = call.GetValue(alphabet) == Alphabet.Auto ? null : Vocabulary.English;
        var names = NameList.Read(call.GetValue(input) ?? Shipped, call.GetValue(column)!, vocabulary, call.GetValue(duplicates));
        return alwaysShuffles || call.GetValue(shuffle) ? names.Shuffled(new TorchGenerator(seed)) : names;
    }

    /// <summary>A line on how many rows gave a name, and a line for each reason why others did not.</summary>
    public static IEnumerable<string> Account(NameList names)
    {
        yield return $"{Count(names.Names.Count, "name")} of {Count(names.TotalRows, "row")} in {Path.GetFileName(names.Path)}";
        foreach (DroppedRows dropped in names.Dropped.Where(dropped => dropped.Count > 0))
            yield return $"  dropped {dropped}" + (dropped.Reason == DropReason.Duplicate ? "; --duplicates keep would keep them" : "");

        static string Count(int number, string thing) => $"{number:N0} {thing}{(number == 1 ? "" : "s")}";
    }

    /// <summary>
    /// The names of <paramref name="input"/>, or by default those that a model was trained on, cleaned in the same way, with its letters. A
    /// checkpoint holds the path and a fingerprint of the names, not the names themselves. Whoever wrote it may have named any file of
    /// ours. So nothing of that file is shown unless its names have the fingerprint.
    /// </summary>
    /// <exception cref="DataException">The file is missing, cannot be read, or has changed.</exception>
    /// <exception cref="UsageException">The file would be written over.</exception>
    public static NameList OfTraining(Checkpoint checkpoint, ParseResult call, string? input, string? column = null)
    {
        if (input is not null) return Read(input, column);
        string trainedOn = checkpoint.Training.GetValueOrDefault(TrainingKeys.Input, ""), shown = Quote.End(trainedOn);
        bool shipped = Path.GetFileName(trainedOn) == Path.GetFileName(Shipped) && !File.Exists(trainedOn);
        string path = shipped ? Shipped : trainedOn;
        if (path.Length == 0)
            throw new DataException($"{checkpoint.Path}: it does not say which names it was trained on; give them with --input");
        if (!File.Exists(path))
            throw new DataException($"{shown}: the names that this model was trained on are no longer there; give them with --input");
        NamedFiles.CheckThatItIsNotWritten(call, path);
        try
        {
            NameList names = Read(path, column: null);
            if (names.Fingerprint == checkpoint.Training.GetValueOrDefault(TrainingKeys.NamesHash)) return names;
        }
        catch (DataException)
        {
            // Its message may quote the file.
        }

        throw new DataException(
            $"{shown}: this does not hold the names that this model was trained on, or not any more; " +
            "to use it all the same, give it with --input");

        NameList Read(string path, string? column) => NameList.Read(
            path,
            column ?? checkpoint.Training.GetValueOrDefault(TrainingKeys.Column, "Name"),
            checkpoint.Model.Vocabulary,
            checkpoint.Training.GetValueOrDefault(TrainingKeys.Duplicates) == "keep" ? Duplicates.Keep : Duplicates.Drop);
    }
}

/// <summary>Which letters names may have.</summary>
internal enum Alphabet
{
    /// <summary>a to z.</summary>
    English,

    /// <summary>All letters that occur in the names.</summary>
    Auto,
}
