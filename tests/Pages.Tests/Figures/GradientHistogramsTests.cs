using System.Xml.Linq;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages.Tests;

public class GradientHistogramsTests
{
    private const string Vermillion = "#d55e00", Hill = "#9ab4c8";

    [Fact]
    public void Measures_mean_spread_ratio_and_zeros()
    {
        WeightGradient matrix = Gradients.Of("W", [1, -3, 0, 6], [2, 2, 6, 6]);
        Assert.Equal(("W", 4, 1.0), (matrix.Name, matrix.Elements, matrix.Mean));
        Assert.Equal(Math.Sqrt((0 + 16 + 1 + 25) / 4.0), matrix.Deviation, 1e-12);
        Assert.Equal(matrix.Deviation / 2, matrix.ToData, 1e-12);
        Assert.Equal(0.25, matrix.ZeroShare);
    }

    [Fact]
    public void Sorts_by_powers_of_ten_whatever_the_sign()
    {
        IReadOnlyList<(double Power, double Share)> bins = Gradients.Of("W", [0.011f, -0.011f, 0.11f, 0], [1, 2, 3, 4]).Bins();
        Assert.Equal((-2, 0.5), bins[0]);
        Assert.Equal((-1, 0.25), bins[^1]);
        Assert.Equal(9, bins.Count);
        Assert.All(bins.Skip(1).SkipLast(1), bin => Assert.Equal(0, bin.Share));
    }

    [Fact]
    public void Holds_the_smallest_and_the_largest_and_counts_what_is_not_finite_as_zero()
    {
        WeightGradient matrix = Gradients.Of("W", [1e-16f, 2e-15f, 1e9f, float.NaN, float.PositiveInfinity], [1, 2, 3, 4, 5]);
        Assert.Equal(0.6, matrix.ZeroShare, 1e-12);
        Assert.Equal([-14.75, 4.875], [matrix.Bins()[0].Power, matrix.Bins()[^1].Power]);
        Assert.False(Gradients.Of("W", [1e-16f, float.NaN], [1, 2]).HasSize);
    }

    [Fact]
    public void Of_a_model_takes_the_matrices_that_a_gradient_reached()
    {
        var model = new Parts();
        Assert.Empty(WeightGradient.AllOf(model));
        new Graph<double>((model.Used.Pow(2) * model.Row.Slice(1, 0, 2)).Sum() + model.Vector.Sum() + model.Later.Sum()).ForwardAndBackward();
        Assert.Equal(["used", "later"], WeightGradient.AllOf(model).Select(matrix => matrix.Name));
    }

    [Fact]
    public void Marks_the_standard_deviation_on_the_axis()
    {
        var drawn = new DrawnFigure(new GradientHistograms("g", [Gradients.Of("W", [0.01f, -0.01f], [1, 2]), Gradients.Of("V", [1e-4f, 1e-3f], [1, 2])]));
        double[] marks = [.. drawn.LinesIn(Vermillion).Select(line => line[0].X)];
        Assert.Equal(2, marks.Length);
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("1e-2"), "x"), marks[0], 0.15);
        double[] decades = [DrawnFigure.Number(drawn.TextOf("1e-4"), "x"), DrawnFigure.Number(drawn.TextOf("1e-3"), "x")];
        Assert.Equal(decades[0] + ((decades[1] - decades[0]) * (Math.Log10(4.5e-4) + 4)), marks[1], 0.2);
    }

    [Fact]
    public void A_hill_lies_over_its_sizes()
    {
        var drawn = new DrawnFigure(new GradientHistograms("g", [Gradients.Of("W", [0.011f, -0.011f], [1, 2]), Gradients.Of("V", [1.1f, 1.1f], [1, 2])]));
        XElement[] hills = [.. drawn.All("polygon").Where(hill => DrawnFigure.Inherited(hill, "fill") == Hill)];
        double perPower = DrawnFigure.Number(drawn.TextOf("1"), "x") - DrawnFigure.Number(drawn.TextOf("0.1"), "x");
        double[] tops = [.. hills.Select(hill => DrawnFigure.Points(hill).MinBy(point => point.Y).X)];
        double middle = WeightGradient.BinWidth / 2 * perPower;
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("1e-2"), "x") + middle, tops[0], 0.2);
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("1"), "x") + middle, tops[1], 0.2);
    }

    [Fact]
    public void Writes_each_rows_numbers_beside_it()
    {
        var figure = new GradientHistograms("g", [Gradients.Of("W", [1, -3, 0, 6], [2, 2, 6, 6])]);
        var drawn = new DrawnFigure(figure);
        Assert.Equal(["1", "3.24", "1.62", "25.0 %"], drawn.Words.SkipWhile(word => word != "W").Skip(1).Take(4));
        Assert.EndsWith("share of zeros: W 1, 3.24, 1.62, 25.0 %.", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_nothing_too_much_and_zeros()
    {
        WeightGradient one = Gradients.Of("W", [1, 2], [1, 2]);
        Refusal.Says("were given 0", () => new GradientHistograms("g", []));
        _ = new GradientHistograms("g", [.. Enumerable.Repeat(one, 100)]);
        Refusal.Says("were given 101", () => new GradientHistograms("g", [.. Enumerable.Repeat(one, 101)]));
        Refusal.Says("the gradient of V is zero everywhere", () => new GradientHistograms("g", [one, Gradients.Of("V", [0, 0], [1, 2])]));
    }

    // A row and a vector are no matrices, and no gradient reaches the one that is not used.
    private sealed class Parts : Module<double>
    {
        public Parts()
        {
            Used = Add("used", new Tensor<double>([2, 2], [1, 2, 3, 4]));
            Add("unused", new Tensor<double>([2, 2], [1, 2, 3, 4]));
            Row = Add("row", new Tensor<double>([1, 2], [1, 2]));
            Vector = Add("vector", new Tensor<double>([2], [1, 2]));
            Later = Add("later", new Tensor<double>([2, 1, 1], [1, 2]));
        }

        public Parameter<double> Used { get; }

        public Parameter<double> Row { get; }

        public Parameter<double> Vector { get; }

        public Parameter<double> Later { get; }
    }
}
