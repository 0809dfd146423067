using Makemore.Models;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The first page of the course: what it takes, and all lessons. The table is that of lessons/README.md.</summary>
internal static class CourseIndex
{
    private const string File = "lessons/README.md", Path = "course/index.html";

    public static Page Create(int lessons) => new(Path, MarkdownText.TitleOf(File), Html.Of(
        $"""
        <p class="lead">A network is a formula with numbers in it. Learning means to adjust the numbers until the formula is less wrong.
        These {lessons} lessons show how, from the slope of a curve to a GPT that writes names.</p>
        <p>Each lesson is a program of one file. Its page has all of it: what the program tells, its code with every line explained beside
        it, what it prints, figures, and two exercises with their answers. A part of the <a
        href="{Page.Link(Path, Playground.Page)}">playground</a> stands in it, where you try what it says.</p>
        <p>You need to read a little C#, or a language like it, and to remember from school what a slope is. To run a lesson
        yourself, <a href="{Page.Link(Path, "index.html")}#get-it">get the project</a>; then it is one command:</p>
        {CodeBlocks.Of(Html.Of($"dotnet run lessons/00-derivatives.cs"), "")}
        {MarkdownText.Part(Table(), File, Path)}
        """))
    {
        Description = "A course of programs of one file each, from a slope to a language model, with every line explained.",
        Section = Section.Course,
    };

    // The table of the lessons, and the paragraph below it, which says what its short names of lectures mean.
    private static string Table()
    {
        string[] blocks = Checkout.Read(File).Split("\n\n");
        int table = Array.FindIndex(blocks, block => block.StartsWith("| lesson", StringComparison.Ordinal));
        return table < 0
            ? throw new DataException($"{File} has no table of lessons, which the site's course begins with")
            : blocks[table] + "\n\n" + blocks[table + 1];
    }
}
