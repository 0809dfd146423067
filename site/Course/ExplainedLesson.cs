using Makemore.Models;

namespace Makemore.Site;

/// <summary>A lesson with its notes beside its lines, in the order in which it is best read.</summary>
internal sealed class ExplainedLesson
{
    private readonly Lesson lesson;
    private readonly Dictionary<int, LineNote> notes = [];

    /// <exception cref="DataException">There is a note on a line that the lesson does not have.</exception>
    public ExplainedLesson(Lesson lesson, LessonNotes notes)
    {
        this.lesson = lesson;
        int next = 0;
        for (int line = 0; line < lesson.Source.Count && next < notes.Notes.Count; line++)
            if (lesson.Source[line].TrimStart().StartsWith(notes.Notes[next].Code, StringComparison.Ordinal))
                this.notes.Add(line, notes.Notes[next++]);
        if (next < notes.Notes.Count)
            throw new DataException($"{notes.File}: no line of the lesson, from there on, begins with: {notes.Notes[next].Code}");
        Parts = [.. InReadingOrder()];
    }

    /// <summary>The parts of the lesson. Code that only prepares what comes next stands below the prose on it, and not above.</summary>
    public IReadOnlyList<LessonPart> Parts { get; }

    /// <summary>The note that is on this line, if there is one.</summary>
    public LineNote? NoteOn(int line) => notes.GetValueOrDefault(line);

    /// <summary>
    /// The pieces of some code: each begins with the line that a note explains. Comments and blank lines above that line go with it.
    /// </summary>
    /// <param name="lines">Which lines of the lesson.</param>
    public IReadOnlyList<ExplainedPiece> PiecesOf(IReadOnlyList<int> lines)
    {
        var pieces = new List<ExplainedPiece> { new([], null) };
        foreach (int line in lines)
        {
            if (NoteOn(line) is { } note) pieces.Add(new ExplainedPiece(TakeCommentsAtEnd(pieces[^1].Lines), note));
            pieces[^1].Lines.Add(line);
        }

        // The { of a block goes with what stands first in it.
        if (pieces.Count > 1 && pieces[0].Lines.All(line => lesson.Source[line].Trim() is "" or "{"))
        {
            pieces[1].Lines.InsertRange(0, pieces[0].Lines);
            pieces.RemoveAt(0);
        }

        foreach (ExplainedPiece piece in pieces) RemoveBlankEnds(piece.Lines);
        pieces.RemoveAll(piece => piece.Lines.Count == 0);
        return pieces;
    }

    // Headings and prose are printed where they stand. What stands before them and prints nothing has run by then. But to a reader it makes
    // no difference when it runs, so it may stand with what it is for. Before the first heading, it is for all of the lesson.
    private IEnumerable<LessonPart> InReadingOrder()
    {
        IReadOnlySet<int> printing = PrintingLines.Of(string.Join('\n', lesson.Source));
        var later = new List<int>();
        bool isInSection = false;
        foreach ((int i, LessonPart part) in lesson.Parts.Index())
        {
            if (part is LessonHeading && !isInSection && later.Count > 0)
            {
                yield return new LessonCode([.. later], "");
                later.Clear();
            }

            isInSection |= part is LessonHeading;
            if (part is not LessonCode code)
            {
                yield return part;
                continue;
            }

            int[] lines = [.. later, .. code.Lines];
            int here = i + 1 < lesson.Parts.Count && lesson.Parts[i + 1] is LessonText ? FirstThatPrepares(lines, printing) : lines.Length;
            if (here > 0 || code.Output.Length > 0) yield return code with { Lines = lines[..here] };
            later = [.. lines[here..]];
        }

        if (later.Count > 0) yield return new LessonCode(later, "");
    }

    // The place of the first line with a note after the last that prints, or of the comments above it.
    private int FirstThatPrepares(int[] lines, IReadOnlySet<int> printing)
    {
        int first = Array.FindLastIndex(lines, printing.Contains) + 1;
        while (first < lines.Length && NoteOn(lines[first]) is null) first++;
        if (first == lines.Length) return first;
        while (first > 0 && IsCommentOrBlank(lesson.Source[lines[first - 1]])) first--;
        return first;
    }

    private List<int> TakeCommentsAtEnd(List<int> lines)
    {
        int keep = lines.FindLastIndex(line => !IsCommentOrBlank(lesson.Source[line])) + 1;
        List<int> taken = lines[keep..];
        lines.RemoveRange(keep, taken.Count);
        return taken;
    }

    private void RemoveBlankEnds(List<int> lines)
    {
        while (lines.Count > 0 && lesson.Source[lines[0]].Length == 0) lines.RemoveAt(0);
        while (lines.Count > 0 && lesson.Source[lines[^1]].Length == 0) lines.RemoveAt(lines.Count - 1);
    }

    private static bool IsCommentOrBlank(string line) => line.Length == 0 || line.TrimStart().StartsWith("//", StringComparison.Ordinal);
}

/// <summary>Some lines of a lesson, and what they are for.</summary>
/// <param name="Lines">The lines of the file, from 0.</param>
/// <param name="Note">Null for comments, and for the end of a block.</param>
internal sealed record ExplainedPiece(List<int> Lines, LineNote? Note);
