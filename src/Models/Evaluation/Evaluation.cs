namespace Makemore.Models;

/// <summary>
/// How good a model is. The likelihood of a set of names is the product of the probabilities of all their characters, which is too small
/// for any floating-point format. So we take its logarithm, negated so that smaller is better, and the mean over characters, so that sets
/// of different sizes compare.
/// </summary>
public static class Evaluation
{
    // Enough names for contexts to repeat, and for rows of one length to fill a chunk; few enough to need little memory.
    private const int ScoredTogether = 16384;

    /// <summary>
    /// The mean negative log-likelihood in nats, −1/N Σ ln p(target | context), over all N examples; NaN if there are none. Equal contexts
    /// are computed once. The result does not depend on the number of threads.
    /// </summary>
    /// <exception cref="ArgumentException">The examples are not what the model takes, or there is less than 1 thread.</exception>
    public static double Loss(ILanguageModel model, EvaluationSet examples, int threads = 1)
    {
        using var loss = new MeanLoss(model, examples, threads);
        return loss.Compute();
    }

    /// <summary>
    /// Why a loss or a probability is NaN though all weights are finite: a logit is infinite, and log-softmax takes the largest logit from
    /// each, ∞ − ∞.
    /// </summary>
    public const string LogitsAreNotFinite =
        "the model's weights are too large for its logits to be finite, so it knows nothing; train it again with a smaller learning rate";

    /// <summary>e^loss: the model is as unsure as if it chose among this many equally likely characters.</summary>
    public static double Perplexity(double loss) => Math.Exp(loss);

    /// <summary>loss / ln 2: how many yes-or-no questions a character costs.</summary>
    public static double BitsPerCharacter(double loss) => loss / Math.Log(2);

    /// <summary>
    /// The negative log-likelihood of each name on its own, its end included. Contexts that names share are mostly computed once.
    /// </summary>
    /// <exception cref="ArgumentException">A name has a letter outside the model's vocabulary.</exception>
    public static IEnumerable<NameScore> Score(ILanguageModel model, IEnumerable<string> names)
    {
        foreach (string[] batch in names.Chunk(ScoredTogether))
        {
            double[] logProbabilities = model.AnswersEveryPosition
                ? OfEachCount(model, new NameRows(batch, model.Vocabulary, model.BlockSize))
                : OfEachExample(model, new Examples(batch, model.Vocabulary, model.BlockSize));
            int example = 0;
            foreach (string name in batch)
            {
                int characters = Vocabulary.CountCharacters(name) + 1;
                double total = 0;
                for (int end = example + characters; example < end; example++) total -= logProbabilities[example];
                yield return new NameScore(name, total, total / characters);
            }
        }
    }

    // Equal contexts are computed once.
    private static double[] OfEachExample(ILanguageModel model, Examples examples)
    {
        var countOf = new int[examples.Count];
        double[] ofCounts = OfEachCount(model, new DistinctContexts(examples, countOf));
        return Array.ConvertAll(countOf, count => ofCounts[count]);
    }

    /// <summary>ln p(target) for each count of a set, in order.</summary>
    private static double[] OfEachCount(ILanguageModel model, EvaluationSet examples)
    {
        int rows = examples.Tokens.Shape[0];
        var reader = new TargetLogProbabilities(model, examples, TargetLogProbabilities.ChunkRows);
        var answers = new List<Answered>();
        for (int first = 0; first < rows; first += TargetLogProbabilities.ChunkRows)
            answers.AddRange(reader.Read(first, Math.Min(TargetLogProbabilities.ChunkRows, rows - first)));
        return [.. answers.OrderBy(answer => answer.Of.Context).Select(answer => answer.LogProbability)];
    }
}

/// <summary>How probable a model finds one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Total">−ln p(name) in nats, the end of the name included.</param>
/// <param name="PerCharacter">The mean over its characters and its end.</param>
public sealed record NameScore(string Name, double Total, double PerCharacter);
