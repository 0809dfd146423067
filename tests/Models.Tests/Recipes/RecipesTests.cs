using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Recipes;

/// <summary>The recipes are what the originals did.</summary>
public sealed class RecipesTests
{
    [Theory]
    [InlineData("seed-counts", "counts", null)]
    [InlineData("seed-network", "neural", "0.1:1,10:2000,1:2000,0.5:2000")]
    [InlineData("seed-mlp", "mlp", "1:50000,0.1:50000,0.01:50000")]
    public void A_recipe_trains_its_model_by_the_originals_rates(string name, string kind, string? schedule)
    {
        Recipe recipe = Assert.Single(Models.Recipes.All, recipe => recipe.Name == name);
        Assert.Equal((kind, schedule), (recipe.Plan.Kind.Name, recipe.Plan.Schedule?.ToString()));
        Assert.Equal((32, SplitBy.Example), (recipe.Plan.BatchSize, recipe.Plan.SplitBy));
        Assert.Contains("loss 2.", recipe.Summary);
    }
    /// <summary>By targets: each of the names has two letters, and so three.</summary>
    [Theory]
    [InlineData("makemore-bow", 9, 9, 0, 0)]
    [InlineData("makemore-bow", 29, 27, 0, 2)]
    [InlineData("makemore-bow", 10_010, 9010, 0, 1000)]
    [InlineData("lecture-3-plain", 19, 15, 2, 2)]
    [InlineData("lecture-5", 21, 16, 2, 3)]
    public void A_recipe_holds_names_back_as_the_original_does(string name, int names, int train, int validation, int test)
    {
        Recipe recipe = Assert.Single(Models.Recipes.All, recipe => recipe.Name == name);
        var list = NameList.Clean(Enumerable.Range(0, names).Select(i => new NameRow(i % 2 == 0 ? "an" : "na", i)), null, Duplicates.Keep);
        Trained trained = Experiment.Train(
            recipe.Plan with { Schedule = LearningRateSchedule.Parse("0.1:1") }, list, seed: 1,
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(new ExampleCounts(3 * names, 3 * train, 3 * validation, 3 * test), trained.Examples);
    }

    [Theory]
    [InlineData("makemore-gru", 6)]
    [InlineData("makemore-transformer", 6)]
    [InlineData("lecture-5", 8)]
    public void A_network_of_whole_names_is_as_long_as_they_want_it(string name, int block)
    {
        Recipe recipe = Assert.Single(Models.Recipes.All, recipe => recipe.Name == name);
        var list = NameList.Clean([new("an", 1), new("meera", 2), new("ravi", 3)], null);
        TrainingPlan plan = recipe.PlanFor(list);
        Assert.Equal(block, ((NeuralModel<float>)plan.Kind.Make(list.Vocabulary, plan.Options, new TorchGenerator(1))).BlockSize);
    }
}
