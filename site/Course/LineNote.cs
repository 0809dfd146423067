namespace Makemore.Site;

/// <summary>What a line of code, and the few after it, are for.</summary>
/// <param name="code">How the line begins.</param>
/// <param name="text">The explanation's first line, as Markdown.</param>
internal sealed class LineNote(string code, string text)
{
    public string Code => code;

    /// <summary>The explanation, as Markdown.</summary>
    public string Text { get; set; } = text;

    /// <summary>What is shown below the code that this line belongs to.</summary>
    public List<LessonAddition> Below { get; } = [];
}

/// <summary>What the course shows below some code of a lesson: a picture or a rung.</summary>
internal abstract record LessonAddition;

/// <summary>A picture of the course.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Name">The file in the site's folder of figures, without .svg.</param>
internal sealed record LessonFigure(string Caption, string Name) : LessonAddition;

/// <summary>A rung of the playground, at the state that the lesson speaks of.</summary>
/// <param name="Text">What to try.</param>
/// <param name="Address">What stands behind the #: "slope?f=square&amp;x=3".</param>
internal sealed record LessonRung(string Text, string Address) : LessonAddition;
