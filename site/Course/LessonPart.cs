namespace Makemore.Site;

/// <summary>A part of a lesson: a heading, prose, or code.</summary>
internal abstract record LessonPart;

/// <summary>What a lesson says, and does not compute.</summary>
/// <param name="Line">The line of the file that says it, from 0.</param>
/// <param name="Text">The text.</param>
internal abstract record LessonText(int Line, string Text) : LessonPart;

/// <summary>"1. The slope of x * x at x = 3 is 6".</summary>
internal sealed record LessonHeading(int Line, string Text) : LessonText(Line, Text);

/// <summary>What the lesson tells its reader.</summary>
internal sealed record LessonProse(int Line, string Text) : LessonText(Line, Text);

/// <summary>Code, and what it prints.</summary>
/// <param name="Lines">Which lines of the file, from 0.</param>
/// <param name="Output">What is printed before the next prose.</param>
internal sealed record LessonCode(IReadOnlyList<int> Lines, string Output) : LessonPart;

/// <summary>From here on, there are only functions and classes that the lesson has used.</summary>
internal sealed record LessonHelpers : LessonPart;
