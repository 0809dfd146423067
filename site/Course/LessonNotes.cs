using System.Text;
using System.Text.RegularExpressions;

namespace Makemore.Site;

/// <summary>
/// What the course adds to a lesson, from lessons/explained/NAME.md: every line explained, pictures, rungs of the playground to try, and the
/// answers to the exercises.
/// </summary>
/// <param name="File">The file of the notes.</param>
/// <param name="Notes">In the order of the lesson's lines.</param>
/// <param name="Answers">To the exercises, as Markdown.</param>
internal sealed partial record LessonNotes(string File, IReadOnlyList<LineNote> Notes, IReadOnlyList<string> Answers)
{
    /// <summary>The names of the figures that are shown.</summary>
    public IEnumerable<string> Figures => Notes.SelectMany(note => note.Beside).OfType<LessonFigure>().Select(figure => figure.Name);

    public static LessonNotes Read(string name)
    {
        string file = $"lessons/explained/{name}.md";
        var notes = new List<LineNote>();
        var answers = new List<StringBuilder>();
        foreach ((int i, string line) in Checkout.Read(file).Split('\n').Index())
        {
            if (AnswerHeading().IsMatch(line)) answers.Add(new StringBuilder());
            else if (answers.Count > 0) answers[^1].Append(line).Append('\n');
            else if (NoteBeginning().Match(line) is { Success: true } note) notes.Add(new LineNote(note.Groups[1].Value, note.Groups[2].Value));
            else if (notes.Count > 0 && Picture().Match(line) is { Success: true } picture)
                notes[^1].Beside.Add(new LessonFigure(picture.Groups[1].Value, picture.Groups[2].Value));
            else if (notes.Count > 0 && RungLink().Match(line) is { Success: true } rung)
                notes[^1].Beside.Add(new LessonRung(rung.Groups[1].Value, rung.Groups[2].Value));
            else if (notes.Count > 0 && line.StartsWith("  ", StringComparison.Ordinal)) notes[^1].Text += " " + line.Trim();
            else if (line.Length > 0) throw new InvalidDataException($"{file}, line {i + 1}: not a note, a picture, a rung or an answer: {line}");
        }

        return new LessonNotes(file, notes, [.. answers.Select(answer => answer.ToString().Trim())]);
    }

    /// <summary>The next note, if it is on this line of the lesson. Then it is used, and <paramref name="next"/> goes on.</summary>
    public LineNote? NoteOn(Lesson lesson, int line, ref int next) =>
        next < Notes.Count && lesson.Source[line].TrimStart().StartsWith(Notes[next].Code, StringComparison.Ordinal) ? Notes[next++] : null;

    /// <summary>
    /// The pieces of some code of the lesson: each begins with the line that a note explains. Comments and blank lines above that line go
    /// with it.
    /// </summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="lines">Which of its lines.</param>
    /// <param name="next">The first note that is not used yet; goes on past those that are used here.</param>
    public List<(List<int> Lines, LineNote? Note)> PiecesOf(Lesson lesson, IReadOnlyList<int> lines, ref int next)
    {
        var pieces = new List<(List<int> Lines, LineNote? Note)> { ([], null) };
        foreach (int line in lines)
        {
            if (NoteOn(lesson, line, ref next) is { } note)
            {
                List<int> above = pieces[^1].Lines;
                int keep = above.Count;
                while (keep > 0 && IsCommentOrBlank(lesson.Source[above[keep - 1]])) keep--;
                pieces.Add(([.. above[keep..]], note));
                above.RemoveRange(keep, above.Count - keep);
            }

            pieces[^1].Lines.Add(line);
        }

        // The { of a block goes with what stands first in it.
        if (pieces.Count > 1 && pieces[0].Lines.All(line => lesson.Source[line].Trim() is "" or "{"))
        {
            pieces[1].Lines.InsertRange(0, pieces[0].Lines);
            pieces.RemoveAt(0);
        }

        foreach ((List<int> shown, _) in pieces)
        {
            while (shown.Count > 0 && lesson.Source[shown[0]].Length == 0) shown.RemoveAt(0);
            while (shown.Count > 0 && lesson.Source[shown[^1]].Length == 0) shown.RemoveAt(shown.Count - 1);
        }

        pieces.RemoveAll(piece => piece.Lines.Count == 0);
        return pieces;
    }

    private static bool IsCommentOrBlank(string line) => line.Length == 0 || line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    [GeneratedRegex("^- `(.+?)` (.+)$")]
    private static partial Regex NoteBeginning();

    [GeneratedRegex("^!\\[(.+)\\]\\(figure:(.+)\\)$")]
    private static partial Regex Picture();

    [GeneratedRegex("^\\[(.+)\\]\\(rung:#(.+)\\)$")]
    private static partial Regex RungLink();

    [GeneratedRegex("^## Answer [12]$")]
    private static partial Regex AnswerHeading();
}

/// <summary>What a line of code, and the few after it, are for.</summary>
/// <param name="code">How the line begins.</param>
/// <param name="text">The explanation, as Markdown.</param>
internal sealed class LineNote(string code, string text)
{
    public string Code => code;

    public string Text { get; set; } = text;

    /// <summary>What is shown below the code that this line belongs to: figures and rungs.</summary>
    public List<object> Beside { get; } = [];
}

/// <summary>A picture of the course.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Name">The file in the site's folder of figures, without .svg.</param>
internal sealed record LessonFigure(string Caption, string Name);

/// <summary>A rung of the playground, at the state that the lesson speaks of.</summary>
/// <param name="Text">What to try.</param>
/// <param name="Address">What stands behind the #: "slope?f=square&amp;x=3".</param>
internal sealed record LessonRung(string Text, string Address);
