namespace Makemore.Site;

/// <summary>A lesson, taken apart: what it tells, its code, and what the code between prints.</summary>
/// <param name="Name">"00-derivatives".</param>
/// <param name="Title">"Lesson 00: a derivative is a slope".</param>
/// <param name="Source">The lines of the file.</param>
/// <param name="About">What stands at its top: "Teaches", "Mirrors", "Run it" and perhaps "Watch it", each with its text.</param>
/// <param name="Parts">In the order of the file.</param>
/// <param name="Exercises">The two exercises, each as lines.</param>
internal sealed record Lesson(
    string Name,
    string Title,
    IReadOnlyList<string> Source,
    IReadOnlyList<(string Name, string Text)> About,
    IReadOnlyList<LessonPart> Parts,
    IReadOnlyList<IReadOnlyList<string>> Exercises)
{
    /// <summary>All lessons' names, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Checkout.Files("lessons", "*.cs").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>The title without "Lesson 00: ".</summary>
    public string Topic => Title[(Title.IndexOf(": ", StringComparison.Ordinal) + ": ".Length)..];

    /// <summary>A lesson of the checkout.</summary>
    public static Lesson Read(string name) => LessonReader.Read(name);
}
