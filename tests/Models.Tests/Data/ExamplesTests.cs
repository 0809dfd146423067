using FsCheck;
using FsCheck.Xunit;

namespace Makemore.Models.Tests;

public class ExamplesTests
{
    [Fact]
    public void Emma_gives_five_examples()
    {
        var examples = new Examples(["emma"], Vocabulary.English, 3);

        Assert.Equal(["... -> e", "..e -> m", ".em -> m", "emm -> a", "mma -> ."], Print(examples));
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void They_are_what_the_plain_loop_gives(RandomNames list, PositiveInt blockSize)
    {
        int block = 1 + (blockSize.Get % 6);

        Assert.Equal(PlainLoop(list.Names, block), Print(new Examples(list.Names, list.Vocabulary, block)));
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void A_mini_batch_holds_the_examples_asked_for_in_their_order(RandomNames list, int[] choice)
    {
        var examples = new Examples(list.Names, list.Vocabulary, 3);
        int[] chosen = [.. choice.Select(number => (int)((uint)number % (uint)examples.Count))];
        var contexts = new int[chosen.Length * 3];
        var targets = new int[chosen.Length];

        examples.Fill(chosen, contexts, targets);

        var context = new int[3];
        for (int i = 0; i < chosen.Length; i++)
        {
            examples.Context(chosen[i], context);
            Assert.Equal(context, contexts[(i * 3)..((i + 1) * 3)]);
            Assert.Equal(examples.Target(chosen[i]), targets[i]);
        }
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void A_slice_is_a_part_of_the_list(RandomNames list, NonNegativeInt from, NonNegativeInt length)
    {
        var examples = new Examples(list.Names, list.Vocabulary, 2);
        int start = from.Get % (examples.Count + 1), count = length.Get % (examples.Count - start + 1);

        Examples slice = examples.Slice(start, count);

        Assert.Equal(Print(examples).Skip(start).Take(count), Print(slice));
        Assert.Equal(Print(slice).Skip(count / 2), Print(slice.Slice(count / 2, count - (count / 2))));
    }

    [Fact]
    public void Filling_a_mini_batch_allocates_nothing()
    {
        var examples = new Examples(["emma", "olivia"], Vocabulary.English, 3);
        int[] chosen = [0, 5, 11], contexts = new int[9], targets = new int[3];
        examples.Fill(chosen, contexts, targets);

        Assert.Equal(0, Allocation.Of(runs: 100, () => examples.Fill(chosen, contexts, targets)));
    }

    [Fact]
    public void No_names_give_no_examples() => Assert.Equal(0, new Examples([], Vocabulary.English, 3).Count);

    [Fact]
    public void A_block_size_below_1_is_refused() =>
        AssertError("Examples: the block size is 0; a context has at least 1 token",
            () => _ = new Examples(["emma"], Vocabulary.English, 0));

    [Fact]
    public void A_block_size_that_no_array_holds_is_refused() =>
        AssertError("Examples: 2 names with a block size of 2000000000 make a text of 4000000003 tokens, more than an array can hold",
            () => _ = new Examples(["a", "b"], Vocabulary.English, 2_000_000_000));

    [Fact]
    public void A_name_outside_the_vocabulary_is_refused() =>
        AssertError("character 3 of \"em-ma\"", () => _ = new Examples(["emma", "em-ma"], Vocabulary.English, 3));

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void There_is_no_example_outside_the_list(int example)
    {
        Examples examples = new Examples(["emma", "olivia"], Vocabulary.English, 3).Slice(0, 5);
        string message = $"there is no example {example}: they are numbered 0 to 4";

        AssertError(message, () => examples.Target(example));
        AssertError(message, () => examples.Context(example, new int[3]));
        AssertError(message, () => examples.Fill([0, example], new int[6], new int[2]));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    [InlineData(7, 2)]
    public void Room_of_the_wrong_size_is_refused(int contexts, int targets)
    {
        var examples = new Examples(["emma"], Vocabulary.English, 3);

        AssertError($"Examples: 2 examples of 3 tokens do not fit contexts of {contexts} and targets of {targets}",
            () => examples.Fill([0, 1], new int[contexts], new int[targets]));
        AssertError("Examples: 1 examples of 3 tokens do not fit contexts of 2 and targets of 1", () => examples.Context(0, new int[2]));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(4, 2)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_slice_outside_the_list_is_refused(int start, int count)
    {
        var examples = new Examples(["emma"], Vocabulary.English, 3);

        AssertError($"{count} examples from {start} on do not lie within 5 examples", () => examples.Slice(start, count));
    }

    internal static List<string> Print(Examples examples)
    {
        var context = new int[examples.BlockSize];
        var lines = new List<string>();
        for (int example = 0; example < examples.Count; example++)
        {
            examples.Context(example, context);
            lines.Add($"{examples.Vocabulary.Decode(context)} -> {examples.Vocabulary.TextOf(examples.Target(example))}");
        }

        return lines;
    }

    private static void AssertError(string message, Action action) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static List<string> PlainLoop(string[] names, int blockSize)
    {
        var lines = new List<string>();
        foreach (string name in names)
        {
            List<string> context = [.. Enumerable.Repeat(".", blockSize)];
            foreach (string letter in name.EnumerateRunes().Select(rune => rune.ToString()).Append("."))
            {
                lines.Add($"{string.Concat(context)} -> {letter}");
                context.RemoveAt(0);
                context.Add(letter);
            }
        }

        return lines;
    }
}
