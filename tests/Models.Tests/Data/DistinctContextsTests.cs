using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Makemore.Tensors;

namespace Makemore.Models.Tests;

public class DistinctContextsTests
{
    [Property(Arbitrary = [typeof(RandomNames)])]
    public void They_are_what_a_dictionary_of_texts_counts(RandomNames list, PositiveInt blockSize) =>
        AssertCounts(new Examples(list.Names, list.Vocabulary, 1 + (blockSize.Get % 5)));

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void A_slice_is_counted_alone(RandomNames list, NonNegativeInt from)
    {
        var examples = new Examples(list.Names, list.Vocabulary, 2);
        int start = from.Get % examples.Count;

        AssertCounts(examples.Slice(start, examples.Count - start));
    }

    [Theory]
    [InlineData(26, 1)]
    [InlineData(26, 4)]
    [InlineData(5_000, 2)]
    [InlineData(60_000, 1)]
    public void Many_contexts_and_large_vocabularies_are_counted_too(int letters, int blockSize)
    {
        var random = new System.Random(1234);
        IEnumerable<Rune> alphabet = Enumerable.Range(0x20000, letters).Select(value => new Rune(value));
        Vocabulary vocabulary = Vocabulary.FromLetters(string.Concat(alphabet));
        int[] Name() => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(1, vocabulary.Size))];

        AssertCounts(new Examples([.. Enumerable.Range(0, 3_000).Select(_ => vocabulary.Decode(Name()))], vocabulary, blockSize));
    }

    [Fact]
    public void The_floor_is_reached_by_predicting_each_target_as_often_as_it_follows()
    {
        // After "." come a, a and b; after a come b, "." and "."; after b come "." and a.
        var distinct = new DistinctContexts(new Examples(["ab", "a", "ba"], Vocabulary.English, 1));
        double third = -(Math.Log(1 / 3.0) + (2 * Math.Log(2 / 3.0))) / 3;

        Assert.Equal(((3 * third) + (3 * third) + (2 * Math.Log(2))) / 8, distinct.Floor, 1e-14);

        // Given all before it, what follows "a" at the beginning, and the first letter, are all that is uncertain.
        var rows = new NameRows(["ab", "a", "ba"], Vocabulary.English, blockSize: 9);
        Assert.Equal(((3 * third) + (2 * Math.Log(2))) / 8, rows.Floor, 1e-14);
    }

    [Fact]
    public void Where_the_next_letter_is_certain_the_floor_is_0() =>
        Assert.Equal(0, new DistinctContexts(new Examples(["emma", "emma"], Vocabulary.English, 3)).Floor);

    [Fact]
    public void No_examples_have_no_contexts()
    {
        var distinct = new DistinctContexts(new Examples([], Vocabulary.English, 3));

        Assert.Equal((0, 0L, 0), (distinct.Count, distinct.Examples, distinct.Counts.Length));
    }

    [Fact]
    public void Contexts_that_are_not_there_are_refused()
    {
        var distinct = new DistinctContexts(new Examples(["emma"], Vocabulary.English, 3));

        Assert.StartsWith("2 contexts from 4 on do not lie within 5 contexts",
            Assert.Throws<ArgumentOutOfRangeException>("first", () => distinct.CountsOf(4, 2).Length).Message, StringComparison.Ordinal);

        var rows = new NameRows(["emma", "mia"], Vocabulary.English, 5);
        Assert.StartsWith("2 rows from 1 on do not lie within 2 rows",
            Assert.Throws<ArgumentOutOfRangeException>("first", () => rows.CountsOf(1, 2).Length).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 6)]
    [InlineData(5, 1)]
    [InlineData(6, 0)]
    public void Rows_that_are_not_there_are_refused(int first, int rows)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new DistinctContexts(new Examples(["emma"], Vocabulary.English, 3)).CountsOf(first, rows).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new NameRows(["a", "b", "c", "d", "e"], Vocabulary.English, 3).CountsOf(first, rows).Length);
    }

    [Fact]
    public void Counts_of_no_rows_are_none_and_of_all_rows_are_all()
    {
        EvaluationSet[] sets =
        [
            new DistinctContexts(new Examples(["emma"], Vocabulary.English, 3)),
            new NameRows(["a", "b", "c", "d", "e"], Vocabulary.English, 3),
        ];
        foreach (EvaluationSet set in sets)
        {
            Assert.Equal(0, set.CountsOf(5, 0).Length);
            Assert.Equal(set.Examples, set.CountsOf(0, 5).ToArray().Sum(count => count.Times));
        }
    }

    private static void AssertCounts(Examples examples)
    {
        // The plain reference: a dictionary from the context's text to a dictionary from the target to its count.
        var expected = new OrderedDictionary<string, OrderedDictionary<int, int>>();
        var context = new int[examples.BlockSize];
        double loss = 0;
        for (int example = 0; example < examples.Count; example++)
        {
            examples.Context(example, context);
            expected.TryAdd(string.Join(' ', context), []);
            OrderedDictionary<int, int> targets = expected[string.Join(' ', context)];
            targets[examples.Target(example)] = targets.GetValueOrDefault(examples.Target(example)) + 1;
        }

        foreach (OrderedDictionary<int, int> targets in expected.Values)
            foreach (int times in targets.Values) loss -= times * Math.Log((double)times / targets.Values.Sum());

        var distinct = new DistinctContexts(examples);

        Assert.Equal(examples.Count, distinct.Examples);
        Assert.Equal(expected.Count, distinct.Count);
        Assert.Equal(new[] { expected.Count, examples.BlockSize }, distinct.Contexts.Shape);
        Assert.Equal(expected.Keys, distinct.Contexts.Span.ToArray().Chunk(examples.BlockSize).Select(tokens => string.Join(' ', tokens)));
        Assert.Equal(
            expected.Values.SelectMany((targets, row) => targets.Select(target => new TargetCount(row, target.Key, target.Value))),
            distinct.Counts.ToArray());
        int half = distinct.Count / 2;
        TargetCount[] halves = [.. distinct.CountsOf(0, half), .. distinct.CountsOf(half, distinct.Count - half)];
        Assert.Equal(distinct.Counts.ToArray(), halves);
        Assert.All(distinct.CountsOf(half, 1).ToArray(), count => Assert.Equal(half, count.Context));
        Assert.Equal(loss / examples.Count, distinct.Floor, 1e-12);
        if (examples.Vocabulary.Size <= 27) AssertTable(distinct);
    }

    private static void AssertTable(DistinctContexts distinct)
    {
        Tensor<float> table = distinct.TargetCounts<float>();

        Assert.Equal(new[] { distinct.Count, distinct.Vocabulary.Size }, table.Shape);
        Assert.Equal(distinct.Counts.Length, table.Span.ToArray().Count(times => times != 0));
        foreach (TargetCount count in distinct.Counts) Assert.Equal(count.Times, table[count.Context, count.Target]);
    }
}
