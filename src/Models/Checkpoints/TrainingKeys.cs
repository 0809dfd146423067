namespace Makemore.Models;

/// <summary>The names in <see cref="Checkpoint.Training"/>: how a model was trained, and how far.</summary>
public static class TrainingKeys
{
    /// <summary>The full path of the file of names.</summary>
    public const string Input = "input";

    /// <summary>The column of the names in that file.</summary>
    public const string Column = "column";

    /// <summary>How many names there are.</summary>
    public const string Names = "names";

    /// <summary>The <see cref="Checkpoint.Fingerprint"/> of the names.</summary>
    public const string NamesHash = "names_sha256";

    /// <summary>Whether the names were put in a random order: <c>true</c> or <c>false</c>.</summary>
    public const string Shuffle = "shuffle";

    /// <summary>What happened to equal names: see <see cref="Models.Duplicates"/>.</summary>
    public const string Duplicates = "duplicates";

    /// <summary>The seed of the initial weights, the mini-batches and the order of the names.</summary>
    public const string Seed = "seed";

    /// <summary>The name of the <see cref="Models.Recipe"/>, if it is one's training.</summary>
    public const string Recipe = "recipe";

    /// <summary>See <see cref="TrainingPlan.Schedule"/>.</summary>
    public const string Schedule = "schedule";

    /// <summary>See <see cref="TrainingPlan.BatchSize"/>.</summary>
    public const string BatchSize = "batch_size";

    /// <summary>See <see cref="TrainingPlan.Split"/>.</summary>
    public const string Split = "split";

    /// <summary>See <see cref="TrainingPlan.SplitBy"/>.</summary>
    public const string SplitBy = "split_by";

    /// <summary>See <see cref="TrainingPlan.EvaluateEvery"/>.</summary>
    public const string EvaluateEvery = "evaluate_every";

    /// <summary>How characters were drawn for the names that it made: see <see cref="Tensors.MultinomialKind"/>.</summary>
    public const string Multinomial = "multinomial";

    /// <summary>How many steps were taken.</summary>
    public const string Steps = "steps";

    /// <summary>The loss on the training set before the first step.</summary>
    public const string InitialLoss = "initial_loss";

    /// <summary>The loss over all examples at the end.</summary>
    public const string Loss = "loss";

    /// <summary>The loss over the examples held back for validation, at the end.</summary>
    public const string ValidationLoss = "validation_loss";
}
