using System.Numerics;
using System.Text.Json;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests;

public class MicrogptTests
{
    private static readonly Dictionary<int, double> Losses = new()
    {
        [1] = 3.5671253912334318,
        [2] = 3.340954496798747,
        [3] = 3.045611495570321,
        [4] = 3.190644219039991,
        [5] = 2.9173977170862693,
        [10] = 3.068512653831257,
        [50] = 2.888204468899197,
        [100] = 2.8664827485739144,
        [200] = 2.355469692792326,
        [300] = 3.2257915688559136,
        [400] = 1.9229776680460389,
        [500] = 2.137969487450649,
        [600] = 1.7569888883482714,
        [700] = 2.178423262839323,
        [800] = 1.6602999842255293,
        [900] = 1.7627229943531608,
        [999] = 1.9846710616075214,
        [1000] = 2.3084177281859684,
    };

    private const string Names =
        "pavash hundharan mamavan manthi banin dhanthan irani banee vashun baranen waruthe ivaasha anisarshan vahanthan baniyan kanije "
        + "peetha paananath rararan nanani";

    /// <summary>The losses and names that the original prints in CPython for the list of 60,548 names.</summary>
    [Fact]
    public void Every_loss_and_every_name_is_the_original_s()
    {
        string[] names = OriginalNames;
        var original = new Microgpt(names, Vocabulary.English, Sizes, seed: 42);
        Assert.Equal(4192, original.Model.ParameterCount);
        double[] losses = Train(original.Batch, original.Optimizer, "0.01..0:1000");
        Assert.All(Losses, expected => Assert.Equal(expected.Value, losses[expected.Key - 1], 1e-6));
        Assert.Equal(Names.Split(' '), Enumerable.Range(0, 20).Select(_ => original.NextName()));
    }

    /// <summary>float32 rounds each number, but 1,000 steps of that are still not seen: the largest difference was 4e-7.</summary>
    [Fact]
    public void In_float32_the_losses_stay_close()
    {
        string[] names = OriginalNames;
        var model = (Gpt<float>)new Microgpt(names, Vocabulary.English, Sizes, seed: 42).Model.Converted<float>();
        new PythonGenerator(42).Shuffle<string>(names);
        var optimizer = new Adam<float>(model.Parameters, beta1: 0.85, beta2: 0.99);
        double[] losses = Train(new NamesInOrder<float>(model, names, () => optimizer.Steps), optimizer, "0.01..0:1000");
        Assert.All(Losses, expected => Assert.Equal(expected.Value, losses[expected.Key - 1], 1e-5));
    }

    /// <summary>A short list, with a name that is longer than the model looks back: <c>microgpt-vectors.py</c> says what PyTorch computes.</summary>
    [Fact]
    public void The_numbers_of_a_short_list_are_PyTorch_s()
    {
        using Stream stream = typeof(MicrogptTests).Assembly.GetManifestResourceStream("microgpt-vectors.json")!;
        using var recorded = JsonDocument.Parse(stream);
        string[] Texts(string key) => [.. recorded.RootElement.GetProperty(key).EnumerateArray().Select(text => text.GetString()!)];
        var original = new Microgpt(Texts("input"), Vocabulary.English, Sizes, seed: 42);
        double[] losses = Train(original.Batch, original.Optimizer, "0.01..0:40");
        double[] expected = [.. recorded.RootElement.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
        Assert.Equal(expected.Length, losses.Length);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(Texts("names"), Enumerable.Range(0, 5).Select(_ => original.NextName()));
    }

    private static GptSizes Sizes => ModelKinds.GptOptions.Sizes(OptionValues.Defaults);

    private static string[] OriginalNames =>
        [.. File.ReadLines(OriginalData.TextPath).Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static double[] Train<T>(NamesInOrder<T> batch, Adam<T> optimizer, string rates) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(batch, optimizer);
        var schedule = LearningRateSchedule.Parse(rates);
        return [.. Enumerable.Range(0, schedule.TotalSteps).Select(step => trainer.Step(schedule.RateAt(step)))];
    }
}
