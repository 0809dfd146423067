namespace Makemore.Models;

/// <summary>How probable a model finds some names: the best, the worst, and the mean.</summary>
/// <param name="Best">The most probable for their length, best first.</param>
/// <param name="Worst">The least probable for their length, worst last.</param>
/// <param name="Count">How many names were scored.</param>
/// <param name="Mean">The mean, over all names, of a name's loss in nats a character.</param>
public sealed record Scores(IReadOnlyList<NameScore> Best, IReadOnlyList<NameScore> Worst, int Count, double Mean)
{
    /// <summary>The <paramref name="shown"/> best and worst, each name once. No more names than these are kept in memory.</summary>
    public static Scores Of(IEnumerable<NameScore> scores, int shown)
    {
        NameScore[] kept = [];
        int count = 0;
        double sum = 0;
        foreach (NameScore[] batch in scores.Chunk(1000))
        {
            count += batch.Length;
            sum += batch.Sum(score => score.PerCharacter);
            NameScore[] ordered = [.. kept.Concat(batch).OrderBy(score => score.PerCharacter)];
            kept = ordered.Length <= 2 * shown ? ordered : [.. ordered[..shown], .. ordered[^shown..]];
        }

        return new Scores([.. kept.Take(shown)], [.. kept.Skip(shown)], count, sum / count);
    }
}
