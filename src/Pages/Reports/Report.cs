using Makemore.Models;

namespace Makemore.Pages;

/// <summary>The content of a report. All texts are plain; the page that shows them turns them into HTML.</summary>
public sealed record Report
{
    /// <summary>Its title: the models and the file.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence: which models were trained on which names.</summary>
    public required string Lead { get; init; }

    /// <summary>Facts about the data, the seed and so on.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>A row for each model, beginning with the one that knows nothing.</summary>
    public required IReadOnlyList<LossRow> Losses { get; init; }

    /// <summary>A section for each model.</summary>
    public required IReadOnlyList<ModelReport> Models { get; init; }

    /// <summary>The command that makes this report again.</summary>
    public required string Command { get; init; }
}

/// <summary>A name and its value.</summary>
public sealed record Fact(string Name, string Value);

/// <summary>The losses of one model, in nats a character.</summary>
public sealed record LossRow(string Model, int Parameters, Losses Loss);

/// <summary>What one model learned from the data.</summary>
public sealed record ModelReport
{
    /// <summary>The model's name in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>How it was trained.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>Figures of its training and its parameters.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>Names that it made.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>How probable it finds the names of the data.</summary>
    public required Scores Scores { get; init; }

    /// <summary>The command that trains it again.</summary>
    public required string Command { get; init; }
}

/// <summary>A name that a model made, and whether it is new: not in the data.</summary>
public sealed record Sample(string Name, bool IsNew);
