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
        var explained = new ExplainedLesson(lesson, notes);
        foreach (LessonCode code in explained.Parts.OfType<LessonCode>())
        {
            foreach ((List<int> lines, LineNote? note) in explained.PiecesOf(code.Lines))
            {
                string[] said = [.. lines.Select(line => lesson.Source[line].Trim()).Where(IsCode)];
                string where = $"{notes.File}: line {lines[0] + 1} of the lesson";
                Assert.True(note is not null || said.Length == 0, $"{where} has no note: {string.Join(" / ", said)}");
                Assert.True(said.Length <= LongestPiece, $"{where} begins {said.Length} lines with one note");
            }
        }
    }

    /// <summary>Reordered for reading, a lesson has the same lines.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void No_line_is_lost_or_shown_twice(string name)
    {
        var lesson = Lesson.Read(name);
        IEnumerable<int> before = lesson.Parts.OfType<LessonCode>().SelectMany(code => code.Lines);
        var explained = new ExplainedLesson(lesson, LessonNotes.Read(name));
        Assert.Equal(before, explained.Parts.OfType<LessonCode>().SelectMany(code => code.Lines));
    }

    /// <summary>Nothing that a lesson prints is lost on its page: not its prose, not its output.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_page_shows_all_that_the_lesson_prints(string name)
    {
        var lesson = Lesson.Read(name);
        string[] shown =
        [
            lesson.Title,
            .. new ExplainedLesson(lesson, LessonNotes.Read(name)).Parts.Select(part => part switch
            {
                LessonText text => text.Text,
                LessonCode code => code.Output,
                _ => "",
            }),
            $"There are two exercises at the end of lessons/{name}.cs.",
        ];
        Assert.Equal(Words(Checkout.Read($"tests/Lessons.Tests/Expected/{name}.txt")), Words(string.Join('\n', shown)));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_ends_with_two_exercises_and_both_have_answers(string name)
    {
        Assert.Equal(2, Lesson.Read(name).Exercises.Count);
        Assert.Equal(2, LessonNotes.Read(name).Answers.Count);
    }

    /// <summary>What a lesson says can be tried in the playground, there or at its top, is a rung of it; and every lesson says so.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_has_a_rung_of_the_playground(string name)
    {
        string[] embedded = [.. LessonNotes.Read(name).Notes.SelectMany(note => note.Below).OfType<LessonRung>().Select(rung => rung.Address)];
        IEnumerable<string> told = Lesson.Read(name).About.Where(about => about.Name == "Watch it")
            .SelectMany(about => about.Text.Split('#')[1..])
            .Select(address => address.Split([' ', ')'])[0]);
        Assert.NotEmpty(embedded);
        Assert.All(embedded.Concat(told), address => Assert.True(Playground.IsRung($"#{address.Split('?')[0]}"), address));
    }

    private static bool IsCode(string line) =>
        line.Any(char.IsLetterOrDigit) && !line.StartsWith("//", StringComparison.Ordinal) && line != "Console.WriteLine();";

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
