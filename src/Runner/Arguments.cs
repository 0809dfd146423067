using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner;

/// <summary>The options that several commands share. Each call makes a new option for one command.</summary>
internal static class Arguments
{
    // More than any processor has. Each is a thread of the operating system.
    private const int MaximumThreads = 1024;

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of all random numbers; the same seed gives the same result",
        HelpName = "N",
        DefaultValueFactory = _ => 1234,
        CustomParser = Parsed(ParseSeed),
    };

    public static Option<string?> Json() =>
        new("--json") { Description = "Also write the results to this file, as one JSON object", HelpName = "FILE" };

    public static Option<string> Output() => new("--output")
    {
        Description = "Folder for the files that are written; created if it does not exist",
        HelpName = "DIR",
        DefaultValueFactory = _ => "out",
    };

    public static Option<string> Model() =>
        new("--model") { Description = "The .safetensors file that `train` wrote", HelpName = "FILE", Required = true };

    public static Option<string?> Input() =>
        new("--input") { Description = "A CSV file, or a .txt file of one name a line [default: the names that ship]", HelpName = "FILE" };

    public static Option<string> Column() =>
        new("--column") { Description = "The CSV column that holds the names", HelpName = "NAME", DefaultValueFactory = _ => "Name" };

    public static Option<int> Threads() => Whole(
        "--threads",
        "Threads for large batches and for losses; the result does not depend on them",
        Environment.ProcessorCount,
        maximum: MaximumThreads);

    public static Option<MultinomialKind> Multinomial() => Choice<MultinomialKind>(
        "--multinomial",
        "How a character is drawn: as PyTorch does with MKL on Intel, on other processors (portable), " +
        "or when drawing many (cumulative)");

    /// <summary>One of an enumeration's names, in lower case. The first is the default.</summary>
    public static Option<T> Choice<T>(string name, string description) where T : struct, Enum
    {
        string[] choices = [.. Enum.GetNames<T>().Select(choice => choice.ToLowerInvariant())];
        return new Option<T>(name)
        {
            Description = $"{description} [default: {choices[0]}]",
            HelpName = string.Join('|', choices),
            CustomParser = Parsed(text => choices.Contains(text.ToLowerInvariant())
                ? Enum.Parse<T>(text, ignoreCase: true)
                : throw new ArgumentException($"must be one of {string.Join(", ", choices)}, and is '{Quote.Start(text)}'")),
        };
    }

    /// <summary>A learning-rate schedule, written as rate:steps,rate:steps.</summary>
    public static Option<LearningRateSchedule> Schedule(LearningRateSchedule defaultSchedule) => new("--schedule")
    {
        Description = "Learning rates and the number of steps at each, rate:steps,rate:steps",
        HelpName = "RATE:STEPS,...",
        CustomParser = Parsed(LearningRateSchedule.Parse),
        DefaultValueFactory = _ => defaultSchedule,
    };

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int> Whole(
        string name, string description, int defaultValue, int minimum = 1, int maximum = int.MaxValue) => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = Parsed(text => (int)ModelOption.Whole(name, description, defaultValue, minimum, maximum).Parse(text)),
        };

    /// <summary>How often a run is saved; null for the default.</summary>
    public static Option<int?> CheckpointEvery() => new("--checkpoint-every")
    {
        Description = "Steps between checkpoints, from which `train --resume` goes on; 0 for none [default: one every 30 seconds]",
        HelpName = "N",
        CustomParser = Parsed<int?>(text =>
            (int)ModelOption.Whole("checkpoint-every", "", defaultValue: 0, minimum: 0).Parse(text)),
    };

    /// <summary>A number for which <paramref name="isValid"/> holds; <paramref name="rule"/> says what it must be.</summary>
    public static Option<double> Number(
        string name, string description, double defaultValue, Func<double, bool> isValid, string rule) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = Parsed(text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && isValid(value)
                    ? value
                    : throw new ArgumentException($"must be {rule}, and is {Quote.Start(text)}")),
        };

    /// <summary>
    /// Makes the folder that <c>--output</c> names, if it does not exist, and throws, before the work begins, if these files in it could
    /// not be written afterwards.
    /// </summary>
    /// <exception cref="UsageException">The folder is a file, or one of the files is a folder or is read.</exception>
    /// <exception cref="IOException">The folder cannot be made, or a file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be written.</exception>
    public static void MakeFolder(ParseResult call, string output, params string[] files)
    {
        if (File.Exists(output))
            throw new UsageException(
                $"--output {Quote.End(output)}: this is {new FileAtPath(output).Description}; give the name of a folder");
        Directory.CreateDirectory(output);
        foreach (string file in files.Select(file => Path.Combine(output, file)))
        {
            NamedFiles.CheckThatItIsNotRead(call, "--output", file);
            CheckWritable("--output", file);
        }
    }

    /// <summary>Throws, before the work begins, if the file that an option names could not be written afterwards.</summary>
    /// <exception cref="UsageException">It is a folder, or its folder does not exist.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void CheckWritable(string option, string? path)
    {
        if (path is null) return;
        if (Directory.Exists(path)) throw new UsageException($"{option} {Quote.End(path)}: this is a folder; give the name of a file");
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new UsageException($"{option} {Quote.End(path)}: there is no folder {Quote.End(folder ?? "")}; make it first");
        AtomicFile.CheckWritable(path);
    }

    /// <summary>A name as a model knows it: in lower case, with only its letters.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    /// <exception cref="DataException">A character is not in the vocabulary.</exception>
    public static string KnownName(Vocabulary vocabulary, string name)
    {
        string lower = name.Trim().ToLowerInvariant();
        if (lower.Length == 0) throw new UsageException("--name: a name must have at least one letter");
        CheckKnown("--name", vocabulary, lower);
        return lower;
    }

    /// <summary>Throws if the text of an option has a character that a model does not know.</summary>
    /// <exception cref="DataException">
    /// A character is not in the vocabulary. The message names the option, the character and its place.
    /// </exception>
    public static void CheckKnown(string option, Vocabulary vocabulary, string text)
    {
        try
        {
            vocabulary.Encode(text);
        }
        catch (ArgumentException exception)
        {
            throw new DataException($"{option}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a seed.</summary>
    /// <exception cref="ArgumentException">It is not a whole number of 64 bits. The message follows the option's name.</exception>
    public static ulong ParseSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new ArgumentException($"must be a whole number from 0 to {ulong.MaxValue}, and is '{Quote.Start(text)}'");

    /// <summary>Parses an option with a function of the Models floor, whose message is shown if it fails.</summary>
    public static Func<ArgumentResult, T> Parsed<T>(Func<string, T> parse) =>
        result => ParsedAll(parse)(result) is [T value] ? value : default!;

    /// <summary>The same for an option that may have several values.</summary>
    public static Func<ArgumentResult, T[]> ParsedAll<T>(Func<string, T> parse) => result =>
    {
        try
        {
            return [.. result.Tokens.Select(token => parse(token.Value))];
        }
        catch (ArgumentException exception)
        {
            string option = $"{(result.Parent as OptionResult)?.Option.Name}", message = exception.Message;
            result.AddError(message.StartsWith("must be", StringComparison.Ordinal) ? $"{option} {message}" : $"{option}: {message}");
            return [];
        }
    };
}
