namespace Makemore.Bench;

/// <summary>The least that some work must compute: floating-point operations in products, values of tanh, and values of exp.</summary>
internal readonly record struct Work(double Flops, double Tanhs, double Exps)
{
    /// <summary>The MLP's forward pass and softmax: one multiplication and one addition for each weight in each row.</summary>
    public static Work PerceptronLoss(double rows, int embedding, int hidden) =>
        new(2 * rows * hidden * ((3 * embedding) + 27), rows * hidden, rows * 27);

    /// <summary>
    /// A training step: each layer has two more products of the same size, for the gradients of its inputs and of its weights.
    /// </summary>
    public static Work PerceptronStep(double rows, int embedding, int hidden) =>
        PerceptronLoss(rows, embedding, hidden) is var forward ? forward with { Flops = 3 * forward.Flops } : default;

    /// <summary>
    /// A step of a small GPT: two operations for each weight of a matrix and each letter or end of the step's names, and twice as many on the
    /// way back; attention needs little beside it.
    /// </summary>
    public static Work GptStep(GptSize size, IReadOnlyList<string> names)
    {
        double letters = size.Batch * names.Average(name => name.Length + 1.0), width = size.Width;
        double lanes = size.IsOriginal ? 2 : 1; // a double takes the place of two floats
        return new(lanes * 6 * letters * ((12 * width * width) + (27 * width)), 0, letters * 27);
    }

    /// <summary>
    /// A step of a recurrent model. What a character adds to the gates is the same wherever it stands, so it need be computed only once for
    /// each of the 27; the state's part and the head for each letter or end of the step's names. Each gate has a tanh, or an exp.
    /// </summary>
    public static Work RecurrentStep(RecurrentSize size, IReadOnlyList<string> names)
    {
        double letters = size.Batch * names.Average(name => name.Length + 1.0), width = size.Width, gates = size.Products * width;
        return new(6 * ((27 * width * gates) + (letters * ((width * gates) + (27 * width)))), letters * gates, letters * 27);
    }

    /// <summary>An epoch of the bigram network, which needs no products.</summary>
    public static Work BigramEpoch(double rows) => new(0, 0, rows * 27);

    /// <summary>One product of matrices.</summary>
    public static Work MatMul(MatMulSize size) => new(2.0 * size.Rows * size.Inner * size.Columns, 0, 0);
}
