using System.Globalization;
using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>Which model to train, and how. Settings that the model's way of learning does not use are ignored.</summary>
/// <param name="Kind">The kind of model.</param>
public sealed record TrainingPlan(ModelKind Kind)
{
    /// <summary>The values chosen for the kind's options.</summary>
    public OptionValues Options { get; init; } = OptionValues.Defaults;

    /// <summary>The learning rates and how many steps to take at each; null if there are no steps.</summary>
    public LearningRateSchedule? Schedule { get; init; } = Kind.Training?.Schedule;

    /// <summary>Makes the optimizer; by default the one that the kind's rates are for.</summary>
    public Func<IEnumerable<Parameter<float>>, Optimizer<float>> Optimizer { get; init; } =
        Kind.Training?.Optimizer ?? (parameters => new Sgd<float>(parameters));

    /// <summary>The number of examples in a step, or of names for a sequence model.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The shares for training, validation and test.</summary>
    public SplitFractions Split { get; init; } = SplitFractions.Default;

    /// <summary>What is split into them. A sequence model always gets whole names.</summary>
    public SplitBy SplitBy { get; init; }

    /// <summary>Steps between validation losses; 0 measures none.</summary>
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Threads for large batches and for losses. The result does not depend on their number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Steps between checkpoints; null for one every 30 seconds, 0 for none. They change nothing in the run.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Whether new names come from a random stream of its own: <see cref="TrainingStart{T}.NextName"/>.</summary>
    public bool HasOwnStream { get; init; }

    /// <summary>How a run of it begins, from the names and the seed; null for the usual way: <see cref="TrainingRun.Of"/>.</summary>
    internal Func<TrainingPlan, NameList, ulong, TrainingRun>? Begin { get; init; }

    /// <summary>The name of the recipe that this is the plan of; null if it is not of one.</summary>
    public string? Recipe { get; init; }

    /// <summary>The settings that decide what a training does, for its checkpoint; <see cref="Of"/> reads them back.</summary>
    internal IEnumerable<(string Key, string Value)> Settings
    {
        get
        {
            if (Recipe is not null) yield return (TrainingKeys.Recipe, Recipe);
            if (Schedule is null) yield break;
            yield return (TrainingKeys.Schedule, Schedule.ToString());
            if (Kind.Training is not ModelTraining.MiniBatches) yield break;
            yield return (TrainingKeys.BatchSize, $"{BatchSize}");
            yield return (TrainingKeys.Split, Split.ToString());
            yield return (TrainingKeys.SplitBy, $"{SplitBy}".ToLowerInvariant());
            yield return (TrainingKeys.EvaluateEvery, $"{EvaluateEvery}");
        }
    }

    /// <summary>The plan that a checkpoint's training follows.</summary>
    /// <exception cref="DataException">
    /// The checkpoint does not say how it was trained, or says something that makes no sense; the message names it.
    /// </exception>
    public static TrainingPlan Of(Checkpoint checkpoint)
    {
        ModelKind kind = checkpoint.Model.Kind;
        string? recipe = checkpoint.Training.GetValueOrDefault(TrainingKeys.Recipe);
        TrainingPlan plan = recipe is null
            ? new TrainingPlan(kind)
            : Recipes.All.FirstOrDefault(known => known.Name == recipe)?.Plan
                ?? throw Fault(TrainingKeys.Recipe, $"there is no recipe '{Quote.Start(recipe)}'");
        if (plan.Kind.Name != kind.Name)
            throw Fault(TrainingKeys.Recipe, $"the recipe '{recipe}' is not one for a model of kind \"{kind.Name}\"");
        plan = plan with { Options = checkpoint.Model.Options };
        if (kind.Training?.Schedule is null) return plan;
        plan = plan with { Schedule = Read(TrainingKeys.Schedule, LearningRateSchedule.Parse) };
        return kind.Training is not ModelTraining.MiniBatches ? plan : plan with
        {
            BatchSize = Read(TrainingKeys.BatchSize, text => Whole(text, minimum: 1)),
            Split = Read(TrainingKeys.Split, SplitFractions.Parse),
            SplitBy = Read(TrainingKeys.SplitBy, text => Enum.TryParse(text, ignoreCase: true, out SplitBy by) && Enum.IsDefined(by)
                ? by
                : throw new ArgumentException("must be example or name")),
            EvaluateEvery = Read(TrainingKeys.EvaluateEvery, text => Whole(text, minimum: 0)),
        };

        T Read<T>(string key, Func<string, T> parse)
        {
            if (!checkpoint.Training.TryGetValue(key, out string? text)) throw Fault(key, "it is missing, so the training cannot go on");
            try
            {
                return parse(text);
            }
            catch (ArgumentException exception)
            {
                throw Fault(key, exception.Message);
            }
        }

        DataException Fault(string key, string message) =>
            new($"{checkpoint.Path}: \"{Checkpoint.TrainingPrefix}{key}\" in its metadata: {message}");
    }

    private static int Whole(string text, int minimum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum
            ? value
            : throw new ArgumentException($"must be a whole number of at least {minimum}");
}
