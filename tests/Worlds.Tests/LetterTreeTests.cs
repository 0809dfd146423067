using System.Text.Json;

namespace Makemore.Worlds.Tests;

/// <summary>How a WaveNet fuses the letters of a beginning.</summary>
public sealed class LetterTreeTests
{
    private const int Width = 6;

    [Fact]
    public void It_looks_back_at_eight_letters_and_halves_their_number_at_each_level()
    {
        NamesTraining training = Start();
        LetterTree tree = training.Tree("ravi")!;
        Assert.Equal([".", ".", ".", ".", "r", "a", "v", "i"], tree.Letters);
        Assert.Equal(Width, tree.Width);
        Assert.Equal([4 * Width, 2 * Width, Width], tree.Levels.Select(level => level.Length));
        Assert.Equal(["n", "d", "r", "a", "s", "e", "k", "h"], training.Tree("chandrasekh")!.Letters);
        Assert.Throws<ArgumentException>(() => training.Tree("Ω"));
    }

    [Fact]
    public void Equal_pairs_have_equal_numbers_wherever_they_stand()
    {
        double[][] pairs = [.. Start().Tree("rara")!.Levels[0].Chunk(Width)];
        Assert.Equal(pairs[0], pairs[1]); // two dots
        Assert.Equal(pairs[2], pairs[3]);
        Assert.NotEqual(pairs[1], pairs[2]);
    }

    [Fact]
    public void What_follows_is_told_by_the_place_that_sees_all()
    {
        NamesTraining training = Start();
        double[] weights = training.Values("output.weights"), bias = training.Values("output.bias"); // (width, 27), (27)
        double[] top = training.Tree("ravi")!.Levels[^1];
        double[] odds =
            [.. bias.Select((b, token) => Math.Exp(b + top.Select((x, unit) => x * weights[(unit * bias.Length) + token]).Sum()))];
        Numbers.AssertClose(training.Next("ravi"), [.. odds.Select(one => one / odds.Sum())], 1e-5);
    }

    [Fact]
    public void It_is_told_as_json_and_only_of_a_tree()
    {
        LetterTree tree = Start().Tree("anu")!;
        JsonElement told = JsonElement.Parse(tree.ToJson());
        Assert.Equal(tree.Letters, told.GetProperty("letters").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(Width, told.GetProperty("width").GetInt32());
        Assert.Equal(tree.Levels, told.GetProperty("levels").EnumerateArray().Select(Numbers.Of));
        Assert.Null(NamesTraining.Start("mlp", "ravi", [], 4, 1, "float32").Tree("ravi"));
    }

    private static NamesTraining Start()
    {
        NamesTraining training = NamesTraining.Start(
            "wavenet", "anu\nravi\nmeera\narun\nvirat\nkiran\nleela\nasha", ["embedding-size=4", $"hidden-size={Width}"], 8, 7, "float32");
        training.Train(20);
        return training;
    }
}
