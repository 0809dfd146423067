using System.Runtime.InteropServices;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>How a <see cref="WaveNet{T}"/> fuses the letters that it looks back at: two neighbours at a time, until one place is left.</summary>
public sealed class LetterTree
{
    internal LetterTree(WaveNet<double> network, string beginning)
    {
        int block = network.BlockSize;
        int[] tokens = [.. Enumerable.Repeat(Vocabulary.Boundary, block), .. network.Vocabulary.Encode(beginning)];
        int[] context = tokens[^block..];
        Letters = Array.ConvertAll(context, network.Vocabulary.TextOf);
        Width = network.Sizes.Hidden;
        Levels = Array.ConvertAll(
            network.LevelOutputs(new Indices([1, block], context), Mode.Inference), level => level.Value.Span.ToArray());
    }

    /// <summary>The letters that it looks back at, the last one last. What comes before a name is the boundary.</summary>
    public string[] Letters { get; }

    /// <summary>How many numbers a place has.</summary>
    public int Width { get; }

    /// <summary>
    /// For each level (places, width), row-major, each number between -1 and 1: the pairs, the pairs of these, and so on to the one place that
    /// sees all letters.
    /// </summary>
    public double[][] Levels { get; }

    /// <summary>
    /// <code>{ "letters": [text], "width": int, "levels": [float64] }</code> with float64 as in <see cref="WorldJson"/>.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteTexts("letters", Letters);
        json.WriteNumber("width", Width);
        json.WriteArray("levels", Levels, level => json.WriteBase64StringValue(MemoryMarshal.AsBytes<double>(level)));
    });
}
