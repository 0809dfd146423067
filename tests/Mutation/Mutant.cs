using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>A small change to one place of a source file, which a test should notice.</summary>
/// <param name="Tree">The file as it is.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="File">The file, from the top of the repository: "src/Autograd/Graph.cs".</param>
/// <param name="Member">The method, property or constructor that it is in.</param>
internal sealed record Mutant(SyntaxTree Tree, TextSpan Span, string Replacement, string File, string Member)
{
    private readonly Edit? shown;

    /// <summary>What a reader is shown: the change itself, or that of a script, which the code here reads from a file.</summary>
    public Edit Shown
    {
        get => shown ?? new Edit(Tree.GetText(), Span, Replacement);
        init => shown = value;
    }

    /// <summary>The number of the first changed line, from 1.</summary>
    public int Line => Shown.Line;

    /// <summary>True in the code that computes values and gradients: an operation's or a layer's passes, and formulas.</summary>
    public bool IsInFormula => Member is "Forward" or "Backward" or "Value" or "Slope" or "SlopeLeft" or "SlopeRight";

    /// <summary>The file with this change.</summary>
    public SyntaxTree Changed => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Replacement)));

    public override string ToString() => $"{File}:{Line} {Member}\n    - {Shown.Before}\n    + {Shown.After}";
}

/// <summary>A change to a text.</summary>
/// <param name="Text">The text as it is.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record Edit(SourceText Text, TextSpan Span, string Replacement)
{
    /// <summary>The number of the first changed line, from 1.</summary>
    public int Line => Text.Lines.GetLineFromPosition(Span.Start).LineNumber + 1;

    /// <summary>The changed lines before the change, as one.</summary>
    public string Before => OneLine(Text.ToString(Lines));

    /// <summary>The changed lines after the change, as one; "(nothing)" if nothing is left.</summary>
    public string After
    {
        get
        {
            string before = Text.ToString(TextSpan.FromBounds(Lines.Start, Span.Start));
            string after = OneLine(before + Replacement + Text.ToString(TextSpan.FromBounds(Span.End, Lines.End)));
            return after.Length > 0 ? after : "(nothing)";
        }
    }

    private TextSpan Lines => TextSpan.FromBounds(
        Text.Lines.GetLineFromPosition(Span.Start).Start, Text.Lines.GetLineFromPosition(Span.End).End);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
