using System.Globalization;
using Makemore.Models;

namespace Makemore.Pages;

/// <summary>
/// Writes a report as one HTML page that needs nothing else: no network and no script. Its style sheet and frame are the files beside this
/// one.
/// </summary>
internal static class ReportPage
{
    public static string Write(Report report) => Html.Resource("report.html")
        .Replace("{{style}}", Html.Resource("report.css"), StringComparison.Ordinal)
        .Replace("{{title}}", Html.Of($"{Sentences.Capital(report.Title)}").Markup, StringComparison.Ordinal)
        .Replace("{{body}}", Body(report).Markup, StringComparison.Ordinal); // last, so that nothing in it is replaced

    private static Html Body(Report report) => Html.Of(
        $"""
        <header>
        <h1>{Sentences.Capital(report.Title)}</h1>
        <p class="lead">{report.Lead}</p>
        <nav aria-label="Contents"><ul>
        <li><a href="#data">Data</a></li>
        <li><a href="#losses">Losses</a></li>
        {Html.Join(report.Models.Select((model, i) => Html.Of($"""<li><a href="#model-{i + 1}">{Sentences.Capital(model.Title)}</a></li>""")))}
        <li><a href="#again">Repeat</a></li>
        </ul></nav>
        </header>
        <main>
        <section id="data" aria-labelledby="data-heading">
        <h2 id="data-heading">Data</h2>
        {Facts(report.Facts)}
        </section>
        <section id="losses" aria-labelledby="losses-heading">
        <h2 id="losses-heading">Losses</h2>
        {LossTable(report.Losses)}
        </section>
        {Html.Join(report.Models.Select((model, i) => ModelSection(model, $"model-{i + 1}")))}
        <section id="again" aria-labelledby="again-heading">
        <h2 id="again-heading">Make this report again</h2>
        <pre><code>{report.Command}</code></pre>
        </section>
        </main>
        """);

    private static Html ModelSection(ModelReport model, string id) => Html.Of(
        $"""
        <section id="{id}" aria-labelledby="{id}-heading">
        <h2 id="{id}-heading">{Sentences.Capital(model.Title)}</h2>
        {Facts(model.Facts)}
        <p>Train it again:</p>
        <pre><code>{model.Command}</code></pre>
        {Html.Join(model.Figures.Select(FigureElement))}
        <h3>Names it made</h3>
        <ul class="samples">
        {Html.Join(model.Samples.Select(SampleItem))}
        </ul>
        <p>New, not in the data: {model.Samples.Count(sample => sample.IsNew)} of {model.Samples.Count}.</p>
        {ScoreTables(model)}
        </section>
        """);

    private static Html Facts(IReadOnlyList<Fact> facts) => Html.Of(
        $"""
        <dl>
        {Html.Join(facts.Select(fact => Html.Of($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>")))}
        </dl>
        """);

    private static Html SampleItem(Sample sample) => sample.IsNew
        ? Html.Of($"""<li class="new">{sample.Name} <small>new</small></li>""")
        : Html.Of($"<li>{sample.Name} <small>known</small></li>");

    private static Html FigureElement(Figure figure) => Html.Of(
        $"""
        <figure>
        {Wide(figure.Title, new Html(figure.ToSvg()))}
        <figcaption>{figure.Description}</figcaption>
        </figure>
        """);

    private static Html LossTable(IReadOnlyList<LossRow> rows)
    {
        (string Heading, Func<Losses, double?> Of)[] columns =
        [
            ("before training", loss => loss.Initial), ("training", loss => loss.Train),
            ("validation", loss => loss.Validation), ("test", loss => loss.Test), ("all names", loss => loss.All),
        ];
        columns = [.. columns.Where(column => rows.Any(row => column.Of(row.Loss) is not null))];
        return Table(
            "Mean negative log-likelihood of a character, in nats; the lower, the better. " +
            "Letters is e to the loss of all names: as unsure as a fair choice among that many.",
            ["model", "learned numbers", .. columns.Select(column => column.Heading), "letters"],
            rows.Select(row => (string[])
            [
                row.Model, Number(row.Parameters, "#,0"), .. columns.Select(column => Number(column.Of(row.Loss), "0.0000")),
                Number(row.Loss.All is { } all ? Evaluation.Perplexity(all) : null, "0.0"),
            ]));
    }

    private static Html ScoreTables(ModelReport model)
    {
        Scores scores = model.Scores;
        return Html.Of(
            $"""
            <h3>How probable it finds the names</h3>
            <p>
            The mean over {Number(scores.Count, "#,0")} names is {Number(scores.Mean, "0.0000")} nats a character.
            Every name counts the same.
            </p>
            <div class="pair">
            {ScoreTable("The most probable for their length", scores.Best)}
            {ScoreTable("The least probable for their length", scores.Worst)}
            </div>
            """);
    }

    private static Html ScoreTable(string caption, IReadOnlyList<NameScore> scores) => Table(
        $"{caption}, in nats", ["name", "in all", "a character"],
        scores.Select(score => (string[])[score.Name, Number(score.Total, "0.0000"), Number(score.PerCharacter, "0.0000")]));

    // The first cell of a row is its heading.
    private static Html Table(string caption, IReadOnlyList<string> headings, IEnumerable<string[]> rows) => Wide(caption, Html.Of(
        $"""
        <table>
        <caption><span>{caption}</span></caption>
        <thead><tr>{Html.Join(headings.Select(heading => Html.Of($"""<th scope="col">{heading}</th>""")))}</tr></thead>
        <tbody>
        {Html.Join(rows.Select(Row))}
        </tbody>
        </table>
        """));

    private static Html Row(string[] cells) => Html.Of(
        $"""<tr><th scope="row">{cells[0]}</th>{Html.Join(cells[1..].Select(cell => Html.Of($"<td>{cell}</td>")))}</tr>""");

    // What is too wide for a phone scrolls in a box of its own, with the keyboard too.
    private static Html Wide(string label, Html content) => Html.Of(
        $"""
        <div class="wide" role="group" aria-label="{label}" tabindex="0">
        {content}
        </div>
        """);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
