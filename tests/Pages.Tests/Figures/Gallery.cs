using Makemore.Modules;

namespace Makemore.Pages.Tests;

/// <summary>
/// Figures of every kind. Together they take every way through the code that draws. Their data is written down or plain arithmetic in
/// double, so that every computer draws the same.
/// </summary>
internal static class Gallery
{
    private static readonly Dictionary<string, Func<string, Figure>> Figures = new()
    {
        ["loss-few-steps"] = title => new LossCurve(
            title,
            [
                new(0, 3.3, 3.28), new(10, 3.1, null), new(25, 2.95, 2.9), new(30, double.NaN, double.NaN), new(40, 2.9, null),
                new(60, 2.7, 2.75), new(77, 2.72, null), new(90, 2.6, 2.66), new(97, 2.58, 2.65),
            ])
        {
            Schedule = LearningRateSchedule.Parse("0.1:60,0.0005:8,2e-5:7,0.00001:100,1:9"),
            References =
            [
                new("chance", 3.2958), new("counting pairs", 2.51), new("unknown", double.NaN), new("floor of these contexts", 2.5),
            ],
        },
        ["loss-many-steps"] = title => new LossCurve(title, [.. Enumerable.Range(0, 1001).Select(i => new TrainingPoint(
            1 + (3 * i),
            i < 12 ? 20 - i : i == 20 ? 3.5 : i is >= 500 and < 580 ? double.PositiveInfinity
                : i % 37 == 0 ? 3 - (0.0002 * i) : i % 53 == 0 ? 1.7 + (0.0001 * i) : 2.6 - (0.0003 * i),
            i % 150 == 0 ? 2.8 - (0.0004 * i) : null))]),
        ["loss-one-step"] = title => new LossCurve(title, [new(7, 0.5, null)]),
        ["loss-only-one-finite"] = title => new LossCurve(title, [new(0, 2, null), new(100, double.NaN, null)]),
        ["loss-constant"] = title => new LossCurve(title, [new(50, 3, null), new(90, 3, null)])
        {
            Schedule = LearningRateSchedule.Parse("0.1:30,0.05:40,0.01:20,0.005:100"),
        },
        ["loss-many-references"] = title => new LossCurve(title, [new(0, 2, 2.1), new(1, double.NaN, null)])
        {
            References =
            [
                new("a", 2.5), new("b", 2.49), new("c", 2.48), new("d", 1.5), new("e", 1.51),
                new("h", 1.5),
                new("f, which has a name that is much too long to be written beside a figure", 2.1), new("g", 2.1),
            ],
        },
        ["rate-few-steps"] = title => new LearningRateCurve(
            title,
            Points.Rates([0.001, 0.003, 0.02, 0.07, 0.3, 1.1, 3, 7], [3.5, 3.3, double.NaN, 2.7, 3.9, 2.45, 9, 40]),
            [3.4, 3.2, double.NaN, 2.8, 2.5, 2.6, 6, 30], 0.003, 0.3),
        ["rate-many-steps"] = title => new LearningRateCurve(
            title,
            Points.Rates(
                Enumerable.Range(0, 900).Select(i => 0.01 * (i + 1)),
                Enumerable.Range(0, 900).Select(i => i % 45 == 0 ? 1.2 : i % 61 == 0 ? -0.7 : 0.2)),
            [.. Enumerable.Range(0, 900).Select(i => 0.4 - (0.02 * Math.Min(i, 10)) + (0.0001 * i))], 0.6, 0.11),
        ["rate-two-steps"] = title => new LearningRateCurve(title, Points.Rates([0.1, 1], [double.NaN, 0]), [double.NaN, 0], 1, 0.1),
        ["pairs-counts"] = title => PairHeatmap.OfCounts(
            title, [".", "a", "b", "m", "w", "W", "é"],
            [.. Enumerable.Range(0, 48).Select(i => i % 9 == 4 ? 0L : i * i * i * 100L), 123_456_789]),
        ["pairs-probabilities"] = title => PairHeatmap.OfProbabilities(
            title, [".", "a", "mm"], [0, 0.0004, 0.9996, 0.25, 0.3, 0.45, 0.0005, 1, 0]),
        ["pairs-never-seen"] = title => PairHeatmap.OfCounts(title, ["a"], [0]),
        ["map-one-dimension"] = title => new EmbeddingMap(title, ["a", "b", "c", "e"], [-1, 0.5, 2, 2.05]),
        ["map-two-dimensions"] = title => new EmbeddingMap(title, ["b", "c", "d"], [0, 0, 1, 0.2, -0.3, 2.5]),
        ["map-components"] = title => new EmbeddingMap(
            title, ["b", "a", "d", "i", "g", "h"], [3, 0, 0.1, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0.2, 1, 0.3, 0, -1]),
        ["map-crowded"] = title => new EmbeddingMap(
            title, [".", "a", "b", "mm", "d", "e", "f", "g", "h", "i", "j", "k"],
            [0, 0, 0.03, 0, 0, 0.02, 0.06, 0.01, 0.03, 0.03, -0.03, 0, 0, -0.03, 0.05, 0.05, 0.02, 0.05, 1, 1, 1.02, 1.01, -0.7, 0.6]),
        ["map-one-place"] = title => new EmbeddingMap(
            title, ["अ", "a", "e", "i", "o", "u", "A", "E", "I", "oo"], [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0.1 : 0.3)])
        {
            Vowels = new HashSet<string> { "अ", "a", "e", "i", "o", "u", "A", "E", "I", "oo" },
        },
        ["activations"] = title => new ActivationHistogram(
            title,
            [
                -1, -0.98, -0.97, -0.95, -0.93, -0.5, -0.5, -0.31, -0.3, -0.1, -0.01, 0, 0.01, 0.02, 0.2, 0.25, 0.26, 0.6, 0.61, 0.8, 0.94,
                0.955, 0.97, 0.971, 0.98, 0.99, 1, 1,
            ]),
        ["updates-few-steps"] = title => new UpdateRatios(
            title,
            Points.Updates(
                [5, 10, 20, 40], ("C", [0.1, 0.02, 0.01, 0.009]), ("W1", [0.001, 0.002, 0, 0.0008]), ("b1", [0.002, 0.003, 0.001, 0.00082]),
                ("W2", [0.0005, 0.0006, 0.0007, 0.00081]), ("b2", [0, double.NaN, 0, 0]), ("W3", [0.03, 0.02, double.NaN, double.NaN]))),
        ["updates-many-steps"] = title => new UpdateRatios(
            title, Points.Updates(Enumerable.Range(1, 500), ("W", [.. Enumerable.Range(1, 500).Select(i => i % 2 == 0 ? 1e-2 : 1.0 / i)]))),
        ["updates-strips"] = title => new UpdateRatios(
            title,
            Points.Updates(
                Enumerable.Range(0, 600).Select(i => 5 * i),
                [.. Enumerable.Range(0, 9).Select(p => (
                    p == 3 ? "a.name.of.a.parameter.that.is.much.too.long.to.be.written.beside.it" : $"p{p}",
                    Enumerable.Range(0, 600).Select(i => p == 8 ? double.NaN : p == 5 && i < 300 ? 0
                        : p == 6 ? Math.Pow(10, -5.1 + (0.008 * i)) : Math.Pow(10, -5 + (0.5 * p))).ToArray()))])),
        ["updates-strips-one-step"] = title => new UpdateRatios(
            title, Points.Updates([3], [.. Enumerable.Range(0, 7).Select(p => ($"p{p}", new[] { 0.0002 * (p + 1) }))])),
        ["gradients"] = title => new GradientHistograms(
            title,
            [
                Gradients.Of("a", [1e-3f, -2e-3f, 4e-3f, 0], [1, 2, 3, 4]),
                Gradients.Of("one.with.a.name.that.is.too.long.to.be.written.beside.its.row", [.. Hill(0.02f)], [.. Hill(0.5f)]),
                Gradients.Of("c", [.. Hill(3f)], [.. Hill(1f)]),
            ]),
        ["gradients-wide"] = title => new GradientHistograms(
            title, [Gradients.Of("small", [1e-12f, 1e-12f], [0, 2]), Gradients.Of("large", [700, 8000], [1, 2000])]),
        ["attention-one-head"] = title => new AttentionMaps(title, [".", "a"], 1, 1, [1, 0, 0.25, 0.75]),
        ["attention-layers"] = title => new AttentionMaps(title, [".", "v", "i", "mm"], 2, 4, Triangles(panels: 8, t: 4)),
        ["attention-long"] = title => new AttentionMaps(
            title, [.. ".abcdefghijklmnopqrs".Select(letter => $"{letter}")], 1, 8, Triangles(panels: 8, t: 20)),
        ["gates"] = title => new GateMap(
            title,
            [".", "a", "mm"],
            [new("update", "how much of the state is replaced"), new("reset", "seen")],
            [0, 0, 0.5, 1, 1, 1, 0.2, 0.4, 0.6, 0.7, 0.123, 0.9]),
        ["gates-one"] = title => new GateMap(title, ["."], [new("input", "let in")], [0.75]),
        ["normalized"] = title => new NormalizedSums(
            title,
            [
                new("hidden 1", [-1, -0.5, 0.25, 2.5], [0.5, 1, 2, 3]), new("hidden 2", [0.1, 0.2, 0.3], [1, 1, 1]),
                new("output", [0], [0.7]),
            ]),
        ["normalized-at-the-start"] = title => new NormalizedSums(title, [new("level 1", [0, 0], [1, 1])]),
        ["updates-one-step"] = title => new UpdateRatios(title, Points.Updates([3], ("W", [0.0002]), ("b", [0.03]))),
    };

    // A hill around 0, by plain arithmetic: the sums of two even numbers between -scale and scale.
    private static IEnumerable<float> Hill(float scale) =>
        Enumerable.Range(0, 400).Select(i => scale * ((((i % 20) + 0.5f) / 20) + ((((i / 20) % 20) + 0.5f) / 20) - 1));

    // Row i shares 1 out among places 0 to i, and a place further back gets more the later the panel.
    private static double[] Triangles(int panels, int t) =>
    [
        .. Enumerable.Range(0, panels * t).SelectMany(row => Enumerable.Range(0, t).Select(j =>
        {
            (int panel, int i) = (row / t, row % t);
            double Share(int place) => 1 + (place == panel % (i + 1) ? panel * i : 0);
            return j > i ? 0 : Share(j) / Enumerable.Range(0, i + 1).Sum(Share);
        })),
    ];

    public static IEnumerable<string> Names => Figures.Keys;

    public static Figure Make(string name, string title) => Figures[name](title);
}
