using System.Text.Json;
using Makemore.Autograd;

namespace Makemore.Worlds.Tests;

/// <summary>What a reader types is what the engine computes.</summary>
public class ExpressionTests
{
    [Theory]
    [InlineData("a=2; b=-3; c=10; f=-2; L = (a·b + c)·f", -8, "a:6 b:-4 c:-2 f:4")]
    [InlineData("a = 2\nb = 3\nc = a + b\nd = a*b\ny = (c+d) + c*d", 41, "a:25 b:19")]
    [InlineData(
        "x1=2; w1=-3; x2=0; w2=1; b=6.8813735870195432; o = tanh(x1*w1 + x2*w2 + b)", 0.707106781, "x1:-1.5 w1:1 x2:0.5 w2:0 b:0.5")]
    [InlineData("a=-4; b=2; c = a+b; y = a + a", -8, "a:2")]
    public void Known_expressions_have_their_known_gradients(string text, double value, string gradients)
    {
        Expression expression = Expression.Parse(text);
        expression.Program.Graph.Backward();
        Assert.Equal(value, expression.Program.Graph.Loss.Value.Item, 1e-9);
        string Gradient(ExpressionVariable variable) => $"{variable.Name}:{Math.Round(variable.Parameter.Gradient.Item, 9)}";
        Assert.Equal(gradients, string.Join(' ', expression.Variables.Select(Gradient)));
    }

    [Theory]
    [InlineData("-3^2 + 0*a", -9)]
    [InlineData("2^3^2 + 0*a", 512)]
    [InlineData("8 - 4 - 2 + 0*a", 2)]
    [InlineData("16/4/2 + 0*a", 2)]
    [InlineData("a=2; a^-1", 0.5)]
    [InlineData("a=2; --a*1", 2)]
    [InlineData("a=9; a^.5 + 1e-1", 3.1)]
    [InlineData("a=2; 3^a", 9)]
    [InlineData("a=2; pow(a, 3)", 8)]
    [InlineData("a=2; max(5, a) + min(a, 1)", 6)]
    public void Signs_bind_as_on_paper(string text, double value) =>
        Assert.Equal(value, Expression.Parse(text).Program.Graph.Loss.Value.Item, 1e-12);

    [Fact]
    public void The_engines_own_lines_can_be_typed()
    {
        Expression expression = Expression.Parse("a = 2\r\nvar b = a.Pow(2); // a remark = 3\nvar y = b.Tanh() × a.Maximum(3) − 1 ÷ a;");
        Assert.Equal((Math.Tanh(4) * 3) - 0.5, expression.Program.Graph.Loss.Value.Item, 1e-12);
    }

    [Fact]
    public void Each_operation_is_a_line_with_its_name_and_its_code()
    {
        Assert.Equal(
            ["var e = 2 * a;", "var d = e.Tanh();", "var g = -d;", "var y = g.Pow(2);"],
            Lines("(-tanh(2*a))^2"));
        Assert.Equal(["var e = a * b;", "var d = e + c;", "var L = d * f;"], Lines("L = (a*b + c)*f;"));
        Assert.Equal(["var y = a.Maximum(2);"], Lines("max(2, a)"));
        Assert.Equal(["var y = 6 * a;"], Lines("2*3*a"));
        Assert.Equal(["var e = a.Log();", "var d = b * e;", "var y = d.Exp();"], Lines("a^b"));
    }

    [Fact]
    public void Random_formulas_have_the_values_and_gradients_of_plain_arithmetic()
    {
        int compared = 0;
        for (int seed = RandomCases.First; seed < RandomCases.Count(1000); seed++)
        {
            var random = new Random(seed);
            RandomFormula formula = RandomFormula.Draw(random, random.Next(1, 4)).TimesA();
            double[] values = [.. RandomFormula.Names.Select(_ => Math.Round((random.NextDouble() * 4) - 2, 3))];
            Expression expression = Expression.Parse($"y = {formula.Text}");
            foreach (ExpressionVariable variable in expression.Variables)
                expression.Set(variable.Name, values[Array.IndexOf(RandomFormula.Names, variable.Name)]);
            Graph<double> graph = expression.Program.Graph;
            graph.Forward();
            graph.Backward();
            double expected = formula.Value(values);
            Assert.True(Math.Abs(expected - graph.Loss.Value.Item) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"{seed}: {formula.Text}");
            foreach (ExpressionVariable variable in expression.Variables)
            {
                int place = Array.IndexOf(RandomFormula.Names, variable.Name);
                double Slope(double h) => (formula.Value(With(values, place, h)) - formula.Value(With(values, place, -h))) / (2 * h);
                double slope = Slope(1e-5), gradient = variable.Parameter.Gradient.Item;
                if (Math.Abs(slope - Slope(1e-4)) > 1e-4 * Math.Max(1, Math.Abs(slope))) continue; // a kink, or a bend
                bool isClose = Math.Abs(slope - gradient) <= 1e-5 * Math.Max(1, Math.Abs(slope));
                Assert.True(isClose, $"{seed}: {formula.Text}: {slope} {gradient}");
                compared++;
            }
        }

        Assert.True(compared > 1000);
    }

    [Fact]
    public void Only_a_name_without_a_value_is_a_variable()
    {
        Expression expression = Expression.Parse("a = 4; c = a*b; unused = b + z; y = c + 1");
        Assert.Equal([("a", 4.0, true), ("b", 3.0, false)], expression.Variables.Select(one => (one.Name, one.Value, one.IsGiven)));
        Assert.Equal(["z", "unused"], expression.Unused);
    }

    [Fact]
    public void A_value_that_is_set_is_computed_with()
    {
        Expression expression = Expression.Parse("a*b");
        expression.Set("a", 7);
        expression.Set("b", -2);
        Assert.Equal(-14, Walk.Take(expression.Program, 0.1).Values[^1][0]);
        Assert.Throws<ArgumentException>(() => expression.Set("a", double.NaN));
        Assert.Throws<ArgumentException>(() => expression.Set("x", 1));
    }

    [Fact]
    public void A_curve_has_values_and_slopes_and_leaves_everything_as_it_was()
    {
        Expression expression = Expression.Parse("a=2; b=3; a^2 * b");
        Curve curve = expression.Curve("a", -1, 1, 5);
        Assert.Equal([-1, -0.5, 0, 0.5, 1], curve.X);
        Assert.Equal([3, 0.75, 0, 0.75, 3], curve.Y);
        Assert.Equal([-6, -3, 0, 3, 6], curve.Slopes);
        Assert.Equal(12, expression.Program.Graph.Loss.Value.Item);
        Assert.Throws<ArgumentException>(() => expression.Curve("a", 1, 1, 5));
        Assert.Throws<ArgumentException>(() => expression.Curve("a", double.NaN, 1, 5));
        Assert.Throws<ArgumentException>(() => expression.Curve("a", 0, 1, 1));
        Assert.Throws<ArgumentException>(() => expression.Curve("a", 0, 1, int.MaxValue));
        Assert.Throws<ArgumentException>(() => expression.Curve("x", 0, 1, 5));
        Assert.Equal([1.0, 3.0], Numbers.Of(JsonDocument.Parse(curve.ToJson()).RootElement.GetProperty("y"))[^1..].Prepend(1));
    }

    [Fact]
    public void Its_json_has_its_variables()
    {
        Expression expression = Expression.Parse("a = 0.1; y = a*b");
        expression.TakeAsData("b", true);
        JsonElement json = JsonDocument.Parse(expression.ToJson()).RootElement;
        Assert.Equal("a = 0.1; y = a*b", json.GetProperty("text").GetString());
        JsonElement[] variables = [.. json.GetProperty("variables").EnumerateArray()];
        Assert.Equal(["a", "b"], variables.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([0.1, 3], variables.SelectMany(one => Numbers.Of(one.GetProperty("value"))));
        Assert.Equal([false, true], variables.Select(one => one.GetProperty("isData").GetBoolean()));
        Assert.Equal([true, false], variables.Select(one => one.GetProperty("isGiven").GetBoolean()));
        Assert.Empty(json.GetProperty("unused").EnumerateArray());
    }

    private static double[] With(double[] values, int place, double more) => [.. values.Select((x, i) => i == place ? x + more : x)];

    private static string[] Lines(string text)
    {
        LossProgram program = Expression.Parse(text).Program;
        return [.. Enumerable.Range(0, program.Count).Where(place => !program.IsLeaf(place)).Select(place => program.LineOf(place)!.Code)];
    }
}
