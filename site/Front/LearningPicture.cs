using System.Globalization;
using System.Text;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>
/// A network while it learns, as one picture: its loss, and the names that it makes at five moments, from random letters on. The engine
/// trains it while the picture is drawn. The README shows the same picture, from the file of <see cref="File"/>.
/// </summary>
internal sealed class LearningPicture
{
    /// <summary>Where the picture of the README is, in the checkout.</summary>
    public const string File = "site/learning.svg";

    // The curve lies between these margins. The names of each moment stand above it, in a column.
    private const int Width = 800, Height = 420, Left = 52, Right = 20, Top = 192, Bottom = 46, Column = 140;
    private const int FirstX = Left + 12, LastX = Width - Column;
    private const double HighestLoss = 16, LowestLoss = 2;
    private const double Seconds = 5; // the curve is drawn in this time, if the reader wants to see movement

    // Those of a card in site.css, which a picture in the README cannot read.
    private const string LightColours = "--ground: #ffffff; --ink: #1d2330; --quiet: #566072; --line: #d9dce2; --accent: #0b5cad;";
    private const string DarkColours = "--ground: #1c2027; --ink: #e6e9ee; --quiet: #a3acba; --line: #39404b; --accent: #7cc0f2;";

    private static readonly int[] Steps = [0, 50, 500, 5_000, 50_000];
    private static readonly int[] LossesOfLines = [2, 4, 8];
    private static readonly Html Size = Html.Of($"width=\"{Width}\" height=\"{Height}\"");

    private readonly LearningRun run = new(Steps);

    /// <summary>The names that it makes in the end.</summary>
    public IReadOnlyList<string> LastNames => run.Moments[^1].Names;

    /// <summary>The number of steps in all: "50,000".</summary>
    public static string LastStep => Grouped(Steps[^1]);

    /// <summary>What the picture shows, in words.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"A small network learns names. Its loss falls from {run.Losses[0]:0.0} to {run.Losses[^1]:0.0} in {LastStep} steps. " +
        $"Before the first step it makes {Two(run.Moments[0].Names)}; at the end, {Two(LastNames)}.");

    private static string Style =>
        $$"""
        svg { {{LightColours}} }
        @media (prefers-color-scheme: dark) { svg { {{DarkColours}} } }
        text { font: 16px ui-monospace, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); }
        .quiet { font: 15px system-ui, "DejaVu Sans", sans-serif; fill: var(--quiet); }
        .ground { fill: var(--ground); }
        .line { stroke: var(--line); }
        .curve { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
        .dot { fill: var(--accent); }
        @media (prefers-reduced-motion: no-preference) {
        .curve { stroke-dasharray: 1; animation: draw {{Number(Seconds)}}s linear both; }
        .moment { animation: appear .6s both; }
        @keyframes draw { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
        @keyframes appear { from { opacity: 0; } to { opacity: 1; } }
        }
        """;

    /// <summary>The picture as a file: light or dark as the reader's page is, moving unless the reader wants no movement.</summary>
    public string ToSvg() => Html.Of(
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" {Size} role="img" aria-labelledby="title">
        <title id="title">{Description}</title>
        <style>
        {new Html(Style)}
        </style>
        <rect class="ground" {Size} rx="12"/>
        {Html.Join(LossesOfLines.Select(LossLine))}
        <text class="quiet" x="{Left - 10}" y="{Top - 14}" text-anchor="end">loss</text>
        <path class="curve" pathLength="1" d="{CurvePath()}"/>
        {Html.Join(run.Moments.Select(Moment))}
        </svg>

        """).Markup;

    // A line across, with its number beside it.
    private static Html LossLine(int loss)
    {
        string y = Number(Y(loss)), textY = Number(Y(loss) + 4);
        Html line = Html.Of($"""<line class="line" x1="{Left}" x2="{Width - Right}" y1="{y}" y2="{y}"/>""");
        return Html.Of($"""{line}<text class="quiet" x="{Left - 10}" y="{textY}" text-anchor="end">{loss}</text>""");
    }

    // A dot on the curve, the names above it, and the step below.
    private static Html Moment(LearningMoment moment)
    {
        bool isFirst = moment.Step == 0;
        string x = Number(X(moment.Step)), textX = Number(X(moment.Step) - 6);
        string title = isFirst ? "before" : $"step {Grouped(moment.Step)}", anchor = isFirst ? "start" : "middle";
        Html[] parts =
        [
            Html.Of($"""<circle class="dot" cx="{x}" cy="{Number(Y(moment.Loss))}" r="5"/>"""),
            Html.Of($"""<text class="quiet" x="{textX}" y="28">{title}</text>"""),
            .. moment.Names.Select((name, i) => Html.Of($"""<text x="{textX}" y="{56 + (24 * i)}">{Short(name)}</text>""")),
            Html.Of($"""<text class="quiet" x="{x}" y="{Height - 16}" text-anchor="{anchor}">{Grouped(moment.Step)}</text>"""),
        ];
        string delay = Number(Seconds * Along(moment.Step));
        return Html.Of($"""<g class="moment" style="animation-delay: {delay}s">{new Html(string.Concat<Html>(parts))}</g>""");
    }

    private static string Two(IReadOnlyList<string> names) => $"{names[0]} and {names[1]}";

    private static string Short(string name) => name.Length <= 13 ? name : name[..12] + "…";

    // About 400 points are as many as one can see.
    private string CurvePath()
    {
        var path = new StringBuilder();
        double last = double.NegativeInfinity;
        foreach ((int step, double loss) in run.Losses.Index())
        {
            if (X(step) - last < 2 && step != Steps[^1]) continue;
            last = X(step);
            path.Append(path.Length == 0 ? "M" : " L").Append(Number(last)).Append(' ').Append(Number(Y(loss)));
        }

        return path.ToString();
    }

    // How far a step is along the axis, from 0 to 1. The first steps change most, so each next stretch of the axis holds ten times as many.
    // All moments are equally far apart.
    private static double Along(int step)
    {
        int stretch = Math.Min(Array.FindLastIndex(Steps, begin => begin <= step), Steps.Length - 2);
        double shift = Steps[1] / 2.0; // so that step 0 has a logarithm
        double begin = Steps[stretch] + shift, end = Steps[stretch + 1] + shift;
        return (stretch + Math.Log((step + shift) / begin) / Math.Log(end / begin)) / (Steps.Length - 1);
    }

    private static double X(int step) => FirstX + (Along(step) * (LastX - FirstX));

    private static double Y(double loss)
    {
        double part = Math.Log(Math.Min(loss, HighestLoss) / LowestLoss) / Math.Log(HighestLoss / LowestLoss);
        return Height - Bottom - (part * (Height - Bottom - Top));
    }

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
