using Makemore.Models;

namespace Makemore.Bench;

/// <summary>makemore.py's transformer, and how many names a step learns from.</summary>
internal sealed record TransformerSize(int Batch)
{
    /// <summary>All that are measured, with the ratio to libtorch that is promised; 3 is aimed at.</summary>
    public static IReadOnlyList<(TransformerSize Size, double Target)> All { get; } = [(new(32), 2)];

    /// <summary>The sizes of its layers.</summary>
    public GptSizes Sizes { get; } = ModelKinds.TransformerOptions.Sizes(OptionValues.Defaults);

    /// <summary>How it is trained.</summary>
    public TrainingPlan Plan => new(ModelKinds.Transformer) { Options = ModelKinds.TransformerOptions.Of(Sizes), BatchSize = Batch };

    public override string ToString() => $"transformer step, {Sizes.Layers} × width {Sizes.Width}, {Batch} names";
}
