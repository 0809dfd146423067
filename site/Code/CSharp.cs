using System.Net;
using System.Text;
using Makemore.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Site;

/// <summary>Colours C#, as the compiler reads it: comments, keywords, texts and numbers.</summary>
internal static class CSharp
{
    /// <summary>How all code is read: a program of one file may begin with lines like #:project.</summary>
    public static CSharpParseOptions Options { get; } =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithFeatures([new("FileBasedProgram", "true")]);

    /// <summary>The lines of a program, each as HTML. A text or comment over several lines is coloured on each.</summary>
    public static IReadOnlyList<Html> Lines(string code)
    {
        var classes = new string?[code.Length];
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(code, Options).GetRoot().DescendantTokens(descendIntoTrivia: true))
        {
            Colour(token.Span, ClassOf(token));
            foreach (SyntaxTrivia trivia in token.LeadingTrivia.Concat(token.TrailingTrivia)) Colour(trivia.Span, ClassOf(trivia));
        }

        var lines = new List<Html>();
        int start = 0;
        foreach (string line in code.Split('\n'))
        {
            lines.Add(Line(line, classes.AsSpan(start, line.Length)));
            start += line.Length + 1;
        }

        return lines;

        void Colour(TextSpan span, string? name)
        {
            if (name is not null) Array.Fill(classes, name, span.Start, span.Length);
        }
    }

    /// <summary>A whole piece of code as HTML.</summary>
    public static Html Block(string code) => new(string.Join('\n', Lines(code.TrimEnd('\n')).Select(line => line.Markup)));

    private static Html Line(string text, ReadOnlySpan<string?> classes)
    {
        var html = new StringBuilder();
        for (int from = 0, to; from < text.Length; from = to)
        {
            for (to = from + 1; to < text.Length && classes[to] == classes[from];) to++;
            string part = WebUtility.HtmlEncode(text[from..to]);
            html.Append(classes[from] is { } name ? $"<span class=\"{name}\">{part}</span>" : part);
        }

        return new Html(html.ToString());
    }

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => "text",
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind kind when SyntaxFacts.IsKeywordKind(kind) => "keyword",
        SyntaxKind.IdentifierToken when token.Text is "var" => "keyword",
        _ => null,
    };

    private static string? ClassOf(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            or SyntaxKind.MultiLineDocumentationCommentTrivia => "comment",
        _ => null,
    };
}
