using Makemore.Models;

namespace Makemore.Runner.Reports;

/// <summary>What a report says. All texts are plain; <see cref="ReportPage"/> makes them HTML.</summary>
internal sealed record Report
{
    public required string Title { get; init; }

    /// <summary>One sentence: what was trained on what.</summary>
    public required string Lead { get; init; }

    /// <summary>The data, the seed and so on.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>A row for each model, from knowing nothing on.</summary>
    public required IReadOnlyList<LossRow> Losses { get; init; }

    public required IReadOnlyList<ModelReport> Models { get; init; }

    /// <summary>The command that makes this report again.</summary>
    public required string Command { get; init; }
}

/// <summary>A name and its value.</summary>
internal sealed record Fact(string Name, string Value);

/// <summary>The losses of one model, in nats a character.</summary>
internal sealed record LossRow(string Model, int Parameters, Losses Loss);

/// <summary>What one model made of the data.</summary>
internal sealed record ModelReport
{
    public required string Title { get; init; }

    /// <summary>How it was trained.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    public required IReadOnlyList<Figures.Figure> Figures { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    public required Scores Scores { get; init; }

    /// <summary>The command that trains it again.</summary>
    public required string Command { get; init; }
}

/// <summary>A name that a model made, and whether the data do not have it.</summary>
internal sealed record Sample(string Name, bool IsNew);

/// <summary>How probable a model finds the names of the data.</summary>
/// <param name="Best">The most probable for their length, best first.</param>
/// <param name="Worst">The least probable for their length, worst last.</param>
/// <param name="Count">How many names were scored.</param>
/// <param name="Mean">The mean over all names of their loss a character, in nats.</param>
internal sealed record Scores(IReadOnlyList<NameScore> Best, IReadOnlyList<NameScore> Worst, int Count, double Mean)
{
    /// <summary>The <paramref name="shown"/> best and worst, each name once. Of millions of names no more than these are held.</summary>
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
