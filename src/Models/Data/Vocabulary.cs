using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// Numbers the characters that names are made of. Token 0 is the boundary <c>.</c>, which stands before and after every name. The letters
/// are tokens 1, 2, ... A character is a Unicode scalar value (a <see cref="Rune"/>). So a Devanagari vowel sign is a token of its own, and
/// a letter outside the basic plane, which takes two <c>char</c>s in a string, is one token. Immutable.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The token that stands before and after every name.</summary>
    public const int Boundary = 0;

    /// <summary>The most tokens a vocabulary may have: a token is stored in 16 bits.</summary>
    public const int MaximumSize = ushort.MaxValue + 1;

    private const string BoundaryText = ".";

    private readonly string[] texts;
    private readonly Dictionary<Rune, int> tokens = [];

    private Vocabulary(string letters)
    {
        if (letters.Length == 0) throw new ArgumentException("Vocabulary: there are no letters");
        texts = [BoundaryText, .. letters.EnumerateRunes().Select(letter => letter.ToString())];
        if (Size > MaximumSize) throw new ArgumentException($"Vocabulary: {Size} tokens are too many; at most {MaximumSize} fit");
        Letters = letters;
        foreach (Rune letter in letters.EnumerateRunes())
        {
            if (letter.ToString() == BoundaryText)
                throw new ArgumentException($"Vocabulary: '{BoundaryText}' is the boundary and cannot be a letter");
            if (!Quote.IsShown(letter)) throw new ArgumentException($"Vocabulary: {Describe(letter)} is invisible and cannot be a letter");
            if (!tokens.TryAdd(letter, tokens.Count + 1)) throw new ArgumentException($"Vocabulary: {Describe(letter)} occurs twice");
        }
    }

    /// <summary>The boundary and <c>a</c> to <c>z</c>: 27 tokens.</summary>
    public static Vocabulary English { get; } = new("abcdefghijklmnopqrstuvwxyz");

    /// <summary>The number of tokens, the boundary included.</summary>
    public int Size => texts.Length;

    /// <summary>The letters of tokens 1, 2, ... in one string, which <see cref="FromLetters"/> reads back.</summary>
    public string Letters { get; }

    /// <summary>A vocabulary of these letters in this order. The first is token 1.</summary>
    /// <exception cref="ArgumentException">
    /// There is no letter, there are too many, or one occurs twice, is <c>.</c>, or is not shown (<see cref="Quote.IsShown"/>).
    /// </exception>
    public static Vocabulary FromLetters(string letters) => new(letters);

    /// <summary>
    /// The different letters of <paramref name="names"/> in the order of their code points. Characters that are not letters
    /// (<see cref="IsLetter"/>) are left out.
    /// </summary>
    /// <exception cref="ArgumentException">The names hold no letter, or too many different ones.</exception>
    public static Vocabulary FromNames(IEnumerable<string> names)
    {
        var letters = new HashSet<Rune>();
        foreach (string name in names)
            foreach (Rune character in name.EnumerateRunes())
                if (IsLetter(character)) letters.Add(character);
        return new Vocabulary(string.Concat(letters.Order()));
    }

    /// <summary>
    /// True for a letter of any script, for a combining mark (the vowel signs and the virama of Indian scripts), and for the joiners U+200C
    /// and U+200D, which choose between conjuncts in these scripts. Digits, hyphens, apostrophes and spaces are not letters.
    /// </summary>
    public static bool IsLetter(Rune character) =>
        Rune.IsLetter(character) || character.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>True if <paramref name="letter"/> is one of the letters. The boundary is not.</summary>
    public bool Contains(Rune letter) => tokens.ContainsKey(letter);

    /// <summary>The token of each character of <paramref name="name"/>, without boundaries.</summary>
    /// <exception cref="ArgumentException">A character is not one of the letters. The message names it and its place.</exception>
    public int[] Encode(string name)
    {
        if (TryEncode(name, out int[]? encoded)) return encoded;
        (int index, Rune stranger) = name.EnumerateRunes().Index().First(character => !Contains(character.Item));
        throw new ArgumentException(
            $"character {index + 1} of \"{Quote.Start(name)}\", {Describe(stranger)}, is not in the vocabulary {this}");
    }

    /// <summary>The token of each character of <paramref name="name"/>, or false if a character is not one of the letters.</summary>
    public bool TryEncode(string name, [NotNullWhen(true)] out int[]? encoded)
    {
        encoded = new int[CountCharacters(name)];
        int length = 0;
        foreach (Rune character in name.EnumerateRunes())
        {
            if (!tokens.TryGetValue(character, out encoded[length++]))
            {
                encoded = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of the tokens. The boundary is <c>.</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is negative or not below <see cref="Size"/>.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new StringBuilder();
        foreach (int token in tokens) text.Append(TextOf(token));
        return text.ToString();
    }

    /// <summary>The character of one token. The boundary is <c>.</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is negative or not below <see cref="Size"/>.</exception>
    public string TextOf(int token) => (uint)token < (uint)Size
        ? texts[token]
        : throw new ArgumentOutOfRangeException(nameof(token), $"token {token} is not in the vocabulary of {Size} tokens, 0 to {Size - 1}");

    /// <summary>The text of the tokens. The middle is left out if there are more than 60.</summary>
    public override string ToString()
    {
        const int Shown = Quote.Longest;
        return Size <= Shown
            ? $"\"{BoundaryText}{Letters}\""
            : $"\"{string.Concat(texts[..(Shown / 2)])}...{string.Concat(texts[^(Shown / 2)..])}\" ({Size} tokens)";
    }

    /// <summary>The number of characters (scalar values, not <c>char</c>s) in a name.</summary>
    internal static int CountCharacters(string name)
    {
        int count = 0;
        foreach (Rune _ in name.EnumerateRunes()) count++;
        return count;
    }

    private static string Describe(Rune character) =>
        !Quote.IsShown(character) ? $"U+{character.Value:X4}" : $"'{character}' (U+{character.Value:X4})";
}
