using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>Names as libtorch's tensors, for a model that answers at every place: (n, time) tokens, and the token after each.</summary>
internal static class TorchNames
{
    /// <summary>The target where a name is over.</summary>
    public const int Ignored = -1;

    /// <summary>The names of the first steps, in order.</summary>
    /// <param name="names">All names.</param>
    /// <param name="batch">How many a step learns from.</param>
    /// <param name="time">How long the rows of a step are, from its names.</param>
    public static (Tensor Tokens, Tensor Targets)[] InOrder(IReadOnlyList<string> names, int batch, Func<string[], int> time)
    {
        const int Steps = 500;
        return [.. names.Chunk(batch).Take(Steps).Select(chunk => Encode(chunk, time(chunk)))];
    }

    /// <summary>Rows of a length. Shorter names are filled up, longer ones are cut off.</summary>
    public static (Tensor Tokens, Tensor Targets) Encode(IReadOnlyList<string> names, int time)
    {
        long[] tokens = new long[names.Count * time], targets = new long[names.Count * time];
        Array.Fill(targets, Ignored);
        for (int row = 0; row < names.Count; row++)
        {
            int[] name = [Models.Vocabulary.Boundary, .. Models.Vocabulary.English.Encode(names[row]), Models.Vocabulary.Boundary];
            for (int i = 0; i < Math.Min(time, name.Length - 1); i++)
                (tokens[(row * time) + i], targets[(row * time) + i]) = (name[i], name[i + 1]);
        }

        return (tensor(tokens).view(names.Count, time), tensor(targets).view(names.Count, time));
    }

    /// <summary>The mean loss of logits (n, time, vocabulary) where there is a target.</summary>
    public static Tensor Loss(Tensor logits, Tensor targets) =>
        nn.functional.cross_entropy(logits.view(-1, logits.shape[2]), targets.reshape(-1), ignore_index: Ignored);
}
