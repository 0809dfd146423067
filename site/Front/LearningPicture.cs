using System.Globalization;
using System.Text;
using Makemore.Pages;
using Makemore.Worlds;

namespace Makemore.Site;

/// <summary>
/// A network while it learns, as one picture: its loss, and the names that it makes at five moments, from random letters on. The engine
/// trains it while the picture is drawn. The README shows the same picture, from the file of <see cref="File"/>.
/// </summary>
internal sealed class LearningPicture
{
    /// <summary>Where the picture of the README is, in the checkout.</summary>
    public const string File = "site/learning.svg";

    private const int Width = 800, Height = 420, Left = 52, Right = 20, Top = 192, Bottom = 46, Column = 140, NamesOfMoment = 5;
    private const double HighestLoss = 8, LowestLoss = 2;
    private const double Seconds = 5; // the curve is drawn in this time, if the reader wants to see movement

    private static readonly int[] Steps = [0, 50, 500, 5_000, 50_000];

    private readonly List<(int Step, double Loss)> curve = [];
    private readonly List<(int Step, string[] Names)> moments = [];
    private readonly double firstLoss;

    /// <summary>Trains the network, in float64, so that the picture is the same on every computer.</summary>
    public LearningPicture()
    {
        string names = string.Join('\n', Checkout.Read("data/indian-names.csv").Split('\n').Skip(1).Select(row => row.Split(',')[0]));
        NamesTraining training = NamesTraining.Start("mlp", names, [], batchSize: 32, seed: 1, precision: "float64");
        firstLoss = training.Loss();
        double mean = firstLoss;
        foreach (int step in Steps)
        {
            foreach (double loss in training.Train(step - training.Steps))
            {
                // A mini-batch's loss jumps about. Its mean over the last steps shows where it goes, with the fewer steps the earlier.
                int done = curve.Count + 1;
                mean += (loss - mean) / Math.Clamp(done / 4.0, 1, 500);
                curve.Add((done, mean));
            }

            moments.Add((step, [.. training.Sample(seed: 3, count: 50).Distinct().Take(NamesOfMoment)]));
        }
    }

    /// <summary>The names that it makes in the end.</summary>
    public IReadOnlyList<string> LastNames => moments[^1].Names;

    /// <summary>What the picture shows, in words.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"A small network learns names. Its loss falls from {firstLoss:0.0} to {curve[^1].Loss:0.0} in {Steps[^1]:N0} steps. " +
        $"Before the first step it makes {moments[0].Names[0]} and {moments[0].Names[1]}; at the end, {LastNames[0]} and {LastNames[1]}.");

    /// <summary>The picture as a file: light or dark as the reader's page is, moving unless the reader wants no movement.</summary>
    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(Html.Of(
            $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" width="{{Width}}" height="{{Height}}" role="img" aria-labelledby="title">
            <title id="title">{{Description}}</title>
            <style>
            svg { --ground: #ffffff; --ink: #1d2330; --quiet: #566072; --line: #d9dce2; --accent: #0b5cad; }
            @media (prefers-color-scheme: dark) { svg { --ground: #1c2027; --ink: #e6e9ee; --quiet: #a3acba; --line: #39404b; --accent: #7cc0f2; } }
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
            </style>
            <rect class="ground" width="{{Width}}" height="{{Height}}" rx="12"/>

            """));
        foreach (int loss in new[] { 2, 4, 8 })
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"line\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(loss)}\" y2=\"{Y(loss)}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text class=\"quiet\" x=\"{Left - 10}\" y=\"{Number(double.Parse(Y(loss), CultureInfo.InvariantCulture) + 4)}\" text-anchor=\"end\">{loss}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"quiet\" x=\"{Left - 10}\" y=\"{Top - 14}\" text-anchor=\"end\">loss</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"curve\" pathLength=\"1\" d=\"{CurvePath()}\"/>\n");
        foreach ((int step, string[] names) in moments) svg.Append(Moment(step, names));
        return svg.Append("</svg>\n").ToString();
    }

    private string Moment(int step, string[] names)
    {
        double x = X(step);
        double loss = step == 0 ? firstLoss : curve[step - 1].Loss;
        var lines = new StringBuilder();
        lines.Append(CultureInfo.InvariantCulture, $"<g class=\"moment\" style=\"animation-delay: {Number(Seconds * Along(step))}s\">")
            .Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{Number(x)}\" cy=\"{Y(loss)}\" r=\"5\"/>")
            .Append(CultureInfo.InvariantCulture, $"<text class=\"quiet\" x=\"{Number(x - 6)}\" y=\"28\">{(step == 0 ? "before" : $"step {step:N0}")}</text>");
        foreach ((int i, string name) in names.Index())
            lines.Append(Html.Of($"<text x=\"{Number(x - 6)}\" y=\"{56 + (24 * i)}\">{Short(name)}</text>"));
        return lines.Append(CultureInfo.InvariantCulture, $"<text class=\"quiet\" x=\"{Number(x)}\" y=\"{Height - 16}\" text-anchor=\"{(step == 0 ? "start" : "middle")}\">{step:N0}</text></g>\n").ToString();
    }

    private static string Short(string name) => name.Length <= 13 ? name : name[..12] + "…";

    // About 400 points are as many as one can see.
    private string CurvePath()
    {
        var path = new StringBuilder($"M{Number(X(0))} {Y(firstLoss)}");
        double last = X(0);
        foreach ((int step, double loss) in curve)
        {
            if (X(step) - last < 2 && step != curve.Count) continue;
            last = X(step);
            path.Append(CultureInfo.InvariantCulture, $" L{Number(last)} {Y(loss)}");
        }

        return path.ToString();
    }

    // The first steps change most, so each next stretch of the axis holds ten times as many. All moments are equally far apart.
    private static double Along(int step)
    {
        int stretch = Math.Min(Array.FindLastIndex(Steps, begin => begin <= step), Steps.Length - 2);
        double begin = Steps[stretch] + (Steps[1] / 2.0), end = Steps[stretch + 1] + (Steps[1] / 2.0);
        return (stretch + Math.Log((step + (Steps[1] / 2.0)) / begin) / Math.Log(end / begin)) / (Steps.Length - 1);
    }

    private static double X(int step) => Left + 12 + (Along(step) * (Width - Left - 12 - Column));

    private static string Y(double loss)
    {
        double part = Math.Log(Math.Min(loss, HighestLoss * 2) / LowestLoss) / Math.Log(HighestLoss * 2 / LowestLoss);
        return Number(Height - Bottom - (part * (Height - Bottom - Top)));
    }

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
