using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The page of a lesson: its prose, its code with every line explained, what it prints, and its exercises with answers.</summary>
internal sealed class LessonPage
{
    private readonly Lesson lesson;
    private readonly LessonNotes notes;
    private readonly ExplainedLesson explained;
    private readonly IReadOnlyList<Html> lines;
    private readonly string path;

    private LessonPage(Lesson lesson, TypeLinks links)
    {
        this.lesson = lesson;
        notes = LessonNotes.Read(lesson.Name);
        explained = new ExplainedLesson(lesson, notes);
        path = $"course/{lesson.Name}.html";
        string program = string.Join('\n', lesson.Source);
        lines = CSharp.Lines(program, links.In(program, path));
    }

    /// <summary>The page of a lesson, with links to those before and after it, and to the reference.</summary>
    public static Page Create(Lesson lesson, Lesson? before, Lesson? after, TypeLinks links) =>
        new LessonPage(lesson, links).Create(before, after);

    private Page Create(Lesson? before, Lesson? after)
    {
        Html about = Html.Of($"""<dl class="about">{Html.Join(lesson.About.Select(AboutItem))}</dl>""");
        Html[] parts = [.. Parts()];
        Html body = Html.Join([.. parts, Exercises(), Turn(before, after)]);
        return new Page(path, lesson.Title, Html.Join([about, Contents.Before(body)]))
        {
            Description = Sentences.Capital(lesson.About[0].Text.TrimEnd('.')) + ".",
            Section = Section.Course,
        };
    }

    private Html AboutItem((string Name, string Text) about) => about.Name switch
    {
        "Run it" => Html.Of($"<dt>Run it</dt><dd><code>{about.Text}</code> · <a href=\"{LinkToSource()}\">the whole file</a></dd>"),
        "Watch it" => Html.Empty, // the page has the rungs in it
        _ => Html.Of($"<dt>{about.Name}</dt><dd>{Sentences.Capital(about.Text)}</dd>"),
    };

    private string LinkToSource() => Page.Link(path, Sources.PageOf($"lessons/{lesson.Name}.cs"));

    // A note on a line that is shown as a heading or as prose stands below the prose.
    private IEnumerable<Html> Parts()
    {
        var asides = new List<LineNote>();
        foreach (LessonPart part in explained.Parts)
        {
            if (part is not LessonProse)
            {
                foreach (LineNote aside in asides) yield return Aside(aside);
                asides.Clear();
            }

            yield return part switch
            {
                LessonHeading heading => Html.Of($"""<h2 id="{IdOf(heading)}">{heading.Text}</h2>"""),
                LessonProse prose => ProseText.Of(prose.Text),
                LessonCode code => Code(code),
                LessonHelpers => Html.Of($"""<h2 id="helpers">The helpers</h2><p>Functions and classes that the lesson has used.</p>"""),
                _ => throw new InvalidOperationException($"{part.GetType().Name} is not shown"),
            };
            if (part is LessonText text && explained.NoteOn(text.Line) is { } note) asides.Add(note);
        }
    }

    private static string IdOf(LessonHeading heading) =>
        heading.Text.IndexOf(". ", StringComparison.Ordinal) is > 0 and < 4 and var dot ? $"section-{heading.Text[..dot]}" : "appendix";

    private Html Aside(LineNote note) => Html.Of(
        $"""
        <p class="aside">{Sentence(note)}</p>
        {Html.Join(note.Below.Select(Addition))}
        """);

    private Html Code(LessonCode code)
    {
        IReadOnlyList<ExplainedPiece> pieces = explained.PiecesOf(code.Lines);
        int indent = code.Lines.Select(line => lesson.Source[line]).Where(text => text.Length > 0)
            .Select(text => text.Length - text.TrimStart().Length).DefaultIfEmpty().Min();
        Html rows = Html.Join(pieces.Select(piece => Piece(piece, indent)));
        return Html.Of(
            $"""
            {(pieces.Count == 0 ? Html.Empty : Html.Of($"<div class=\"explained\">{rows}</div>"))}
            {(code.Output.Length == 0 ? Html.Empty : CodeBlocks.Output(code.Output))}
            {Html.Join(pieces.SelectMany(piece => piece.Note?.Below ?? []).Select(Addition))}
            """);
    }

    private Html Piece(ExplainedPiece piece, int indent)
    {
        IEnumerable<string> code = piece.Lines.Select(line => lines[line].Markup).Select(line => line.Length == 0 ? line : line[indent..]);
        return Html.Of(
            $"""
            <div class="piece"><div class="code"><pre><code class="language-csharp">{new Html(string.Join('\n', code))}</code></pre></div>
            <p>{(piece.Note is null ? Html.Empty : Sentence(piece.Note))}</p></div>
            """);
    }

    private Html Sentence(LineNote note) => MarkdownText.Sentence(note.Text, notes.File, path);

    private Html Addition(LessonAddition addition) => addition switch
    {
        LessonFigure figure => Figure(figure),
        LessonRung rung => Rung.Unfolding(rung.Text, rung.Address, path),
        _ => throw new InvalidOperationException($"{addition.GetType().Name} is not shown"),
    };

    private Html Figure(LessonFigure figure)
    {
        string source = Page.Link(path, $"figures/{figure.Name}.svg");
        Html picture = Html.Of($"""<a href="{source}"><img src="{source}" alt="{figure.Caption}" loading="lazy"></a>""");
        return Html.Of($"<figure>{picture}<figcaption>{figure.Caption}</figcaption></figure>");
    }

    private Html Exercises() => Html.Of(
        $"""
        <h2 id="exercises">Exercises</h2>
        {Html.Join(lesson.Exercises.Select((exercise, i) => Html.Of(
            $"""
            <section class="exercise"><h3 id="exercise-{i + 1}">Exercise {i + 1}</h3>
            {ExerciseText(exercise)}
            {Answer(i)}
            </section>
            """)))}
        """);

    private Html Answer(int exercise) => exercise >= notes.Answers.Count ? Html.Empty : Html.Of(
        $"<details><summary>Answer</summary>{MarkdownText.Part(notes.Answers[exercise], notes.File, path)}</details>");

    // Lines that begin further right are code.
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

    private static Html Turn(Lesson? before, Lesson? after) => Html.Of(
        $"""
        <nav class="turn" aria-label="Lessons">
        {(before is null ? Html.Empty : Html.Of($"""<a rel="prev" href="{before.Name}.html">← {before.Title}</a>"""))}
        {(after is null ? Html.Empty : Html.Of($"""<a rel="next" href="{after.Name}.html">{after.Title} →</a>"""))}
        </nav>
        """);
}
