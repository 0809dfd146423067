using Makemore.Models;

namespace Makemore.Pages.Tests;

/// <summary>A report with every section, on numbers that are written down.</summary>
internal static class SmallReport
{
    public static Report Report { get; } = new()
    {
        Title = "2 models on names.csv",
        Lead = "What 2 models learned from 1,234 names of names.csv, and the names made from it.",
        Facts = [new("file", "names.csv"), new("names", "1,234 of 1,300 rows")],
        Losses =
        [
            new("chance", 0, Losses.OfAll(3.2958)),
            new("one-layer network", 12_345, new Losses(3.5, 2.25, null, 2.41, 2.30259)),
            new("unfinished network", 6, new Losses(3.6, 2.5, null, null, null)),
        ],
        Models =
        [
            new ModelReport
            {
                Title = "one-layer network",
                Facts = [new("seed", "7")],
                Figures = [new ActivationHistogram("how tanh spreads", [0.5, 0.99]), PairHeatmap.OfCounts("pairs", ["a"], [3])],
                Samples = [new("anu", true), new("ravi", false), new("mira", true)],
                Scores = new Scores(
                    [new NameScore("ana", 7.25, 1.8125)], [new NameScore("zx", 14.5, 4.83333), new NameScore("q", 9, 4.5)], 1234, 2.31),
                Command = "makemore train neural",
            },
            new ModelReport
            {
                Title = "second model",
                Facts = [],
                Figures = [],
                Samples = [],
                Scores = new Scores([], [], 0, 0),
                Command = "makemore train second",
            },
        ],
        Command = "makemore tour",
    };
}
