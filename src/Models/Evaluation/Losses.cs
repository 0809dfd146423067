namespace Makemore.Models;

/// <summary>Mean negative log-likelihoods in nats a character; null if not measured.</summary>
/// <param name="Initial">Before the first step, over the training set.</param>
/// <param name="Train">Over the training set.</param>
/// <param name="Validation">Over the validation set.</param>
/// <param name="Test">Over the test set.</param>
/// <param name="All">Over all examples.</param>
public sealed record Losses(double? Initial, double? Train, double? Validation, double? Test, double? All)
{
    /// <summary>The loss over all examples, for a model that was not trained in steps.</summary>
    public static Losses OfAll(double loss) => new(null, null, null, null, loss);
}

/// <summary>How many examples each set has; null if they were not split.</summary>
/// <param name="All">All together.</param>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose settings by.</param>
/// <param name="Test">To look at once, at the end.</param>
public sealed record ExampleCounts(int All, int? Train = null, int? Validation = null, int? Test = null);
