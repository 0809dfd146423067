using Makemore.Models;

namespace Makemore.Pages.Tests;

/// <summary>A report in which every text tries to be markup, and is long enough to leave a phone's screen.</summary>
internal static class HostileReport
{
    public const string Script = "<script>alert(1)</script>";

    public const string Image = "\"><img src=x onerror=alert(2)> & '{{body}}'";

    private static readonly string Long = Script + new string('m', 200);

    public static Report Report { get; } = new()
    {
        Title = "title " + Script,
        Lead = Long,
        Facts = [new(Script, Image), new("long", Long)],
        Losses = [new(Script, 1234, new Losses(3.5, 2, 2.1, 2.2, 2.05)), new(Image, 0, new Losses(null, null, null, null, 3.2958))],
        Models = [Model("first " + Script, [.. Figures(Script)]), Model("second " + Image, [.. Figures(Image), .. Figures("other")])],
        Command = $"train '{Long}'",
    };

    public static int FigureCount => Report.Models.Sum(model => model.Figures.Count);

    private static ModelReport Model(string title, IReadOnlyList<Figure> figures) => new()
    {
        Title = title,
        Facts = [new(Image, Script)],
        Figures = figures,
        Samples = [new(Script, true), new(Image, false), new("anu", true)],
        Scores = new Scores([new NameScore(Script, 3, 1)], [new NameScore(Image, 30, 9), new NameScore(Long, 30, 9)], 4172, 2.25),
        Command = Image,
    };

    private static IEnumerable<Figure> Figures(string title) =>
    [
        PairHeatmap.OfCounts(title, [".", "<", "&"], [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        new LossCurve(title, Points.Losses([3, 2])) { References = [new ReferenceLoss(title, 2.5)] },
        new EmbeddingMap(title, ["<", "\"", "c"], [1, 2, 3, 4, 5, 7]),
        new ActivationHistogram(title, [0, 0.5]),
        new UpdateRatios(title, Points.Updates([0, 1], (title, [0.01, 0.001]))),
    ];
}
