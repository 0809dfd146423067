using FsCheck;
using FsCheck.Xunit;

namespace Makemore.Models.Tests;

public class SplitTests
{
    [Property(Arbitrary = [typeof(RandomNames)])]
    public void The_three_sets_are_the_whole_in_its_order(RandomNames list, bool byName, PositiveInt tenths)
    {
        decimal train = 0.5m + (tenths.Get % 5 / 10m), validation = (1 - train) / 2;
        var examples = new Examples([.. list.Names, "a", "b"], Vocabulary.FromLetters("abcxyzनि𐐨़"), 2);

        var fractions = new SplitFractions(train, validation, 1 - train - validation);
        var split = new Split(examples, fractions, byName ? SplitBy.Name : SplitBy.Example);

        Assert.Equal(ExamplesTests.Print(examples),
            [.. ExamplesTests.Print(split.Train), .. ExamplesTests.Print(split.Validation), .. ExamplesTests.Print(split.Test)]);
    }

    [Property]
    public void A_split_by_example_rounds_training_and_validation_down(PositiveInt length)
    {
        int count = length.Get + 1;
        var examples = new Examples([new string('a', count - 1)], Vocabulary.English, 1);

        var split = new Split(examples, SplitFractions.Default, SplitBy.Example);

        Assert.Equal(count * 8 / 10, split.Train.Count);
        Assert.Equal(count / 10, split.Validation.Count);
        Assert.Equal(count - (count * 8 / 10) - (count / 10), split.Test.Count);
    }

    [Fact]
    public void A_split_by_name_cuts_between_names()
    {
        string[] names = ["", "bb", "ccc", "dddd", "eeeee", "ffffff", "g", "hh", "iii", "j"];

        var split = new Split(new Examples(names, Vocabulary.English, 3), SplitFractions.Default, SplitBy.Name);

        Assert.Equal(1 + 3 + 4 + 5 + 6 + 7 + 2 + 3, split.Train.Count);
        Assert.Equal(["... -> i", "..i -> i", ".ii -> i", "iii -> ."], ExamplesTests.Print(split.Validation));
        Assert.Equal(["... -> j", "..j -> ."], ExamplesTests.Print(split.Test));
    }

    [Theory]
    [InlineData("0.29,0.71,0", 29, 71)] // 0.29 * 100 is 28.999... in binary
    [InlineData("0.9,0,0.1", 90, 0)]
    [InlineData("1,0,0", 100, 0)]
    [InlineData("0.999,0.001,0", 99, 1)] // a test fraction of 0 gets nothing that rounding leaves over
    [InlineData("1e-2, 0.49, .5", 1, 49)]
    public void Fractions_mean_what_they_say(string fractions, int train, int validation)
    {
        var examples = new Examples([new string('a', 99)], Vocabulary.English, 1);

        var split = new Split(examples, SplitFractions.Parse(fractions), SplitBy.Example);

        Assert.Equal((train, validation, 100 - train - validation), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Theory]
    [InlineData("0.8,0.1,0.2", "the split 0.8,0.1,0.2 sums to 1.1, not to 1")]
    [InlineData("1.1,-0.1,0", "the split 1.1,-0.1,0 has a fraction outside 0 to 1")]
    [InlineData("-0.1,0.6,0.5", "the split -0.1,0.6,0.5 has a fraction outside 0 to 1")]
    [InlineData("0.6,-0.1,0.5", "the split 0.6,-0.1,0.5 has a fraction outside 0 to 1")]
    [InlineData("0.6,0.5,-0.1", "the split 0.6,0.5,-0.1 has a fraction outside 0 to 1")]
    [InlineData("1.1,0,0", "the split 1.1,0,0 has a fraction outside 0 to 1")]
    [InlineData("0,1.1,0", "the split 0,1.1,0 has a fraction outside 0 to 1")]
    [InlineData("0,0,1.1", "the split 0,0,1.1 has a fraction outside 0 to 1")]
    [InlineData("7e28,7e28,7e28", "the split 70000000000000000000000000000,70000000000000000000000000000… " +
        "has a fraction outside 0 to 1")]
    [InlineData("0.3333333333333333333333333333,0.3333333333333333333333333333,0.3333333333333333333333333333",
        "the split 0.3333333333333333333333333333,0.33333333333333333333333333… sums to 0.9999999999999999999999999999, not to 1")]
    [InlineData("0.8,0.2", "the split \"0.8,0.2\" is not three numbers (training, validation, test) such as 0.8,0.1,0.1")]
    [InlineData("0.8,0.1,0.1,", "the split \"0.8,0.1,0.1,\" is not three numbers (training, validation, test) such as 0.8,0.1,0.1")]
    [InlineData("a,b,c", "the split \"a,b,c\" is not three numbers (training, validation, test) such as 0.8,0.1,0.1")]
    [InlineData("0,0.5,0.5", "the split 0,0.5,0.5 of 5 examples by example leaves none to train on")]
    [InlineData("0.1,0.5,0.4", "the split 0.1,0.5,0.4 of 5 examples by example leaves none to train on")]
    public void What_is_wrong_with_fractions_is_said(string fractions, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() =>
            new Split(new Examples(["emma"], Vocabulary.English, 3), SplitFractions.Parse(fractions), SplitBy.Example)).Message);

    [Fact]
    public void A_split_by_name_of_one_name_leaves_nothing_to_train_on() =>
        Assert.Equal("the split 0.8,0.1,0.1 of 5 examples by name leaves none to train on", Assert.ThrowsAny<ArgumentException>(() =>
            new Split(new Examples(["emma"], Vocabulary.English, 3), SplitFractions.Default, SplitBy.Name)).Message);
}
