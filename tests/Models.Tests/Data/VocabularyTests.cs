using System.Text;
using FsCheck.Xunit;

namespace Makemore.Models.Tests;

public class VocabularyTests
{
    [Fact]
    public void English_is_the_boundary_and_26_letters()
    {
        Assert.Equal(27, Vocabulary.English.Size);
        Assert.Equal(".", Vocabulary.English.TextOf(Vocabulary.Boundary));
        Assert.Equal("a", Vocabulary.English.TextOf(1));
        Assert.Equal("z", Vocabulary.English.TextOf(26));
        Assert.Equal([5, 13, 13, 1], Vocabulary.English.Encode("emma"));
        Assert.Equal("..emma.", Vocabulary.English.Decode([0, 0, 5, 13, 13, 1, 0]));
    }

    [Fact]
    public void Letters_of_names_are_in_the_order_of_their_code_points_and_nothing_else_is_a_letter()
    {
        Vocabulary vocabulary = Vocabulary.FromNames(["zoë", "d'arc", "anne-marie 2", "x.y_z!"]);

        Assert.Equal("acdeimnorxyzë", vocabulary.Letters);
        Assert.False(vocabulary.Contains(new Rune('.')));
        Assert.False(vocabulary.Contains(new Rune('-')));
    }

    [Fact]
    public void Combining_marks_and_joiners_of_Indian_scripts_are_letters()
    {
        // The second name is spelled RA, zero-width joiner, VIRAMA, YA, vowel sign AA (Bengali).
        Vocabulary vocabulary = Vocabulary.FromNames(["नमिता", "\u09B0\u200D\u09CD\u09AF\u09BE"]);

        Assert.Equal("\u0924\u0928\u092E\u093E\u093F\u09AF\u09B0\u09BE\u09CD\u200D", vocabulary.Letters);
        Assert.Equal(5, vocabulary.Encode("नमिता").Length);
    }

    [Fact]
    public void A_letter_outside_the_basic_plane_is_one_token()
    {
        Vocabulary vocabulary = Vocabulary.FromNames(["𐐨a𐐩"]);

        Assert.Equal(4, vocabulary.Size);
        Assert.Equal([2, 1, 3], vocabulary.Encode("𐐨a𐐩"));
        Assert.Equal("𐐨.𐐩", vocabulary.Decode([2, 0, 3]));
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void Decoding_what_was_encoded_gives_the_name(RandomNames list)
    {
        foreach (string name in list.Names) Assert.Equal(name, list.Vocabulary.Decode(list.Vocabulary.Encode(name)));
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void The_letters_are_enough_to_make_the_vocabulary_again(RandomNames list)
    {
        Vocabulary again = Vocabulary.FromLetters(list.Vocabulary.Letters);

        Assert.Equal(list.Vocabulary.Size, again.Size);
        foreach (string name in list.Names) Assert.Equal(list.Vocabulary.Encode(name), again.Encode(name));
    }

    [Fact]
    public void The_order_of_given_letters_is_kept() => Assert.Equal([1, 2, 3], Vocabulary.FromLetters("z-a").Encode("z-a"));

    [Theory]
    [InlineData("em-ma", "character 3 of \"em-ma\", '-' (U+002D), is not in the vocabulary \".abcdefghijklmnopqrstuvwxyz\"")]
    [InlineData("e-m+a", "character 2 of \"e-m+a\", '-' (U+002D), is not in the vocabulary \".abcdefghijklmnopqrstuvwxyz\"")]
    [InlineData("a.", "character 2 of \"a.\", '.' (U+002E), is not in the vocabulary \".abcdefghijklmnopqrstuvwxyz\"")]
    [InlineData("é", "character 1 of \"é\", 'é' (U+00E9), is not in the vocabulary \".abcdefghijklmnopqrstuvwxyz\"")]
    public void Encode_names_the_character_that_is_missing_and_its_place(string name, string message)
    {
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Vocabulary.English.Encode(name)).Message);
        Assert.False(Vocabulary.English.TryEncode(name, out int[]? encoded));
        Assert.Null(encoded);
    }

    [Theory]
    [InlineData("", "Vocabulary: there are no letters")]
    [InlineData("a.b", "Vocabulary: '.' is the boundary and cannot be a letter")]
    [InlineData("abca", "Vocabulary: 'a' (U+0061) occurs twice")]
    public void Letters_that_make_no_vocabulary_are_refused(string letters, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Vocabulary.FromLetters(letters)).Message);

    [Fact]
    public void More_letters_than_16_bits_can_number_are_refused()
    {
        IEnumerable<Rune> letters = Enumerable.Range(0x20000, Vocabulary.MaximumSize).Select(value => new Rune(value));

        string message = Assert.Throws<ArgumentException>(() => Vocabulary.FromLetters(string.Concat(letters))).Message;

        Assert.Equal("Vocabulary: 65537 tokens are too many; at most 65536 fit", message);
        Assert.Equal(65_536, Vocabulary.FromLetters(string.Concat(letters.Skip(1))).Size);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(27)]
    public void There_is_no_text_of_a_token_outside_the_vocabulary(int token) =>
        Assert.StartsWith($"token {token} is not in the vocabulary of 27 tokens, 0 to 26",
            Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.English.TextOf(token)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_large_vocabulary_prints_its_ends()
    {
        Vocabulary vocabulary = Vocabulary.FromLetters(string.Concat(Enumerable.Range(0x4E00, 1000).Select(value => new Rune(value))));

        Assert.StartsWith("\".一", vocabulary.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("(1001 tokens)", vocabulary.ToString(), StringComparison.Ordinal);
        Assert.InRange(vocabulary.ToString().Length, 64, 100);
    }

    [Theory]
    [InlineData("ab\u001b", "U+001B")]
    [InlineData("ab\u202e", "U+202E")]
    [InlineData("a\nb", "U+000A")]
    public void What_a_terminal_obeys_cannot_be_a_letter(string letters, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => Vocabulary.FromLetters(letters)).Message);

    [Theory]
    [InlineData(0x200B, false)] // zero-width space
    [InlineData(0x200C, true)] // zero-width non-joiner
    [InlineData(0x200D, true)] // zero-width joiner
    [InlineData(0x200E, false)] // left-to-right mark
    [InlineData('a', true)]
    [InlineData('7', false)]
    [InlineData(0x0300, true)] // a combining grave accent: a mark that takes no space
    [InlineData(0x093E, true)] // a vowel sign of Devanagari: a mark that takes space
    [InlineData(0x0488, true)] // a combining sign of Cyrillic hundred thousands: a mark that encloses
    public void A_letter_is_a_letter_a_mark_or_a_joiner(int character, bool isLetter) =>
        Assert.Equal(isLetter, Vocabulary.IsLetter(new Rune(character)));

    [Fact]
    public void Of_more_than_60_tokens_the_first_and_last_30_are_printed()
    {
        string letters = string.Concat(Enumerable.Range(0x4E00, 60).Select(letter => (char)letter));
        Assert.Equal($"\".{letters[..29]}...{letters[^30..]}\" (61 tokens)", Vocabulary.FromLetters(letters).ToString());
        Assert.Equal($"\".{letters[..59]}\"", Vocabulary.FromLetters(letters[..59]).ToString());
    }
}
