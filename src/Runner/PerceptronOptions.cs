using System.CommandLine;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>The command-line options that describe an MLP and its training.</summary>
internal sealed class PerceptronOptions(string? defaultSchedule)
{
    private readonly Option<int> block = Arguments.Whole("--block-size", "How many characters the model looks back at", 3);
    private readonly Option<int> embedding = Arguments.Whole("--embedding-size", "The length of each character's vector", 2);
    private readonly Option<int> hidden = Arguments.Whole("--hidden-size", "The number of hidden neurons", 100);
    private readonly Option<int> batch = Arguments.Whole("--batch-size", "The number of examples in a step", 32);
    private readonly Option<int> threads = Arguments.Threads();
    private readonly Option<LearningRateSchedule>? schedule = defaultSchedule is null ? null : Arguments.Schedule(defaultSchedule);
    private readonly Option<int> evaluateEvery = Arguments.Whole(
        "--evaluate-every", "Steps between validation losses; 0 for none", 5000, minimum: 0);

    private readonly Option<SplitFractions> split = new("--split")
    {
        Description = "The shares of training, validation and test",
        HelpName = "T,V,T",
        CustomParser = Arguments.Parsed(SplitFractions.Parse),
        DefaultValueFactory = _ => SplitFractions.Default,
    };

    private readonly Option<SplitBy> splitBy = Arguments.Choice<SplitBy>(
        "--split-by", "example: as the original; name: no name is in two sets");

    /// <summary>Adds the options; those of a schedule only where there is one.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { block, embedding, hidden, batch, threads, split, splitBy }) command.Add(option);
        if (schedule is null) return;
        command.Add(schedule);
        command.Add(evaluateEvery);
    }

    /// <summary>What the user asked for; the schedule is a single step where there is none.</summary>
    public PerceptronSettings Read(ParseResult call) => new(
        new MultilayerPerceptronSizes(call.GetValue(block), call.GetValue(embedding), call.GetValue(hidden)),
        schedule is null ? new LearningRateSchedule(new LearningRateStage(1, 1)) : call.GetValue(schedule)!,
        call.GetValue(batch),
        call.GetValue(split)!,
        call.GetValue(splitBy),
        schedule is null ? 0 : call.GetValue(evaluateEvery),
        call.GetValue(threads));

    /// <summary>
    /// Deals out the examples of these names and does <paramref name="work"/> on them. Sizes for which there is no memory are told before,
    /// where that can be known, or when it runs out.
    /// </summary>
    /// <exception cref="UsageException">
    /// A size is too large, or the split leaves nothing to train on; the message names the option.
    /// </exception>
    public T Run<T>(ParseResult call, NameList names, PerceptronSettings settings, Func<Split, T> work)
    {
        if (Needed(settings, names) is var bytes && bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) throw TooLarge(call, bytes);
        try
        {
            return work(SplitOf(names, settings));
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(call, bytes);
        }
    }

    private static Split SplitOf(NameList names, PerceptronSettings settings)
    {
        var examples = new Examples(names.Names, names.Vocabulary, settings.Sizes.Block);
        try
        {
            return new Split(examples, settings.Split, settings.SplitBy);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"--split: {exception.Message}");
        }
    }

    /// <summary>
    /// About how many bytes a training needs: of the text, 2 a token; of parameters with their gradients, and of the layers of a batch with
    /// theirs, 8 a number. More numbers than an array can hold need more memory than there is.
    /// </summary>
    private static double Needed(PerceptronSettings settings, NameList names)
    {
        (double block, double embedding, double hidden) = (settings.Sizes.Block, settings.Sizes.Embedding, settings.Sizes.Hidden);
        (double letters, double inputs) = (names.Vocabulary.Size, block * embedding);
        double rows = Math.Max(settings.BatchSize, 256); // losses are computed 256 contexts at a time
        double text = names.Names.Sum(name => name.Length + block);
        double[] arrays = [letters * embedding, inputs * hidden, hidden * letters, rows * inputs, rows * hidden, rows * letters];
        double numbers = arrays.Sum();
        return text > Array.MaxLength || numbers > Array.MaxLength ? double.PositiveInfinity : (2 * text) + (8 * numbers);
    }

    // The size to blame is the one that is farthest above what it is without being asked for.
    private UsageException TooLarge(ParseResult call, double bytes)
    {
        (Option<int> Option, int Usual)[] sizes = [(block, 3), (embedding, 2), (hidden, 100), (batch, 32)];
        Option<int> largest = sizes.MaxBy(size => (double)call.GetValue(size.Option) / size.Usual).Option;
        string needed = double.IsFinite(bytes) ? $"about {bytes / 1e9:0.0} GB" : "more numbers than an array can hold";
        return new UsageException(
            $"{largest.Name} {call.GetValue(largest)}: that needs {needed}, and there is no room; give a smaller number");
    }
}
