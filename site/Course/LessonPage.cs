using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The page of a lesson: its prose, its code with every line explained, what it prints, and its exercises with answers.</summary>
internal static class LessonPage
{
    public static Page Create(Lesson lesson, Lesson? before, Lesson? after)
    {
        string path = $"course/{lesson.Name}.html";
        LessonNotes notes = LessonNotes.Read(lesson.Name);
        IReadOnlyList<Html> lines = CSharp.Lines(string.Join('\n', lesson.Source));
        var body = new List<Html>
        {
            Html.Of($"""<dl class="about">{Html.Join(lesson.About.Select(about => AboutItem(lesson, about, path)))}</dl>"""),
        };
        int next = 0;
        foreach (LessonPart part in lesson.Parts)
        {
            body.Add(part switch
            {
                LessonText text => Html.Of($"{Text(text)}{Aside(notes.NoteOn(lesson, text.Line, ref next), notes, path)}"),
                LessonCode code => Code(lesson, notes, lines, code, path, ref next),
                _ => throw new InvalidOperationException($"{part.GetType().Name} is not shown"),
            });
        }

        if (next < notes.Notes.Count) throw new InvalidDataException($"{notes.File}: no line of the lesson, from there on, begins with: {notes.Notes[next].Code}");
        body.Add(Exercises(lesson, notes, path));
        body.Add(Html.Of(
            $"""
            <nav class="turn" aria-label="Lessons">
            {(before is null ? Html.Of($"") : Html.Of($"""<a rel="prev" href="{before.Name}.html">← {before.Title}</a>"""))}
            {(after is null ? Html.Of($"") : Html.Of($"""<a rel="next" href="{after.Name}.html">{after.Title} →</a>"""))}
            </nav>
            """));
        return new Page(path, lesson.Title, Html.Join([body[0], Contents.Before(Html.Join(body.Skip(1)))]))
        {
            Description = Capital(lesson.About[0].Text.TrimEnd('.')) + ".",
            Section = Section.Course,
        };
    }

    private static Html AboutItem(Lesson lesson, (string Name, string Text) about, string path) => about.Name switch
    {
        "Run it" => Html.Of($"<dt>Run it</dt><dd><code>{about.Text}</code> · <a href=\"{Page.Link(path, Sources.PageOf($"lessons/{lesson.Name}.cs"))}\">the whole file</a></dd>"),
        "Watch it" => Html.Of($""),
        _ => Html.Of($"<dt>{about.Name}</dt><dd>{Capital(about.Text)}</dd>"),
    };

    private static string IdOf(LessonHeading heading) =>
        heading.Text.IndexOf(". ", StringComparison.Ordinal) is > 0 and < 4 and var dot ? $"section-{heading.Text[..dot]}" : "appendix";

    private static Html Text(LessonText text) => text is LessonHeading heading
        ? Html.Of($"""<h2 id="{IdOf(heading)}">{heading.Text}</h2>""")
        : Prose(text);

    // A note on a line that is shown as a heading or as prose.
    private static Html Aside(LineNote? note, LessonNotes notes, string path) => note is null ? Html.Of($"") : Html.Of(
        $"""
        <p class="aside">{MarkdownText.Sentence(note.Text, notes.File, path)}</p>
        {Html.Join(note.Beside.Select(beside => Beside(beside, path)))}
        """);

    // A blank line divides paragraphs. Lines that begin further right are shown as they are.
    private static Html Prose(LessonText prose) => Html.Join(
        prose.Text.Split("\n\n").Select(paragraph => paragraph.StartsWith(' ')
            ? CodeBlocks.Output(paragraph)
            : Html.Of($"<p>{paragraph.Replace('\n', ' ')}</p>")));

    private static Html Code(Lesson lesson, LessonNotes notes, IReadOnlyList<Html> lines, LessonCode code, string path, ref int next)
    {
        List<(List<int> Lines, LineNote? Note)> pieces = notes.PiecesOf(lesson, code.Lines, ref next);
        int indent = code.Lines.Select(line => lesson.Source[line]).Where(text => text.Length > 0).Min(text => (int?)(text.Length - text.TrimStart().Length)) ?? 0;
        Html rows = Html.Join(pieces.Select(piece => Html.Of(
            $"""
            <div class="piece"><div class="code"><pre><code class="language-csharp">{Lines(piece.Lines)}</code></pre></div>
            <p>{(piece.Note is null ? Html.Of($"") : MarkdownText.Sentence(piece.Note.Text, notes.File, path))}</p></div>
            """)));
        return Html.Of(
            $"""
            {(pieces.Count == 0 ? Html.Of($"") : Html.Of($"<div class=\"explained\">{rows}</div>"))}
            {(code.Output.Length == 0 ? Html.Of($"") : CodeBlocks.Output(code.Output))}
            {Html.Join(pieces.SelectMany(piece => piece.Note?.Beside ?? []).Select(beside => Beside(beside, path)))}
            """);

        Html Lines(List<int> numbers) => Html.Join(numbers.Select(number =>
            lesson.Source[number].Length == 0 ? lines[number] : new Html(lines[number].Markup[indent..])));
    }

    private static Html Beside(object beside, string path) => beside switch
    {
        LessonFigure figure => Html.Of(
            $"""<figure><img src="{Page.Link(path, $"figures/{figure.Name}.svg")}" alt="{figure.Caption}" loading="lazy"><figcaption>{figure.Caption}</figcaption></figure>"""),
        LessonRung rung => Rung.Unfolding(rung.Text, rung.Address, path),
        _ => throw new InvalidOperationException($"{beside.GetType().Name} is not shown"),
    };

    private static Html Exercises(Lesson lesson, LessonNotes notes, string path) => Html.Of(
        $"""
        <h2 id="exercises">Exercises</h2>
        {Html.Join(lesson.Exercises.Select((exercise, i) => Html.Of(
            $"""
            <section class="exercise"><h3 id="exercise-{i + 1}">Exercise {i + 1}</h3>
            {ExerciseText(exercise)}
            {(i < notes.Answers.Count ? Html.Of($"<details><summary>Answer</summary>{MarkdownText.Part(notes.Answers[i], notes.File, path)}</details>") : Html.Of($""))}
            </section>
            """)))}
        """);

    private static Html ExerciseText(IReadOnlyList<string> lines)
    {
        var pieces = new List<Html>();
        for (int from = 0, to; from < lines.Count; from = to)
        {
            bool isCode = IsCode(from);
            for (to = from + 1; to < lines.Count && IsCode(to) == isCode;) to++;
            IEnumerable<string> piece = lines.Skip(from).Take(to - from);
            pieces.Add(isCode
                ? CodeBlocks.Of(CSharp.Block(string.Join('\n', piece.Select(line => line[2..]))), "csharp-fragment")
                : Html.Of($"<p>{string.Join(' ', piece.Select(line => line.Trim()))}</p>"));
        }

        return Html.Join(pieces);

        bool IsCode(int line) => lines[line].StartsWith("  ", StringComparison.Ordinal);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
