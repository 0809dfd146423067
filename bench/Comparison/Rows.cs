namespace Makemore.Bench;

/// <summary>The names by which rows of the tables are chosen, and which are.</summary>
internal sealed class Rows(IReadOnlyCollection<string> chosen)
{
    public const string Perceptron = "mlp", NormalizedPerceptron = "mlp-batch-norm", WaveNet = "wavenet", Gpt = "gpt",
        Transformer = "transformer", Bigram = "bigram", Loss = "loss", MatMul = "matmul";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Perceptron, NormalizedPerceptron, WaveNet, Gpt, Transformer, .. RecurrentSize.All.Select(row => row.Size.Plan.Kind.Name),
        Bigram, Loss, MatMul,
    ];

    /// <summary>Whether one of these rows is measured.</summary>
    public bool HasAny(params IEnumerable<string> rows) => rows.Any(chosen.Contains);
}
