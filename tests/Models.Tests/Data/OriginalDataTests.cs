namespace Makemore.Models.Tests;

/// <summary>The Python original's figures, on its own data.</summary>
public class OriginalDataTests
{
    [Fact]
    public void Cleaning_keeps_60548_of_60600_names()
    {
        NameList cleaned = NameList.Clean(NamesFile.Read(OriginalData.CsvPath), Vocabulary.English);

        Assert.Equal(60_600, cleaned.TotalRows);
        Assert.Equal(60_548, cleaned.Names.Count);
        Assert.Equal(3, cleaned.Names.Min(name => name.Length));
        Assert.Equal(24, cleaned.Names.Max(name => name.Length));
        Assert.Equal(52, cleaned.Dropped.Sum(dropped => dropped.Count));
        Assert.Equal(OriginalData.Names().Order(StringComparer.Ordinal), cleaned.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_own_alphabet_is_English() =>
        Assert.Equal("abcdefghijklmnopqrstuvwxyz", NameList.Clean(NamesFile.Read(OriginalData.TextPath), null).Vocabulary.Letters);

    [Theory]
    [InlineData(1, 27, 2.2091109)] // the floor of a bigram is the loss of the counting model without smoothing
    [InlineData(3, 5_750, null)]
    public void Block_sizes_have_the_known_numbers_of_contexts(int blockSize, int contexts, double? floor)
    {
        var distinct = new DistinctContexts(new Examples(OriginalData.Names(), Vocabulary.English, blockSize));

        Assert.Equal(545_276, distinct.Examples);
        Assert.Equal(contexts, distinct.Count);
        if (floor is { } known) Assert.Equal(known, distinct.Floor, 5e-8);
    }

    [Fact]
    public void The_split_by_example_has_the_original_sizes()
    {
        var split = new Split(new Examples(OriginalData.Names(), Vocabulary.English, 3), SplitFractions.Default, SplitBy.Example);

        Assert.Equal((436_220, 54_527, 54_529), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void The_split_by_name_has_about_the_same_sizes()
    {
        var split = new Split(new Examples(OriginalData.Names(), Vocabulary.English, 3), SplitFractions.Default, SplitBy.Name);

        Assert.Equal(48_438, Enumerable.Range(0, split.Train.Count).Count(i => split.Train.Target(i) == Vocabulary.Boundary));
        Assert.InRange(split.Train.Count, 435_000, 437_500);
    }
}
