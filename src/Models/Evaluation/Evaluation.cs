namespace Makemore.Models;

/// <summary>
/// How good a model is. The likelihood of a set of names is the product of the probabilities of all their characters; it vanishes in any
/// floating-point format, so one takes its logarithm, its negative (smaller is better), and the mean over characters (so that sets of any
/// size compare).
/// </summary>
public static class Evaluation
{
    // Together enough that contexts repeat, and few enough that no large piece of memory is needed.
    private const int ScoredTogether = 1024;

    /// <summary>
    /// The mean negative log-likelihood in nats, −1/N Σ ln p(target | context), over all N examples. Equal contexts are computed once. Of
    /// no examples it is NaN. It does not depend on the number of threads.
    /// </summary>
    /// <exception cref="ArgumentException">The examples are not what the model is given, or there is to be less than 1 thread.</exception>
    public static double Loss(ILanguageModel model, EvaluationSet examples, int threads = 1)
    {
        using var loss = new MeanLoss(model, examples, threads);
        return loss.Compute();
    }

    /// <summary>e^loss: as unsure as a fair choice among this many characters.</summary>
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

    // Equal contexts are asked for once.
    private static double[] OfEachExample(ILanguageModel model, Examples examples)
    {
        var countOf = new int[examples.Count];
        double[] ofCounts = OfEachCount(model, new DistinctContexts(examples, countOf));
        return Array.ConvertAll(countOf, count => ofCounts[count]);
    }

    /// <summary>ln p(target) for each count of a set, in their order.</summary>
    private static double[] OfEachCount(ILanguageModel model, EvaluationSet examples)
    {
        int rows = examples.Tokens.Shape[0];
        var reader = new TargetLogProbabilities(model, examples, TargetLogProbabilities.ChunkRows);
        var logProbabilities = new List<double>();
        for (int first = 0; first < rows; first += TargetLogProbabilities.ChunkRows)
            logProbabilities.AddRange(reader.Read(first, Math.Min(TargetLogProbabilities.ChunkRows, rows - first)));
        return [.. logProbabilities];
    }
}

/// <summary>How probable a model finds one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Total">−ln p(name) in nats, the end of the name included.</param>
/// <param name="PerCharacter">The mean over its characters and its end.</param>
public sealed record NameScore(string Name, double Total, double PerCharacter);
