using System.Text;
using System.Text.RegularExpressions;
using Makemore.Models;

namespace Makemore.Site;

/// <summary>
/// What the course adds to a lesson, from lessons/explained/NAME.md: every line explained, pictures, rungs of the playground to try, and
/// the answers to the exercises.
/// </summary>
/// <param name="File">The file of the notes.</param>
/// <param name="Notes">In the order of the lesson's lines.</param>
/// <param name="Answers">To the exercises, as Markdown.</param>
internal sealed partial record LessonNotes(string File, IReadOnlyList<LineNote> Notes, IReadOnlyList<string> Answers)
{
    /// <summary>The names of the figures that are shown.</summary>
    public IEnumerable<string> Figures => Notes.SelectMany(note => note.Below).OfType<LessonFigure>().Select(figure => figure.Name);

    public static LessonNotes Read(string name)
    {
        string file = $"lessons/explained/{name}.md";
        var notes = new List<LineNote>();
        var answers = new List<StringBuilder>();
        foreach ((int i, string line) in Checkout.Read(file).Split('\n').Index())
        {
            if (AnswerHeading().IsMatch(line)) answers.Add(new StringBuilder());
            else if (answers.Count > 0) answers[^1].Append(line).Append('\n');
            else if (NoteIn(line) is { } note) notes.Add(note);
            else if (notes.Count > 0 && AdditionIn(line) is { } addition) notes[^1].Below.Add(addition);
            else if (notes.Count > 0 && line.StartsWith("  ", StringComparison.Ordinal)) notes[^1].Text += " " + line.Trim();
            else if (line.Length > 0)
                throw new DataException($"{file}, line {i + 1}: not a note, a picture, a rung or an answer: {line}");
        }

        return new LessonNotes(file, notes, [.. answers.Select(answer => answer.ToString().Trim())]);
    }

    private static LineNote? NoteIn(string line) => NoteBeginning().Match(line) is { Success: true, Groups: var found }
        ? new LineNote(found["code"].Value, found["text"].Value)
        : null;

    private static LessonAddition? AdditionIn(string line)
    {
        if (Picture().Match(line) is { Success: true, Groups: var picture })
            return new LessonFigure(picture["caption"].Value, picture["name"].Value);
        if (RungLink().Match(line) is { Success: true, Groups: var rung })
            return new LessonRung(rung["text"].Value, rung["address"].Value);
        return null;
    }

    [GeneratedRegex("^- `(?<code>.+?)` (?<text>.+)$")]
    private static partial Regex NoteBeginning();

    [GeneratedRegex(@"^!\[(?<caption>.+)\]\(figure:(?<name>.+)\)$")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^\[(?<text>.+)\]\(rung:#(?<address>.+)\)$")]
    private static partial Regex RungLink();

    [GeneratedRegex("^## Answer [12]$")]
    private static partial Regex AnswerHeading();
}
