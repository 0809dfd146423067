namespace Makemore.Modules;

/// <summary>
/// What a graph is recorded for. Some layers compute one thing while they learn and another when they are used: two graphs over the same
/// parameters.
/// </summary>
public enum Mode
{
    /// <summary>To learn: statistics of the batch, random dropout.</summary>
    Training,

    /// <summary>To be used: statistics remembered from training, no dropout.</summary>
    Inference,
}
