using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>A statement of a lesson that says something, and computes nothing.</summary>
/// <param name="Telling">How it says it.</param>
/// <param name="First">Its first line in the file, from 0.</param>
/// <param name="Last">Its last line.</param>
/// <param name="Printed">The lines that it prints. <see cref="LessonOutput.Hole"/> stands for what is computed in them.</param>
internal sealed partial record LessonStatement(Telling Telling, int First, int Last, IReadOnlyList<string> Printed)
{
    /// <summary>What Tell writes before each line that is not blank.</summary>
    public const string Indent = "   ";

    /// <summary>All of a program, in its order.</summary>
    public static IEnumerable<LessonStatement> AllOf(string program) =>
        CSharpSyntaxTree.ParseText(program, CSharp.Options).GetRoot()
            .DescendantNodes().OfType<ExpressionStatementSyntax>().Select(Read).OfType<LessonStatement>();

    private static LessonStatement? Read(ExpressionStatementSyntax statement)
    {
        if (statement.Expression is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var argument }] } call
            || TextOf(argument) is not { Length: > 0 } said
            || TellingOf(call.Expression.ToString(), said) is not { } telling)
            return null;

        FileLinePositionSpan place = statement.SyntaxTree.GetLineSpan(statement.Span);
        IEnumerable<string> printed = said.ReplaceLineEndings("\n").Split('\n');
        if (telling == Telling.Prose) printed = printed.Select(line => line.Length > 0 ? Indent + line : line);
        return new LessonStatement(telling, place.StartLinePosition.Line, place.EndLinePosition.Line, [.. printed]);
    }

    private static Telling? TellingOf(string method, string said) => method switch
    {
        "Tell" => Telling.Prose,
        "Head" => Telling.Heading,
        "Console.WriteLine" when HeadingBeginning().IsMatch(said) => Telling.Heading,
        "Console.WriteLine" when FrameBeginning().IsMatch(said) => Telling.Frame,
        _ => null,
    };

    // Of an interpolated text, only what is between the holes is known.
    private static string? TextOf(ExpressionSyntax argument) => argument switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value as string,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part =>
            part is InterpolatedStringTextSyntax known ? known.TextToken.ValueText : $"{LessonOutput.Hole}")),
        _ => null,
    };

    [GeneratedRegex(@"^(?:[0-9]+\. |Appendix)")]
    private static partial Regex HeadingBeginning();

    [GeneratedRegex("^(?:Lesson |There are two exercises)")]
    private static partial Regex FrameBeginning();
}

/// <summary>How a lesson says something.</summary>
internal enum Telling
{
    /// <summary>What its reader is told, indented.</summary>
    Prose,

    /// <summary>The heading of a section, with its number, or of an appendix.</summary>
    Heading,

    /// <summary>The title, and the line that leads to the exercises. The page of a lesson says both in its own way.</summary>
    Frame,
}
