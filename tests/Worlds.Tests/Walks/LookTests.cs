using System.Text.Json;

namespace Makemore.Worlds.Tests;

/// <summary>A number from close by: its terms make up what was sent, and its reads make up what was computed.</summary>
public class LookTests
{
    [Fact]
    public void Terms_add_up_to_every_row_of_random_walks_with_every_mistake()
    {
        int compared = 0;
        for (int seed = RandomCases.First; seed < RandomCases.Count(25); seed++)
        {
            var random = new Random(seed);
            RandomFormula formula = RandomFormula.Draw(random, random.Next(1, 4)).TimesA();
            Expression expression = Expression.Parse($"a = 0.7; b = -1.3; c = 0.4; y = {formula.Text}");
            foreach (Mistake mistake in Enum.GetValues<Mistake>())
            {
                Walk walk = Walk.Take(expression.Program, 0.1, mistake);
                if (mistake == Mistake.None) Assert.Empty(walk.Wrong);
                for (int node = 0; node < walk.Program.Count; node++) compared += Compare(walk, walk.Look(node, 0));
            }
        }

        Assert.True(compared > 500);
    }

    [Fact]
    public void Terms_add_up_to_every_row_of_the_network()
    {
        Walk walk = Walk.Take(WalkTests.Step().Program, 0.1);
        int compared = 0;
        for (int node = 0; node < walk.Program.Count; node++)
            for (int cell = 0; cell < walk.Values[node].Length; cell++) compared += Compare(walk, walk.Look(node, cell));
        Assert.True(compared > 300);
    }

    [Fact]
    public void A_row_has_its_terms_in_order()
    {
        Walk walk = Walk.Take(WalkTests.Step().Program, 0.1);
        Look look = walk.Look(Place(walk, "C"), 1); // the boundary is in ..., ..v and .vi
        LookRow row = Assert.Single(look.Rows);
        Assert.Equal([1, 3, 5, 7, 9, 13], row.Terms.Select(term => term.Cell));
        Assert.All(row.Terms, term => Assert.Equal(1, term.Slope));
        Assert.Single(walk.Look(Place(walk, "logits"), 0).Rows[0].Terms); // to one probability of the row, something arrived
        Assert.Empty(Assert.Single(walk.Look(Place(walk, "C"), 2).Rows).Terms); // the row of 'a', which no context holds
    }

    [Fact]
    public void A_sum_of_products_reads_its_pairs()
    {
        Walk walk = Walk.Take(WalkTests.Step().Program, 0.1);
        int node = Place(walk, "xW1");
        ReadNumber[] reads = [.. walk.Look(node, 7).Reads]; // row 1, column 2 of (3, 5), from x (3, 6) and W1 (6, 5)
        Assert.Equal([6, 7, 8, 9, 10, 11], reads.Where(read => read.Slot == 0).Select(read => read.Cell));
        Assert.Equal([2, 7, 12, 17, 22, 27], reads.Where(read => read.Slot == 1).Select(read => read.Cell));
        Assert.Equal(walk.Values[node][7], reads.Where(read => read.Slot == 0).Sum(read => read.Value * read.Slope!.Value), 1e-12);
        Assert.Equal(
            reads.Where(read => read.Slot == 0).Select(read => read.Slope!.Value),
            reads.Where(read => read.Slot == 1).Select(read => read.Value));
    }

    [Fact]
    public void What_is_read_is_there_even_where_its_slope_is_0()
    {
        Walk walk = Walk.Take(Expression.Parse("a = 0; b = 0; y = a*b + relu(2*a - 1)").Program, 0.1);
        Assert.All(
            Enumerable.Range(0, walk.Program.Count).Where(node => !walk.Program.IsLeaf(node)),
            node => Assert.Equal(walk.Program.Graph.Nodes[node].Inputs.Length, walk.Look(node, 0).Reads.Count));
    }

    [Fact]
    public void A_flat_tanh_still_shows_what_it_read()
    {
        ExplorableStep step = WalkTests.Step();
        step.Model.Parameters.Single(parameter => parameter.Name == "b1").Value.Span.Fill(100);
        Walk walk = Walk.Take(step.Program, 0.1);
        ReadNumber read = Assert.Single(walk.Look(Place(walk, "h"), 3).Reads);
        Assert.Equal((Place(walk, "a"), 3, 0.0), (read.Node, read.Cell, read.Slope));
    }

    [Fact]
    public void Experiments_are_made_again_with_other_values()
    {
        Expression expression = Expression.Parse("a = 2; y = a^3");
        Assert.Equal(12, Walk.Take(expression.Program, 0.1).Look(0, 0).Experiment.Quotient, 1e-6);
        expression.Set("a", 3);
        Walk walk = Walk.Take(expression.Program, 0.1);
        Assert.Equal(27, walk.Look(0, 0).Experiment.Quotient, 1e-6);
        Assert.Empty(walk.Wrong);
    }

    [Fact]
    public void An_experiment_can_be_made_with_another_nudge()
    {
        Walk walk = Walk.Take(Expression.Parse("a = 1.7; y = a^3").Program, 0.1);
        Experiment coarse = walk.Look(0, 0, nudge: 0.1).Experiment, fine = walk.Look(0, 0).Experiment;
        Assert.Equal((0.17, 8.6989), (Math.Round(coarse.Step, 9), Math.Round(coarse.Quotient, 9)));
        Assert.Equal(8.67, fine.Quotient, 1e-8);
        Assert.True(fine.Agrees(8.67) && !fine.Agrees(8.671));
        IReadOnlyList<NudgeError> errors = walk.Look(0, 0).Errors;
        Assert.Equal(15, errors.Count);
        Assert.True(errors[4].Error < errors[0].Error && errors[4].Error < errors[14].Error);
        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Look(0, 0, nudge: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Look(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Look(2, 0));
    }

    [Fact]
    public void A_walk_of_other_values_cannot_be_looked_at()
    {
        Expression expression = Expression.Parse("a = 2; y = a^3");
        Walk walk = Walk.Take(expression.Program, 0.1);
        expression.Set("a", 3);
        Assert.Contains("take another", Assert.Throws<InvalidOperationException>(() => walk.Look(0, 0)).Message);
    }

    [Fact]
    public void Checks_name_the_worst_number_of_each_table()
    {
        Walk right = Walk.Take(WalkTests.Step().Program, 0.1), wrong = Walk.Take(right.Program, 0.1, Mistake.Leftover);
        for (int node = 0; node < right.Program.Count; node++)
            Assert.True(right.Check(node) is { Agrees: true, Error: < 1e-6 }, right.Program.Graph.Nodes[node].Label);
        GradientCheckup twice = wrong.Check(0);
        Assert.Equal(0.5, twice.Error, 1e-6);
        Assert.False(twice.Agrees);
        Assert.Equal(wrong.Gradients[0]!.MaxBy(Math.Abs), twice.Gradient);
        JsonElement json = JsonDocument.Parse(twice.ToJson()).RootElement;
        Assert.Equal(twice.Gradient, Numbers.Of(json.GetProperty("gradient"))[0]);
        Assert.Throws<ArgumentException>(() => wrong.Check(-1));
    }

    [Fact]
    public void Its_json_has_all_of_it()
    {
        Walk walk = Walk.Take(Expression.Parse("a = 2; b = 3; y = a*b").Program, 0.1);
        JsonElement json = JsonDocument.Parse(walk.Look(Place(walk, "a"), 0).ToJson()).RootElement;
        JsonElement row = Assert.Single(json.GetProperty("rows").EnumerateArray());
        JsonElement term = Assert.Single(row.GetProperty("terms").EnumerateArray());
        Assert.Equal([1, 3], new[] { "upstream", "slope" }.Select(name => Numbers.Of(term.GetProperty(name))[0]));
        Assert.Equal([3, 3], new[] { "value", "total" }.Select(name => Numbers.Of(row.GetProperty(name))[0]));
        Assert.Equal(3, Numbers.Of(json.GetProperty("experiment").GetProperty("quotient"))[0], 1e-8);
        Assert.True(json.GetProperty("experiment").GetProperty("agrees").GetBoolean());
        Assert.Equal(15, Numbers.Of(json.GetProperty("errors").GetProperty("errors")).Length);
        json = JsonDocument.Parse(walk.Look(Place(walk, "y"), 0).ToJson()).RootElement;
        Assert.Equal("{0} × {1}", json.GetProperty("written").GetString());
        JsonElement[] reads = [.. json.GetProperty("reads").EnumerateArray()];
        Assert.Equal([2, 3], reads.Select(read => Numbers.Of(read.GetProperty("value"))[0]));
        Assert.Equal([1.7, 2.8], reads.Select(read => Math.Round(Numbers.Of(read.GetProperty("after"))[0], 9)));
        Assert.Equal([3, 2], reads.Select(read => Numbers.Of(read.GetProperty("slope"))[0]));
    }

    private static int Compare(Walk walk, Look look)
    {
        foreach (LookRow row in look.Rows.Where(row => row.From is not null))
        {
            double sum = row.Terms.Sum(term => term.Upstream * term.Slope);
            string number = $"{walk.Program.Graph.Nodes[look.Node].Label}[{look.Cell}]";
            Assert.True(Math.Abs(sum - row.Value) <= 1e-12 * Math.Max(1, Math.Abs(sum)), number);
        }

        return look.Rows.Count;
    }

    private static int Place(Walk walk, string name) => walk.Program.Graph.Nodes.Index().Single(node => node.Item.Label == name).Index;
}
