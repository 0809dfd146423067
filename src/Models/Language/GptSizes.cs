using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>The sizes of a <see cref="Gpt{T}"/> or a <see cref="Transformer{T}"/>.</summary>
/// <param name="Layers">How many blocks it has, one after another.</param>
/// <param name="Width">The length of the vector that stands for each place.</param>
/// <param name="Heads">How many heads of attention share the vector out.</param>
/// <param name="Block">How many characters it looks back at, at most.</param>
public sealed record GptSizes(int Layers, int Width, int Heads, int Block)
{
    // How much wider than a place the layer is in which a block thinks.
    private const int Wider = 4;

    /// <summary>The length of the layer in which a block thinks.</summary>
    public int Inner => Shape.Create([Wider, Width]).Elements; // not Wider * Width, which may wrap around

    /// <summary>What is wrong with sizes that are each at least 1; null if nothing is.</summary>
    public string? Fault => Width % Heads == 0
        ? null
        : $"{Heads} heads cannot share a width of {Width} out evenly; give a width that is a multiple of the heads";

    /// <summary>About how large the model is, without the biases.</summary>
    /// <param name="vocabulary">The number of tokens.</param>
    internal ModelSize Estimate(int vocabulary)
    {
        const double PerBlock = 18; // the numbers that a block computes for each place, in widths
        (double layers, double width, double block) = (Layers, Width, Block);
        return new ModelSize(
            Parameters: (width * (vocabulary + vocabulary + block)) + (layers * (4 + (2 * Wider)) * width * width),
            Layers: block * (vocabulary + (width * (3 + (PerBlock * layers)))),
            block)
        {
            AnswersEveryPosition = true,
            Pictured = 0,
        };
    }
}

/// <summary>The sizes as options of a model.</summary>
/// <param name="usual">The sizes if nothing is chosen.</param>
public sealed class GptOptions(GptSizes usual)
{
    private readonly ModelOption layers = ModelOption.Whole("layers", "The number of blocks, one after another", usual.Layers);

    private readonly ModelOption width =
        ModelOption.Whole("width", "The length of the vector for each place; a multiple of --heads", usual.Width);

    private readonly ModelOption heads = ModelOption.Whole("heads", "The number of heads of attention", usual.Heads);

    private readonly ModelOption block = ModelOption.Whole("block-size", "How many characters the model looks back at", usual.Block);

    /// <summary>All of them.</summary>
    public IReadOnlyList<ModelOption> All => [layers, width, heads, block];

    /// <summary>The sizes that were chosen.</summary>
    public GptSizes Sizes(OptionValues options) =>
        new(options.Whole(layers), options.Whole(width), options.Whole(heads), options.Whole(block));

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues Of(GptSizes sizes) => OptionValues.Defaults
        .With(layers, sizes.Layers).With(width, sizes.Width).With(heads, sizes.Heads).With(block, sizes.Block);
}
