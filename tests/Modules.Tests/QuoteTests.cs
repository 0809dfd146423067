using System.Text;
using FsCheck.Xunit;

namespace Makemore.Modules.Tests;

public class QuoteTests
{
    [Theory]
    [InlineData("ana", "ana")]
    [InlineData("विराट O'Neil é 𐐨", "विराट O'Neil é 𐐨")]
    [InlineData("one\ntwo\r\nthree\u2028four\u2029five", "one two three four five")]
    [InlineData("\u001b[2J\a\0\u007f\u009b", " [2J    ")]
    [InlineData("a\u202eb\u2066c\u200bd\ufeff", "a b c d ")]
    [InlineData("क\u200d\u200c", "क\u200d\u200c")]
    public void What_is_not_shown_is_a_space(string text, string line)
    {
        Assert.Equal(line, Quote.Line(text));
        Assert.Equal(line, Quote.Start(text));
        Assert.Equal(line, Quote.End(text));
    }

    [Theory]
    [InlineData('a', true)]
    [InlineData(' ', true)]
    [InlineData('\n', false)]
    [InlineData('\u202e', false)]
    [InlineData('\u2028', false)]
    [InlineData('\u2029', false)]
    [InlineData('\u200d', true)]
    public void A_character_is_shown_unless_it_is_a_control_or_invisible(char character, bool isShown) =>
        Assert.Equal(isShown, Quote.IsShown(new Rune(character)));

    [Fact]
    public void Of_a_long_text_the_beginning_or_the_end_is_quoted()
    {
        Assert.Equal(new string('n', 60), Quote.Start(new string('n', 60)));
        Assert.Equal(new string('n', 60), Quote.End(new string('n', 60)));
        string text = "first" + new string('n', 51) + "last";
        Assert.Equal(text, Quote.Start(text));
        text = "first" + new string('n', 52) + "last";
        Assert.Equal("first" + new string('n', 52) + "la…", Quote.Start(text));
        Assert.Equal("…rst" + new string('n', 52) + "last", Quote.End(text));
        text = string.Concat(Enumerable.Repeat("𐐨", 61)); // each is two chars, and none is cut in half
        Assert.Equal(string.Concat(Enumerable.Repeat("𐐨", 59)) + "…", Quote.Start(text));
    }

    [Property]
    public void Whatever_it_is_a_quote_is_one_short_line(string text)
    {
        string many = string.Concat(Enumerable.Repeat(text ?? "", 20));
        foreach (string quote in new[] { Quote.Start(many), Quote.End(many) })
        {
            Assert.InRange(quote.EnumerateRunes().Count(), 0, 60);
            Assert.All(quote.EnumerateRunes(), character => Assert.True(Quote.IsShown(character)));
        }
    }
}
