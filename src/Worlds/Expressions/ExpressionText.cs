using System.Globalization;
using Makemore.Modules;

namespace Makemore.Worlds;

/// <summary>
/// The text of an expression in pieces: names, numbers and signs. It knows where each begins, to say where something is wrong.
/// </summary>
internal sealed class ExpressionText
{
    /// <summary>The most characters that are read.</summary>
    public const int Longest = 2000;

    private const int LongestName = 20;

    // Signs as people paste them, from a page or a book.
    private static readonly Dictionary<char, string> Signs = new[]
    {
        ("+", "+"), ("-", "-−–"), ("*", "*·×⋅"), ("/", "/÷"), ("^", "^"), ("(", "("), (")", ")"), (",", ","), (";", ";\n"), ("=", "="),
        (".", "."),
    }.SelectMany(sign => sign.Item2.Select(written => (written, sign.Item1))).ToDictionary();

    private readonly string text;
    private readonly List<Piece> pieces = [];
    private int next;

    public ExpressionText(string text)
    {
        this.text = text.ReplaceLineEndings("\n");
        if (this.text.Length > Longest)
            throw Error(Longest, $"the text has {this.text.Length} characters, and only {Longest} are read; make it shorter");
        for (int at = 0; at < this.text.Length;)
        {
            Piece? piece = Read(at, out int length);
            if (piece is not null) pieces.Add(piece);
            at += length;
        }

        pieces.Add(new Piece(PieceKind.End, "", this.text.Length));
    }

    /// <summary>The piece to be read next; the last one is the end.</summary>
    public Piece Next => pieces[next];

    /// <summary>The one after it.</summary>
    public Piece AfterNext => pieces[Math.Min(next + 1, pieces.Count - 1)];

    /// <summary>Every name that the text contains.</summary>
    public IEnumerable<string> Names => pieces.Where(piece => piece.Kind == PieceKind.Name).Select(piece => piece.Text);

    /// <summary>Takes the next piece.</summary>
    public Piece Take() => next < pieces.Count - 1 ? pieces[next++] : pieces[next];

    /// <summary>Takes the next piece if it is this sign.</summary>
    public bool Takes(string sign)
    {
        bool isNext = Next.Is(sign);
        if (isNext) Take();
        return isNext;
    }

    /// <summary>Something is wrong at this place of the text.</summary>
    public ExpressionException Error(int position, string problem)
    {
        int at = Math.Min(position, text.Length), lineStart = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return new ExpressionException(
            problem, text.AsSpan(0, at).Count('\n') + 1, at - lineStart + 1, at, isOnlyLine: !text.AsSpan().Trim('\n').Contains('\n'));
    }

    private Piece? Read(int at, out int length)
    {
        char first = text[at];
        length = 1;
        if (first != '\n' && char.IsWhiteSpace(first)) return null;
        if (first == '/' && text.AsSpan(at).StartsWith("//"))
        {
            length = Run(at, character => character != '\n'); // a remark
            return null;
        }

        if (first == '*' && text.AsSpan(at).StartsWith("**"))
        {
            length = 2;
            return new Piece(PieceKind.Sign, "^", at);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return ReadNumber(at, out length);
        if (Signs.TryGetValue(first, out string? sign)) return new Piece(PieceKind.Sign, sign, at);
        if (!char.IsLetter(first) && first != '_')
            throw Error(at, $"'{Quote.Start(Whole(at))}' means nothing here; there are + - * / ^ ( ) and names, numbers and functions");
        length = Run(at, BelongsToName);
        string name = text.Substring(at, length);
        return name.Length > LongestName
            ? throw Error(at, $"the name {Quote.Start(name)} is too long; use at most {LongestName} letters")
            : new Piece(PieceKind.Name, name, at);
    }

    private Piece ReadNumber(int at, out int length)
    {
        length = Run(at, char.IsAsciiDigit);
        if (at + length < text.Length && text[at + length] == '.') length += 1 + Run(at + length + 1, char.IsAsciiDigit);
        int exponent = at + length;
        if (exponent < text.Length && text[exponent] is 'e' or 'E')
        {
            int sign = exponent + 1 < text.Length && text[exponent + 1] is '-' or '+' ? 1 : 0;
            int digits = Run(exponent + 1 + sign, char.IsAsciiDigit);
            if (digits > 0) length += 1 + sign + digits;
        }

        string number = text.Substring(at, length);
        double value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new Piece(PieceKind.Number, number, at, value)
            : throw Error(at, $"{Quote.Start(number)} is too large a number; the largest is about 1.8e308");
    }

    // Marks too: Indian vowels are written with them.
    private static bool BelongsToName(char character) => character == '_' || char.IsLetterOrDigit(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private int Run(int start, Func<char, bool> belongs)
    {
        int end = start;
        while (end < text.Length && belongs(text[end])) end++;
        return end - start;
    }

    // Half of a character is not one.
    private string Whole(int at) => at + 1 < text.Length && char.IsSurrogatePair(text, at) ? text.Substring(at, 2) : text[at..(at + 1)];
}

/// <summary>A name, a number or a sign.</summary>
internal sealed record Piece(PieceKind Kind, string Text, int Position, double Number = 0)
{
    public bool Is(string sign) => Kind == PieceKind.Sign && Text == sign;

    /// <summary>As a message calls it.</summary>
    public override string ToString() => Kind == PieceKind.End ? "the end" : Text == ";" ? "the end of the line" : $"'{Quote.Start(Text)}'";
}

/// <summary>The kinds of pieces.</summary>
internal enum PieceKind
{
    /// <summary>A name of a variable or a function.</summary>
    Name,

    /// <summary>A number without a sign.</summary>
    Number,

    /// <summary>A sign. The end of a line is ";" and ** is "^".</summary>
    Sign,

    /// <summary>The end of the text.</summary>
    End,
}
