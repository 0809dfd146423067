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
            else if (notes.Count > 0 && AdditionIn(line) is { } addition) notes[^1].Below.Add(addition);
            else if (notes.Count > 0 && line.StartsWith("  ", StringComparison.Ordinal)) notes[^1].Text += " " + line.Trim();
            else if (line.Length > 0) throw new InvalidDataException($"{file}, line {i + 1}: not a note, a picture, a rung or an answer: {line}");
        }

        return new LessonNotes(file, notes, [.. answers.Select(answer => answer.ToString().Trim())]);
    }

    private static LessonAddition? AdditionIn(string line)
    {
        if (Picture().Match(line) is { Success: true } picture) return new LessonFigure(picture.Groups[1].Value, picture.Groups[2].Value);
        if (RungLink().Match(line) is { Success: true } rung) return new LessonRung(rung.Groups[1].Value, rung.Groups[2].Value);
        return null;
    }

    [GeneratedRegex("^- `(.+?)` (.+)$")]
    private static partial Regex NoteBeginning();

    [GeneratedRegex("^!\\[(.+)\\]\\(figure:(.+)\\)$")]
    private static partial Regex Picture();

    [GeneratedRegex("^\\[(.+)\\]\\(rung:#(.+)\\)$")]
    private static partial Regex RungLink();

    [GeneratedRegex("^## Answer [12]$")]
    private static partial Regex AnswerHeading();
}
