using System.Globalization;
using System.Text.Json;

namespace Makemore.Models.Tests.Recipes;

/// <summary>
/// The losses of makemore.py and of the lectures on the names that ship. <c>makemore-vectors.py</c> and <c>lecture-vectors.py</c> say what
/// PyTorch computes.
/// </summary>
public sealed class OriginalLossesTests
{
    private static readonly NameList Names =
        NameList.Read(Path.Combine(AppContext.BaseDirectory, "indian-names.csv"), "Name", vocabulary: null, Duplicates.Keep);

    // By the names of the recipes.
    private static readonly Dictionary<string, JsonElement> Recorded =
        Read("makemore-vectors.json").Concat(Read("lecture-vectors.json")).ToDictionary(recorded => recorded.Name, recorded => recorded.Value);

    public static TheoryData<string> Originals => [.. Recorded.Keys];

    [Theory]
    [MemberData(nameof(Originals))]
    public void The_first_two_hundred_steps_are_PyTorch_s(string name)
    {
        double[] expected = [.. Recorded[name].GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())], losses;
        using (TrainingRun<float> run = Begin(name))
        {
            Assert.Equal(Recorded[name].GetProperty("parameters").GetInt32(), run.Model.ParameterCount);
            losses = Train(run, name, steps: 201);
        }

        Assert.Equal(20, expected.Length);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        AssertLater(name, losses);
    }

    [Theory]
    [MemberData(nameof(Originals))]
    public void A_thousand_steps_are_PyTorch_s(string name)
    {
        LongTest.SkipUnlessAskedFor();
        using TrainingRun<float> run = Begin(name);
        Assert.Equal(4, AssertLater(name, Train(run, name, steps: 1001)));
    }

    // Of the recorded steps, those that were taken.
    private static int AssertLater(string name, double[] losses)
    {
        int asserted = 0;
        foreach (JsonProperty later in Recorded[name].GetProperty("later").EnumerateObject())
        {
            int step = int.Parse(later.Name, CultureInfo.InvariantCulture);
            if (step >= losses.Length) continue;
            Assert.Equal(later.Value.GetDouble(), losses[step], 1e-3);
            asserted++;
        }

        return asserted;
    }

    private static double[] Train(TrainingRun<float> run, string name, int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => run.Trainer.Step(RecipeOf(name).Plan.Schedule!.RateAt(step)))];

    private static Recipe RecipeOf(string name) => Models.Recipes.All.Single(recipe => recipe.Name == name);

    private static TrainingRun<float> Begin(string name)
    {
        (TrainingPlan plan, ulong seed) = (RecipeOf(name).Plan, RecipeOf(name).Seed);
        return name switch
        {
            "lecture-3-plain" => Lectures.BeginPlain(plan, Names, seed),
            "lecture-3" or "lecture-5" => Lectures.Begin(plan, Names, seed),
            _ => MakemoreScript.Begin(plan, Names, seed),
        };
    }

    private static IEnumerable<JsonProperty> Read(string file)
    {
        using Stream stream = typeof(OriginalLossesTests).Assembly.GetManifestResourceStream(file)!;
        JsonElement root = JsonDocument.Parse(stream).RootElement;
        return root.EnumerateObject().Where(property => property.Name != "source" && Models.Recipes.All.Any(r => r.Name == property.Name));
    }
}
