using Makemore.Modules;

namespace Makemore.Models;

/// <summary>How an MLP is trained.</summary>
/// <param name="Sizes">The sizes of its layers.</param>
/// <param name="Schedule">The learning rates and how many steps at each.</param>
/// <param name="BatchSize">The examples of a step.</param>
/// <param name="Split">The parts for training, validation and test.</param>
/// <param name="SplitBy">What is dealt out to them.</param>
/// <param name="EvaluateEvery">Steps between validation losses; 0 for none.</param>
/// <param name="Threads">Threads for large batches and for losses; the result does not depend on it.</param>
public sealed record PerceptronSettings(
    MultilayerPerceptronSizes Sizes,
    LearningRateSchedule Schedule,
    int BatchSize,
    SplitFractions Split,
    SplitBy SplitBy,
    int EvaluateEvery,
    int Threads);
