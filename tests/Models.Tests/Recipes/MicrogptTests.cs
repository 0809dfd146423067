using Makemore.Modules;

namespace Makemore.Models.Tests;

/// <summary>The losses and names that the original prints in CPython for the list of 60,548 names.</summary>
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

    [Fact]
    public void Every_loss_and_every_name_is_the_original_s()
    {
        string[] names = [.. File.ReadLines(OriginalData.TextPath).Select(line => line.Trim()).Where(line => line.Length > 0)];
        var original = new Microgpt(names, Vocabulary.English, GptSizes.Of(OptionValues.Defaults), seed: 42);
        Assert.Equal(4192, original.Model.ParameterCount);
        var trainer = new Trainer<double>(original.Batch, original.Optimizer);
        var schedule = LearningRateSchedule.Parse("0.01..0:1000");
        for (int step = 1; step <= schedule.TotalSteps; step++)
        {
            double loss = trainer.Step(schedule.RateAt(step - 1));
            if (Losses.TryGetValue(step, out double expected)) Assert.Equal(expected, loss, 1e-6);
        }

        Assert.Equal(Names.Split(' '), Enumerable.Range(0, 20).Select(_ => original.NextName()));
    }
}
