using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The first page: what it is, a network that learns on it, how fast it is, and where to begin.</summary>
internal static class FrontPage
{
    private const string Path = "index.html";

    private static readonly Html Ways = new(string.Join(
        ' ',
        Way("course/index.html", "Begin the course", "way main"),
        Way(Playground.Page, "Open the playground"),
        Way("guide.html", "Use the engine")));

    public static Page Create(LearningPicture picture, IReadOnlyList<Lesson> lessons) =>
        new(Path, "Makemore in C#: learn how backprop works", Body(picture, lessons))
        {
            Description =
                "An autograd engine in plain C#, and the language models of Karpathy's makemore on it: " +
                "a course, a playground, a reference.",
            Section = Section.Start,
            HasOwnHeading = true,
        };

    private static Html Body(LearningPicture picture, IReadOnlyList<Lesson> lessons) => Html.Of(
        $"""
        <div class="hero">
        <div>
        <h1>See how a network learns. Then read every line that did it.</h1>
        <p class="lead">{Readme.Lead(Path)}</p>
        <p class="ways">{Ways}</p>
        </div>
        <figure><img src="figures/learning.svg" alt="{picture.Description}" width="800" height="420"></figure>
        </div>

        <h2 id="names">Names, being made</h2>
        <p>Below is the engine itself, in your browser: the same C# as everywhere on this site. It learns from 4,290 Indian names, 32
        letters at a time, and writes new ones as it goes. Watch random letters turn into names. Change the rate, or go back to any
        step.</p>
        {Rung.Frame("Names: a network learns, and makes names", "names?play=1", Path, isShort: true)}
        <noscript><p>It needs a script. Without one, here is what it made after {LearningPicture.LastStep} steps:
        {string.Join(", ", picture.LastNames)}.</p></noscript>

        <h2 id="engine">The engine in twenty lines</h2>
        <p>An expression is written as always. <code>Backward()</code> gives every number in it its slope.</p>
        {Readme.FirstCode("The engine in twenty lines", Path)}
        <p>On your computer it takes the <a href="https://dotnet.microsoft.com/download">.NET 10 SDK</a>, this project, and one command.
        It trains four models while you watch:</p>
        {CodeBlocks.Of(Html.Of($"dotnet run --project src/Runner"), "")}

        <h2 id="course">A course of {lessons.Count} lessons</h2>
        <p>From "a derivative is a slope" to a whole GPT. Every line of code is explained where it stands; what most people get wrong goes
        wrong before your eyes, and then right.</p>
        <ol class="lessons" start="0">
        {Html.Join(lessons.Select(LessonItem))}
        </ol>

        <h2 id="speed">How fast it is</h2>
        {Readme.Part("How fast", Path)}

        <h2 id="proof">What is promised, and how it is checked</h2>
        {Readme.Part("What is promised, and how it is checked", Path)}
        """);

    private static Html Way(string path, string text, string kind = "way") => Html.Of($"""<a class="{kind}" href="{path}">{text}</a>""");

    private static Html LessonItem(Lesson lesson) =>
        Html.Of($"""<li><a href="course/{lesson.Name}.html">{Sentences.Capital(lesson.Topic)}</a></li>""");
}
