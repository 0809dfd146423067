namespace Makemore.Site.Tests;

public sealed class CourseTests
{
    private const int LongestPiece = 8;

    public static TheoryData<string> Lessons => [.. Lesson.Names];

    /// <summary>A piece of code that has no words beside it is a comment, or the end of a block.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_line_is_explained_where_it_stands(string name)
    {
        var lesson = Lesson.Read(name);
        var notes = LessonNotes.Read(name);
        int next = 0;
        foreach (LessonPart part in lesson.Parts)
        {
            if (part is LessonText text) notes.NoteOn(lesson, text.Line, ref next);
            if (part is not LessonCode code) continue;
            foreach ((List<int> lines, LineNote? note) in notes.PiecesOf(lesson, code.Lines, ref next))
            {
                string[] said = [.. lines.Select(line => lesson.Source[line].Trim()).Where(IsCode)];
                Assert.True(note is not null || said.Length == 0, $"{notes.File}: nobody explains line {lines[0] + 1}: {string.Join(" / ", said)}");
                Assert.True(said.Length <= LongestPiece, $"{notes.File}: one note for {said.Length} lines, from line {lines[0] + 1} on");
            }
        }

        Assert.Equal(notes.Notes.Count, next);
        Assert.Equal(2, notes.Answers.Count);
    }

    /// <summary>Nothing that a lesson prints is lost on its page: not its prose, not its output.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_page_shows_all_that_the_lesson_prints(string name)
    {
        var lesson = Lesson.Read(name);
        string[] printed = [.. Words(Checkout.Read($"tests/Lessons.Tests/Expected/{name}.txt"))];
        IEnumerable<string> shown = lesson.Parts.SelectMany(part => Words(part switch
        {
            LessonText text => text.Text,
            LessonCode code => code.Output,
            _ => "",
        }));
        Assert.Equal(string.Join(' ', printed), string.Join(' ', Words(lesson.Title).Concat(shown).Concat(Words($"There are two exercises at the end of lessons/{name}.cs."))));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_ends_with_two_exercises(string name) => Assert.Equal(2, Lesson.Read(name).Exercises.Count);

    private static bool IsCode(string line) =>
        line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && line != "Console.WriteLine();" && line.Any(char.IsLetterOrDigit);

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
