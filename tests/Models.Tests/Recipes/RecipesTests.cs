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
}
