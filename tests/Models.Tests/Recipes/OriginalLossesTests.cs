using System.Globalization;
using System.Text.Json;
using Makemore.Modules;

namespace Makemore.Models.Tests.Recipes;

/// <summary>
/// The losses of makemore.py and of the lectures on the names that ship. <c>makemore-vectors.py</c> and <c>lecture-vectors.py</c> say what
/// PyTorch computes.
/// </summary>
public sealed class OriginalLossesTests
{
    private const double Tolerance = 1e-5; // a loss in float32 has steps of 2e-7

    private static readonly NameList Names =
        NameList.Read(Path.Combine(AppContext.BaseDirectory, "indian-names.csv"), "Name", vocabulary: null, Duplicates.Keep);

    // By the names of the recipes.
    private static readonly Dictionary<string, JsonElement> Recorded =
        Read("makemore-vectors.json").Concat(Read("lecture-vectors.json")).ToDictionary(recorded => recorded.Name, recorded => recorded.Value);

    public static TheoryData<string> Originals => [.. Recorded.Keys];

    [Theory]
    [MemberData(nameof(Originals))]
    public void The_first_steps_are_PyTorch_s(string name) => AssertAsRecorded(name, steps: name == "makemore-transformer" ? 21 : 201);

    [Theory]
    [MemberData(nameof(Originals))]
    public void A_thousand_steps_are_PyTorch_s(string name)
    {
        LongTest.SkipUnlessAskedFor();
        AssertAsRecorded(name, steps: 1001);
    }

    private static void AssertAsRecorded(string name, int steps)
    {
        Recipe recipe = Models.Recipes.All.Single(recipe => recipe.Name == name);
        var schedule = LearningRateSchedule.Parse(FormattableString.Invariant($"{recipe.Plan.Schedule!.RateAt(0)}:{steps}"));
        Trained trained = Experiment.Train(
            recipe.PlanFor(Names) with { Schedule = schedule }, Names, recipe.Seed, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Recorded[name].GetProperty("parameters").GetInt32(), trained.Model.ParameterCount);
        double[] losses = [.. trained.Run!.History.Select(point => point.Loss)];
        Assert.Equal(steps, losses.Length);
        double[] expected = [.. Recorded[name].GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
        Assert.Equal(20, expected.Length);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.All(ByStep("later").Where(later => later.Step < steps), later => Assert.Equal(later.Loss, losses[later.Step], Tolerance));
        double heldBack = (trained.Loss.Validation ?? trained.Loss.Test)!.Value;
        Assert.All(ByStep("held back").Where(after => after.Step == steps - 1), after => Assert.Equal(after.Loss, heldBack, Tolerance));

        IEnumerable<(int Step, double Loss)> ByStep(string key) => Recorded[name].GetProperty(key).EnumerateObject()
            .Select(step => (int.Parse(step.Name, CultureInfo.InvariantCulture), step.Value.GetDouble()));
    }

    private static IEnumerable<JsonProperty> Read(string file)
    {
        using Stream stream = typeof(OriginalLossesTests).Assembly.GetManifestResourceStream(file)!;
        return JsonDocument.Parse(stream).RootElement.EnumerateObject().Where(property => property.Name != "source");
    }
}
