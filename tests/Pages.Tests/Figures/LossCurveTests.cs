using System.Xml.Linq;
using Makemore.Modules;

namespace Makemore.Pages.Tests;

public class LossCurveTests
{
    private const string Blue = "#0072b2", Green = "#009e73", Noise = "#9ab4c8";

    private static readonly TrainingPoint[] Falling = Points.Losses(Enumerable.Range(0, 100).Select(i => 2 + Math.Exp(-i / 20.0)));

    [Fact]
    public void Draws_equal_losses_at_equal_heights_and_equal_steps_below_each_other()
    {
        var drawn = new DrawnFigure(new LossCurve("loss", [new(0, 3, null), new(40, 2.5, 2.5), new(100, 2, null)])
        {
            Schedule = LearningRateSchedule.Parse("1:40,0.1:61"),
            References = [new("half way", 2.5)],
        });
        XElement point = drawn.All("ellipse")[0]; // the last is in the key
        (double X, double Y) turn = drawn.LinesIn(Blue).Single(line => line.Length == 3)[1];
        Assert.Equal(turn.X, DrawnFigure.Number(point, "cx"));
        Assert.Equal(turn.Y, DrawnFigure.Number(point, "cy"));
        Assert.Contains(drawn.LinesIn(Green), line => line.All(p => p.Y == turn.Y) && line[1].X - line[0].X > 600);
        Assert.Contains(drawn.LinesIn("#595959"), line => line.All(p => p.X == turn.X));
    }

    [Fact]
    public void Draws_every_validation_point()
    {
        TrainingPoint[] history =
        [
            .. Falling[..99].Select(point => point.Step % 4 == 0 ? point with { Validation = 2.5 } : point),
            Falling[99] with { Validation = double.NaN },
        ];
        var drawn = new DrawnFigure(new LossCurve("loss", history));
        Assert.Equal(25 + 1, drawn.All("ellipse").Count); // and one in the key
    }

    [Fact]
    public void Keeps_peaks_of_many_steps_in_few_points()
    {
        TrainingPoint[] losses = Points.Losses(Enumerable.Range(0, 100_000).Select(i => 2 + (0.5 * Math.Sin(i))));
        losses[70_123] = losses[70_123] with { Loss = 2.9 };
        var drawn = new DrawnFigure(new LossCurve("loss", losses) { References = [new("peak", 2.9)] });

        (double X, double Y)[] raw = drawn.LinesIn(Noise).MaxBy(line => line.Length)!;
        Assert.InRange(raw.Length, 700, 800);
        double peak = drawn.LinesIn(Green).MaxBy(line => line[1].X - line[0].X)![0].Y;
        Assert.Equal(1, raw.Count(point => Math.Abs(point.Y - peak) < 0.2));
        Assert.Contains("training, range in 250 steps", drawn.Words);
    }

    [Fact]
    public void Smooths_noise_away()
    {
        TrainingPoint[] losses = Points.Losses(Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? 2.0 : 3));
        var drawn = new DrawnFigure(new LossCurve("loss", losses));
        (double X, double Y)[] smooth = drawn.LinesIn(Blue).MaxBy(line => line.Length)!;
        (double X, double Y)[] raw = drawn.LinesIn(Noise).MaxBy(line => line.Length)!;
        double tall = raw.Max(point => point.Y) - raw.Min(point => point.Y);
        Assert.InRange(smooth.Max(point => point.Y) - smooth.Min(point => point.Y), 0, tall / 50);
        Assert.Contains("training, mean of 101 steps", drawn.Words);
    }

    [Fact]
    public void Cuts_off_the_first_steps_only_where_they_would_take_most_of_the_height_and_says_so()
    {
        TrainingPoint[] untrained = Points.Losses(Enumerable.Range(0, 5_000).Select(i => i < 20 ? 17.5 : 2.5));
        var cut = new DrawnFigure(new LossCurve("loss", untrained) { References = [new("chance", 3.3)] });
        Assert.Contains("It begins at 17.5000; what lies outside 2.45 to 3.35 is cut off.", cut.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", new DrawnFigure(new LossCurve("loss", Falling)).AllText, StringComparison.Ordinal);
    }

    [Theory, InlineData(6, false), InlineData(6.001, true)]
    public void Cuts_off_what_would_take_more_than_half_of_the_height(double first, bool cuts)
    {
        var drawn = new DrawnFigure(new LossCurve("loss", Points.Losses([first, 4, 3, 2])));
        Assert.Equal(cuts, drawn.AllText.Contains("cut off", StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_validation_from_a_fiftieth_of_the_steps_on()
    {
        var drawn = new DrawnFigure(new LossCurve("loss", [new(0, 17, 17), new(2, 3, 6), new(100, 2, 2)]));
        Assert.Contains("what lies outside 1.76 to 6.24 is cut off", drawn.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(800, "training")]
    [InlineData(801, "training, range in 2 steps")]
    [InlineData(999, "training, range in 2 steps")]
    [InlineData(1000, "training, range in 3 steps; training, mean of 11 steps")]
    public void Draws_the_range_and_the_mean_of_neighbours_if_there_are_many_steps(int steps, string lines)
    {
        var drawn = new DrawnFigure(new LossCurve("loss", Points.Losses(Enumerable.Range(0, steps).Select(step => (double)step))));
        Assert.Equal(lines, string.Join("; ", drawn.Words.Where(words => words.StartsWith("training", StringComparison.Ordinal)).Skip(1)));
    }

    [Theory, InlineData(2.2), InlineData(3.5), InlineData(1.5)]
    public void Keeps_names_of_equal_references_apart_and_beside_the_plot(double loss)
    {
        ReferenceLoss[] equal = [.. "pqrst".Select(letter => new ReferenceLoss($"{letter}", loss))];
        var drawn = new DrawnFigure(new LossCurve("loss", Falling) { References = equal });
        string[] names = [.. drawn.Words.Where(words => words.EndsWith("00", StringComparison.Ordinal))];
        double[] heights = [.. names.Select(name => DrawnFigure.Number(drawn.TextOf(name), "y")).Order()];
        Assert.Equal(5, heights.Length);
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15));
        Assert.All(heights, height => Assert.InRange(height, 86, 86 + 400 + 5)); // the plot begins at 86
    }

    [Fact]
    public void Shows_a_hostile_reference_as_text_and_shortens_a_long_one()
    {
        var figure = new LossCurve("loss", Falling) { References = [new("<script>x</script>", 2.5), new(new string('n', 300), 2.1)] };
        Assert.DoesNotContain("<script", figure.ToSvg(), StringComparison.Ordinal);
        var drawn = new DrawnFigure(figure);
        Assert.Contains("<script>x</script> 2.5000", drawn.Words);
        Assert.Contains("nnn… 2.1000", drawn.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_a_gap_where_the_loss_is_not_finite()
    {
        TrainingPoint[] broken = Points.Losses([3, 2.9, double.NaN, double.PositiveInfinity, 2.5, 2.4]);
        var figure = new LossCurve("loss", broken);
        Assert.Equal(2, new DrawnFigure(figure).LinesIn(Blue).Count(line => line[0].X > 70)); // the key's line stands further left
        Assert.Contains("2 of the 6 losses are not finite", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Describes_the_run() => Assert.Equal(
        "Loss by training step, from 3.0000 nats a character to 2.0000 after 100 steps; the last validation loss is 2.1000; "
        + "learning rates 1 from step 0, 0.1 from step 50; for comparison chance 3.2958.",
        new LossCurve("loss", [new(0, 3, 3.1), new(100, 2, 2.1)])
        {
            Schedule = LearningRateSchedule.Parse("1:50,0.1:51"),
            References = [new("chance", Math.Log(27)), new("nothing", double.NaN)],
        }.Description);

    [Fact]
    public void Leaves_out_stages_that_training_did_not_reach()
    {
        var drawn = new DrawnFigure(new LossCurve("loss", Falling) { Schedule = LearningRateSchedule.Parse("1:500,0.1:500") });
        Assert.Contains("rate 1", drawn.Words);
        Assert.DoesNotContain("rate 0.1", drawn.Words);
        Assert.Empty(drawn.LinesIn("#595959"));
    }

    [Fact]
    public void Refuses_no_losses_and_steps_that_do_not_rise()
    {
        Refusal.Says("none of the 0", () => new LossCurve("t", []));
        Refusal.Says("none of the 2", () => new LossCurve("t", Points.Losses([double.NaN, double.NaN])));
        Refusal.Says("5 comes after 5", () => new LossCurve("t", [new(5, 1, null), new(5, 1, null)]));
        Refusal.Says("3 comes after 5", () => new LossCurve("t", [new(5, 1, null), new(3, 1, null)]));
    }
}
