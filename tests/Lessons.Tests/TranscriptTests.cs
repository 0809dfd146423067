namespace Makemore.Lessons.Tests;

public sealed class TranscriptTests
{
    [Theory]
    [InlineData("loss 2.2054", "loss 2.2054")]
    [InlineData("loss 2.2054", "loss 2.2055")]
    [InlineData("loss 0.0000", "loss -0.0001")]
    [InlineData("product 9.7e-82", "product 9.8e-82")]
    [InlineData("sum -73,297.72 | mean 2.1", "sum -73,297.73 | mean 2.0")]
    [InlineData("one\ntwo", "one\r\ntwo\r\n")]
    public void Equal_text_and_the_last_digit_agree(string expected, string printed) =>
        Assert.Empty(Transcript.Differences(expected, printed));

    [Theory]
    [InlineData("loss 2.2054", "loss 2.2056")]
    [InlineData("loss 2.2054", "loss 2.205")]
    [InlineData("loss 2.2054", "loss  2.2054")]
    [InlineData("loss 2.2054", "lost 2.2054")]
    [InlineData("loss 2.2054", "loss -2.2054")]
    [InlineData("loss 2.2054", "loss Infinity")]
    [InlineData("names 4172", "names 4173")]
    [InlineData("pairs 33,235", "pairs 33,236")]
    [InlineData("product 9.7e-82", "product 9.7e-81")]
    [InlineData("product 9.7e-82", "product 9.9e-82")]
    [InlineData("one\ntwo", "one")]
    [InlineData("one", "one\ntwo")]
    public void Anything_else_differs(string expected, string printed) => Assert.Single(Transcript.Differences(expected, printed));

    [Fact]
    public void A_difference_names_its_line_and_both_texts() => Assert.Equal(
        "line 2\n  expected: loss 2.2054\n  printed:  loss 2.3054",
        Assert.Single(Transcript.Differences("step 0\nloss 2.2054\nstep 1", "step 0\nloss 2.3054\nstep 1")));
}
