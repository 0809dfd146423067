using System.Text.Json;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Worlds.Tests;

/// <summary>What a recurrent network remembers of a name, against what its weights give by hand.</summary>
public sealed class NameMemoryTests
{
    private const int Width = 6;
    private const string Names = "anu\nravi\nmeera\narun\nvirat\nkiran\nleela\nasha";

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    public void What_follows_a_name_is_told_by_what_is_in_memory_at_its_end(string kind)
    {
        NamesTraining training = Start(kind);
        NameMemory memory = training.Memory("virat")!;
        Assert.Equal([".", "v", "i", "r", "a", "t"], memory.Letters);
        Assert.Equal(Width, memory.Width);
        Assert.Equal(6 * Width, memory.Memories.Length);
        double[] scores = Scores(training, memory.Memories[^Width..]);
        double sum = scores.Sum(Math.Exp);
        Numbers.AssertClose(training.Next("virat"), [.. scores.Select(score => Math.Exp(score) / sum)], 1e-5);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void The_gradient_at_the_end_is_what_the_head_sends_back(string kind)
    {
        NamesTraining training = Start(kind);
        NameMemory memory = training.Memory("ravi")!;
        Assert.Equal("a", memory.Asked);
        Numbers.AssertClose(Length(SentBack(training, "ravi")), memory.Gradients[^1], 1e-5);
    }

    [Fact]
    public void The_gradient_of_each_state_before_has_come_through_the_weights_and_the_slope_of_tanh()
    {
        NamesTraining training = Start("rnn");
        NameMemory memory = training.Memory("ravi")!;
        double[] weights = training.Values("cell.state.weights"); // (embedding + width, width)
        int embedding = training.ShapeOf("cell.state.weights")[0] - Width;
        double[] gradient = SentBack(training, "ravi");
        for (int place = 4; place > 0; place--)
        {
            double[] state = memory.Memories[(place * Width)..((place + 1) * Width)];
            double[] ofSums = [.. gradient.Select((g, unit) => g * (1 - (state[unit] * state[unit])))];
            gradient =
            [
                .. Enumerable.Range(0, Width).Select(row => ofSums.Select((g, unit) => g * weights[((embedding + row) * Width) + unit]).Sum()),
            ];
            Numbers.AssertClose(Length(gradient), memory.Gradients[place - 1], 1e-5);
        }
    }

    /// <summary>The network of lesson 17 begins as this one does, so the rung that its notes lead to shows what the lesson prints.</summary>
    [Theory]
    [InlineData("rnn", "0.00003", "0.53935")]
    [InlineData("gru", "0.00074", "0.58664")]
    public void Untrained_its_gradients_are_those_that_lesson_17_prints(string kind, string first, string last)
    {
        NamesTraining training = NamesTraining.Start(kind, Names, ["width=32", "embedding-size=16"], 8, 1234, "float32");
        double[] gradients = training.Memory("chandrashekh")!.Gradients;
        Assert.Equal((first, last), ($"{gradients[0]:F5}", $"{gradients[^1]:F5}"));
    }

    [Theory]
    [InlineData("gru", "update")]
    [InlineData("lstm", "forget")]
    public void The_shares_are_those_of_the_gate_that_keeps(string kind, string gate)
    {
        NamesTraining training = Start(kind);
        NameMemory memory = training.Memory("ravi")!;
        int[] tokens = [Vocabulary.Boundary, .. training.Model.Vocabulary.Encode("ravi")];
        Picture.GateOpenings picture = training.Model.Pictures(new Indices([1, 5], tokens)).OfType<Picture.GateOpenings>().Single();
        int index = picture.Gates.Index().Single(one => one.Item.Name == gate).Index;
        double[] open = picture.Values()[(index * 5 * Width)..((index + 1) * 5 * Width)];
        Numbers.AssertClose([.. open.Select(one => kind == "gru" ? 1 - one : one)], memory.Shares, 1e-5);

        double[][] rows = [.. memory.Shares.Chunk(Width)];
        for (int place = 0; place < rows.Length; place++)
        {
            Assert.Equal(rows[place].Count(share => share > 0.9), memory.KeptAt(place));
            Assert.Equal(rows[place].Count(share => share < 0.1), memory.ReplacedAt(place));
        }

        Assert.True(rows.Index().Sum(row => memory.KeptAt(row.Index)) > 0, "the test sees a number that is kept");
        Assert.True(rows.Index().Sum(row => memory.ReplacedAt(row.Index)) > 0, "the test sees a number that is replaced");
        for (int unit = 0; unit < Width; unit++)
            Assert.Equal(rows[2][unit] * rows[3][unit] * rows[4][unit], memory.Left[unit], 1e-12); // over a, v, i: the dot and r came before
    }

    /// <summary>A number of the memory cannot move farther than the gate lets it: the draft is between -1 and 1.</summary>
    [Fact]
    public void What_is_kept_of_a_grus_memory_stays()
    {
        NameMemory memory = Start("gru").Memory("virat")!;
        for (int i = Width; i < memory.Memories.Length; i++)
            Assert.InRange(Math.Abs(memory.Memories[i] - (memory.Shares[i] * memory.Memories[i - Width])), 0, 1 - memory.Shares[i] + 1e-12);
    }

    /// <summary>An LSTM's state is h = o · tanh(c): the memory is more than what is let out.</summary>
    [Fact]
    public void An_lstms_memory_is_what_its_output_gate_lets_out_a_part_of()
    {
        NamesTraining training = Start("lstm");
        NameMemory memory = training.Memory("ravi")!;
        int[] tokens = [Vocabulary.Boundary, .. training.Model.Vocabulary.Encode("ravi")];
        double[] gates = training.Model.Pictures(new Indices([1, 5], tokens)).OfType<Picture.GateOpenings>().Single().Values();
        double[] output = [.. gates[^Width..].Zip(memory.Memories[^Width..], (open, held) => open * held)];
        double[] scores = Scores(training, output);
        double sum = scores.Sum(Math.Exp);
        Numbers.AssertClose(training.Next("ravi"), [.. scores.Select(score => Math.Exp(score) / sum)], 1e-5);
    }

    [Fact]
    public void Reading_changes_nothing_in_the_training()
    {
        NamesTraining training = Start("gru"), other = Start("gru");
        training.Memory("virat");
        Assert.Equal(other.Train(3), training.Train(3));
    }

    [Fact]
    public void Without_gates_there_are_no_shares_and_without_a_state_there_is_no_memory()
    {
        NameMemory memory = Start("rnn").Memory("")!;
        Assert.Equal(["."], memory.Letters);
        Assert.Empty(memory.Shares);
        Assert.Empty(memory.Left);
        Assert.Equal(0, memory.KeptAt(0));
        Assert.Null(NamesTraining.Start("mlp", "ravi", [], 4, 1, "float32").Memory("ravi"));
        Assert.Throws<ArgumentException>(() => Start("rnn").Memory("Ω"));
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    public void It_is_told_as_json(string kind)
    {
        NameMemory memory = Start(kind).Memory("anu")!;
        JsonElement told = JsonElement.Parse(memory.ToJson());
        Assert.Equal(memory.Letters, told.GetProperty("letters").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(Width, told.GetProperty("width").GetInt32());
        Assert.Equal("a", told.GetProperty("asked").GetString());
        Assert.Equal(memory.Memories, Numbers.Of(told.GetProperty("memories")));
        Assert.Equal(memory.Shares, Numbers.Of(told.GetProperty("shares")));
        Assert.Equal(memory.Gradients, Numbers.Of(told.GetProperty("gradients")));
        Assert.Equal(memory.Left, Numbers.Of(told.GetProperty("left")));
        int[] places = kind == "rnn" ? [] : [0, 1, 2, 3];
        Assert.Equal(places.Select(memory.KeptAt), told.GetProperty("kept").EnumerateArray().Select(one => one.GetInt32()));
        Assert.Equal(places.Select(memory.ReplacedAt), told.GetProperty("replaced").EnumerateArray().Select(one => one.GetInt32()));
    }

    // Trained with steps so large that some of its gates shut and others open.
    private static NamesTraining Start(string kind)
    {
        NamesTraining training = NamesTraining.Start(kind, Names, [$"width={Width}", "embedding-size=4"], 8, 7, "float32");
        training.Rate = 0.1;
        training.Train(60);
        return training;
    }

    private static double[] Scores(NamesTraining training, double[] output)
    {
        (double[] weights, double[] bias) = (training.Values("head.weights"), training.Values("head.bias")); // (width, 27), (27)
        return [.. bias.Select((b, token) => b + output.Select((x, unit) => x * weights[(unit * bias.Length) + token]).Sum())];
    }

    // The gradient of -ln p(a) in the output at the end of the name: W (p - target).
    private static double[] SentBack(NamesTraining training, string name)
    {
        double[] weights = training.Values("head.weights"), next = training.Next(name);
        next[1]--;
        return [.. Enumerable.Range(0, Width).Select(unit => next.Select((slope, token) => slope * weights[(unit * next.Length) + token]).Sum())];
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(one => one * one));
}
