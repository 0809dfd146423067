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
    /// <param name="code">The program.</param>
    /// <param name="linkOf">Where a name leads when it is met for the first time; null for nowhere.</param>
    public static IReadOnlyList<Html> Lines(string code, Func<SyntaxToken, string?>? linkOf = null)
    {
        // What begins before each letter and ends behind the last that has the same.
        var marks = new string?[code.Length];
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(code, Options).GetRoot().DescendantTokens(descendIntoTrivia: true))
        {
            if (linkOf?.Invoke(token) is { } link) Mark(token.Span, Html.Of($"<a href=\"{link}\">").Markup);
            else if (ClassOf(token) is { } kind) Mark(token.Span, $"<span class=\"{kind}\">");
            foreach (SyntaxTrivia trivia in token.LeadingTrivia.Concat(token.TrailingTrivia))
                if (ClassOf(trivia) is { } comment) Mark(trivia.Span, $"<span class=\"{comment}\">");
        }

        var lines = new List<Html>();
        int start = 0;
        foreach (string line in code.Split('\n'))
        {
            lines.Add(Line(line, marks.AsSpan(start, line.Length)));
            start += line.Length + 1;
        }

        return lines;

        void Mark(TextSpan span, string mark) => Array.Fill(marks, mark, span.Start, span.Length);
    }

    /// <summary>A whole piece of code as HTML.</summary>
    public static Html Block(string code) => new(string.Join('\n', Lines(code.TrimEnd('\n')).Select(line => line.Markup)));

    private static Html Line(string text, ReadOnlySpan<string?> marks)
    {
        var html = new StringBuilder();
        for (int from = 0, to; from < text.Length; from = to)
        {
            for (to = from + 1; to < text.Length && marks[to] == marks[from];) to++;
            string part = WebUtility.HtmlEncode(text[from..to]);
            html.Append(marks[from] switch
            {
                null => part,
                ['<', 'a', ..] link => $"{link}{part}</a>",
                string mark => $"{mark}{part}</span>",
            });
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
