using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The first page: what it is, a network that learns on it, how fast it is, and where to begin.</summary>
internal static class FrontPage
{
    private const string Path = "index.html";

    // How these rows of the README's table begin.
    private static readonly string[] SpeedsHere =
    [
        "MLP step, embedding 2, hidden 100, batch 32",
        "MLP step, 10 / 200, batch 256",
        "MLP with BatchNorm",
        "WaveNet step, block 8, 10 / 68",
        "LSTM step",
        "GPT step as microgpt",
        "loss of 436,220 examples one by one, 10 / 200",
        "matrix product 512",
    ];

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
        <p class="lead">A network is a formula with numbers in it. Learning means to adjust these numbers until the formula is less wrong.
        Here you see how: in a course that explains every line of its code, on a page where networks learn before your eyes, and in an
        engine that is small enough to read. You need to read a little C#, and to remember from school what a slope is.</p>
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

        <h2 id="course">A course of {lessons.Count} lessons</h2>
        <p>From "a derivative is a slope" to a whole GPT. Every line of code is explained where it stands; what most people get wrong goes
        wrong before your eyes, and then right.</p>
        <ol class="lessons" start="0">
        {Html.Join(lessons.Select(LessonItem))}
        </ol>

        <h2 id="engine">The engine in twenty lines</h2>
        <p>{Readme.Lead(Path)}</p>
        <p>An expression is written as always. <code>Backward()</code> gives every number in it its slope.</p>
        {Readme.FirstCode("The engine in twenty lines", Path)}

        <h2 id="get-it">Get it</h2>
        <p><a href="{SourceArchive.File}">All files of the project</a> are in one archive. Unpack it, install the <a
        href="https://dotnet.microsoft.com/download">.NET 10 SDK</a>, and in the folder makemore, run</p>
        {CodeBlocks.Of(Html.Of($"dotnet run --project src/Runner"), "")}
        <p>It trains four models while you watch. To use the engine in a program of your own, the <a href="guide.html#as-packages">guide
        says how</a>.</p>

        <h2 id="speed">How fast it is</h2>
        <p>The same work on this engine and on libtorch, the C++ library below PyTorch, in one process, on one core. All rows, and how they
        were measured, are in <a href="guide.html#how-fast">the guide</a>.</p>
        {Readme.Rows("How fast", SpeedsHere, Path)}

        <h2 id="proof">How do we know that it is right?</h2>
        <p>Every gradient is compared with an experiment: nudge one number, compute again, and see how far the result moved. <a
        href="reference/operations.html">The list of operations</a> says how large the largest error was, and <a
        href="{Playground.Page}#proof">the playground</a> measures them all in your browser. Values and gradients are also compared with
        PyTorch's, and <a href="guide.html#what-is-promised-and-how-it-is-checked">each promise has its test</a>.</p>
        """);

    private static Html Way(string path, string text, string kind = "way") => Html.Of($"""<a class="{kind}" href="{path}">{text}</a>""");

    private static Html LessonItem(Lesson lesson) =>
        Html.Of($"""<li><a href="course/{lesson.Name}.html">{Sentences.Capital(lesson.Topic)}</a></li>""");
}
