namespace Makemore.Site;

/// <summary>Puts the notes of a lesson beside its lines. Both are read once, from the top to the bottom.</summary>
internal sealed class ExplainedLesson(Lesson lesson, LessonNotes notes)
{
    private int next;

    /// <summary>The first note that belongs to no line so far; null if all do.</summary>
    public LineNote? FirstUnused => next < notes.Notes.Count ? notes.Notes[next] : null;

    /// <summary>The next note, if it is on this line. Then it is used.</summary>
    public LineNote? NoteOn(int line)
    {
        if (FirstUnused is not { } note || !lesson.Source[line].TrimStart().StartsWith(note.Code, StringComparison.Ordinal)) return null;
        next++;
        return note;
    }

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
