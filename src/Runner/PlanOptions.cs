using System.CommandLine;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;

namespace Makemore.Runner;

/// <summary>The command-line options that say how a kind of model is made and trained.</summary>
/// <param name="kind">The kind of model.</param>
/// <param name="trains">Whether a training follows, with a schedule and checkpoints.</param>
internal sealed class PlanOptions(ModelKind kind, bool trains)
{
    // The defaults for batches and splits, whatever the model.
    private static readonly TrainingPlan Usual = new(ModelKinds.Uniform);

    private readonly ChosenOption[] options = [.. kind.Options.Select(option => new ChosenOption(option))];

    private readonly Option<int> batch = Arguments.Whole("--batch-size", "The number of examples in a step", Usual.BatchSize);
    private readonly Option<int> threads = Arguments.Threads();
    private readonly Option<LearningRateSchedule>? schedule =
        trains && kind.Training?.Schedule is { } usual ? Arguments.Schedule(usual) : null;

    private readonly Option<int> evaluateEvery = Arguments.Whole(
        "--evaluate-every", "Steps between validation losses; 0 for none", Usual.EvaluateEvery, minimum: 0);

    private readonly Option<int?> checkpointEvery = Arguments.CheckpointEvery();

    private readonly Option<SplitFractions> split = new("--split")
    {
        Description = "The shares of training, validation and test",
        HelpName = "T,V,T",
        CustomParser = Arguments.Parsed(SplitFractions.Parse),
        DefaultValueFactory = _ => Usual.Split,
    };

    private readonly Option<SplitBy> splitBy = Arguments.Choice<SplitBy>(
        "--split-by", "example: as in the original; name: no name is in two sets");

    private bool HasMiniBatches => kind.Training is ModelTraining.MiniBatches;

    /// <summary>Adds the options that the kind of model uses.</summary>
    public void AddTo(Command command)
    {
        foreach (ChosenOption option in options) command.Add(option.Argument);
        if (HasMiniBatches)
            foreach (Option option in new Option[] { batch, threads, split, splitBy }) command.Add(option);
        if (schedule is null) return;
        command.Add(schedule);
        command.Add(checkpointEvery);
        if (HasMiniBatches) command.Add(evaluateEvery);
    }

    /// <summary>What the user asked for.</summary>
    /// <exception cref="UsageException">Values of the model's options do not go together.</exception>
    public TrainingPlan Read(ParseResult call)
    {
        var plan = new TrainingPlan(kind)
        {
            Options = options.Aggregate(OptionValues.Defaults, (chosen, one) => chosen.With(one.Of, one.Value(call))),
        };
        if (kind.Fault(plan.Options) is { } fault) throw new UsageException($"{kind.Name}: {fault}");
        if (schedule is not null) plan = plan with { Schedule = call.GetValue(schedule), CheckpointEvery = call.GetValue(checkpointEvery) };
        return !HasMiniBatches ? plan : plan with
        {
            BatchSize = call.GetValue(batch),
            Threads = call.GetValue(threads),
            Split = call.GetValue(split)!,
            SplitBy = call.GetValue(splitBy),
            EvaluateEvery = call.GetValue(evaluateEvery),
        };
    }

    /// <summary>Runs a training. Sizes too large for memory are refused beforehand if we can tell, or else when memory runs out.</summary>
    /// <exception cref="UsageException">
    /// A size is too large, or the split leaves nothing to train on. The message names the option.
    /// </exception>
    public T Run<T>(ParseResult call, TrainingPlan plan, NameList names, Func<T> work)
    {
        double bytes = Needed(plan, names);
        if (bytes > MostBytes) throw TooLarge(call, bytes, names);
        try
        {
            return work();
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(call, bytes, names);
        }
        catch (NothingToTrainOnException exception)
        {
            throw new UsageException($"--split: {exception.Message}");
        }
    }

    /// <summary>Refuses a plan that is too large for memory.</summary>
    /// <exception cref="DataException">It is too large.</exception>
    public static void CheckFits(TrainingPlan plan, NameList names)
    {
        if (Needed(plan, names) is var bytes && bytes > MostBytes) throw TooLarge(bytes, names);
    }

    /// <summary>
    /// About how many bytes a training needs, by measurements of its peak: 2 for each token of the text, and 8 for each in its different
    /// contexts; 100 for each parameter, with its gradients, copies and files; for each row of a step, and of those whose losses the threads
    /// compute, 48 for each logit and 24 for each other number in the layers; 20 for each of these others in the rows that are pictured.
    /// More numbers than an array can hold are always too many.
    /// </summary>
    internal static double Needed(TrainingPlan plan, NameList names)
    {
        const double ChunkRows = 256; // losses, and large batches, are computed so many contexts at a time
        if (plan.Kind.Size?.Invoke(names.Vocabulary.Size, plan.Options) is not { } size) return 0;
        double examples = names.Names.Sum(name => name.Length + 1.0), text = examples + (names.Names.Count * size.BlockSize);
        double contexts = size.AnswersEveryPosition
            ? names.Names.Count
            : Math.Min(examples, Math.Pow(names.Vocabulary.Size, size.BlockSize));
        double tokens = contexts * size.BlockSize;
        double batch = plan.Kind.Training is ModelTraining.MiniBatches ? plan.BatchSize : contexts;
        double largest = Math.Max(Math.Max(text, tokens), size.Parameters + (Math.Max(batch, ChunkRows) * size.Layers));
        if (largest > Array.MaxLength) return double.PositiveInfinity;

        double measured = Math.Min(plan.Threads * ChunkRows, contexts);
        bool isDrawn = plan.Kind.Training is ModelTraining.MiniBatches;
        double step = !isDrawn ? batch
            : size.AnswersEveryPosition
                ? Math.Min(batch, size.RowsTogether) * (size.BlockSize + 1) / 2 // a graph of some rows for each length: see RowBatch
                : Math.Min(batch, plan.Threads * ChunkRows);
        double answers = size.AnswersEveryPosition ? size.BlockSize : 1;
        double logits = Math.Min(answers * names.Vocabulary.Size, size.Layers), others = size.Layers - logits;
        return (2 * text) + (8 * tokens) + (100 * size.Parameters) + ((step + measured) * ((48 * logits) + (24 * others)))
            + (20 * Math.Min(TrainingFigures.PicturedRows, contexts) * Math.Min(others, size.Pictured));
    }

    // Half of the memory. Others need some too, and the system ends a program that takes all of it, without a word.
    private static double MostBytes => 0.5 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    // Blames the size that is furthest above its default, unless the names have even more letters than usual.
    private Exception TooLarge(ParseResult call, double bytes, NameList names)
    {
        var sizes = options.Where(one => one.Of is { IsWhole: true, Words: null })
            .Select(one => (one.Argument.Name, Value: one.Value(call), Usual: one.Of.Default)).ToList();
        if (HasMiniBatches) sizes.Add((batch.Name, call.GetValue(batch), Usual.BatchSize));
        if (sizes.Count == 0) return TooLarge(bytes, names);
        (string name, double value, double usual) = sizes.MaxBy(size => size.Value / size.Usual);
        return (double)names.Vocabulary.Size / Vocabulary.English.Size > value / usual
            ? TooLarge(bytes, names)
            : new UsageException($"{name} {value}: that needs {Text(bytes)}; give a smaller number");
    }

    private static DataException TooLarge(double bytes, NameList names) => new(
        $"the names have {names.Vocabulary.Size - 1:N0} different letters, and there are {names.Names.Count:N0} of them: " +
        $"this training needs {Text(bytes)}; give fewer");

    private static string Text(double bytes) => double.IsFinite(bytes)
        ? $"about {bytes / 1e9:0.0} GB of memory, more than there is to spare"
        : "more numbers than an array can hold";
}
