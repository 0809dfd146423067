using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Training;

/// <summary>A user's own batch, optimizer and module, trained by the library's trainer.</summary>
public class TrainerTests
{
    [Fact]
    public void A_program_of_ones_own_trains()
    {
        var line = new Line();
        var batch = new Points(line);
        var trainer = new Trainer<double>(batch, new SignDescent(batch.Parameters));
        TrainingResult result = trainer.Run(new TrainingOptions
        {
            Schedule = LearningRateSchedule.Parse("0.1:100,0.001:200"),
            MeasureUpdatesEvery = 100,
        });
        Assert.Equal(300, batch.Draws);
        Assert.True(result.History[^1].Loss < 1e-4);
        Assert.Equal(3, line.Slope.Value.Item, 0.01);
        Assert.Equal(["slope", "offset"], result.Updates[0].Ratios.Select(ratio => ratio.Parameter));
    }

    [Fact]
    public void The_divergence_message_names_the_parameter_of_a_module_of_ones_own()
    {
        var line = new Line();
        var batch = new Points(line);
        var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
        string message = Assert.Throws<DivergedException>(() =>
            trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("1e308:10") })).Message;
        Assert.Matches("^training diverged at step 1, learning rate 1E\\+308: .* that of (slope|offset);", message);
    }

    [Fact]
    public void The_divergence_message_says_where_no_variable_is_to_blame()
    {
        var trainer = new Trainer<double>(new LossWithoutNumber(), new Sgd<double>([]));
        string message = Assert.Throws<DivergedException>(() =>
            trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.1:1") })).Message;
        Assert.EndsWith(
            "the loss is NaN, although all values that it was computed from are finite; " +
            "no parameter has moved yet, so no learning rate is to blame",
            message);
    }

    [Fact]
    public void The_range_test_goes_through_the_rates()
    {
        var batch = new Points(new Line());
        var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
        LearningRateRange range = LearningRateRangeTest.Run(
            trainer, 1e-4, 1, 100, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(100, batch.Draws);
        Assert.Equal(1e-4, range.Points[0].Rate, 1e-12);
        Assert.Equal(1, range.Points[^1].Rate, 1e-9);
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(1, 1, 100)]
    [InlineData(2, 1, 100)]
    [InlineData(0.1, 1, 9)]
    public void A_range_that_makes_no_sense_is_refused(double from, double to, int steps)
    {
        var batch = new Points(new Line());
        var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
        Assert.Throws<ArgumentException>(() => LearningRateRangeTest.Run(
            trainer, from, to, steps, cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_batch_shared_out_has_the_gradient_of_the_whole(int threads)
    {
        Line whole = new(), shared = new();
        double[] xs = [.. Enumerable.Range(0, 1000).Select(i => Math.Sin(i))];
        Variable<double> loss = LineLane.MeanSquare(whole, new Constant<double>(new Tensor<double>([1000], xs)));
        var one = new GraphBatch<double>(loss);
        using var many = new SharedBatch<double>(
            shared, maximumRows: 1000, chunkRows: 16, draw: () => 1000,
            lane => new LineLane(lane == 0 ? shared : shared.CopyForThread(values => new Line(values)), xs, 16), threads);
        one.Draw();
        many.Draw();
        Assert.Equal(one.ComputeGradients(), many.ComputeGradients(), 1e-12);
        Assert.Equal(whole.Slope.Gradient.Item, shared.Slope.Gradient.Item, 1e-12);
        Assert.Equal(whole.Offset.Gradient.Item, shared.Offset.Gradient.Item, 1e-12);
        Assert.Null(many.FirstNonFinite());
        shared.Slope.Value.Span[0] = double.NaN;
        many.ComputeGradients();
        Assert.Equal("slope", many.FirstNonFinite()!.Name);
    }

    [Fact]
    public void More_rows_than_were_agreed_are_refused()
    {
        var line = new Line();
        using var batch = new SharedBatch<double>(
            line, maximumRows: 10, chunkRows: 16, draw: () => 11, _ => new LineLane(line, new double[16], 16));
        Assert.Contains("11 rows", Assert.Throws<InvalidOperationException>(batch.Draw).Message);
    }

    /// <summary>y = slope · x + offset.</summary>
    private sealed class Line : Module<double>
    {
        public Line() : this(ValueSource<double>.Zeros) { }

        public Line(ValueSource<double> values)
        {
            Slope = Add("slope", values.Next([], Initial.Zeros));
            Offset = Add("offset", values.Next([], Initial.Zeros));
        }

        public Parameter<double> Slope { get; }

        public Parameter<double> Offset { get; }

        public Variable<double> Forward(Variable<double> x) => (x * Slope) + Offset;
    }

    /// <summary>20 random points of 3 · x − 1, and the gradient by hand.</summary>
    private sealed class Points(Line line) : Batch<double>
    {
        private readonly TorchGenerator generator = new(1);
        private readonly double[] xs = new double[20];

        public int Draws { get; private set; }

        public override IReadOnlyList<Parameter<double>> Parameters => line.Parameters;

        public override void Draw()
        {
            Draws++;
            foreach (ref double x in xs.AsSpan()) x = (2 * generator.UniformDouble()) - 1;
        }

        public override double ComputeGradients()
        {
            double loss = 0, slope = 0, offset = 0;
            foreach (double x in xs)
            {
                double error = (line.Slope.Value.Item * x) + line.Offset.Value.Item - ((3 * x) - 1);
                loss += error * error / xs.Length;
                slope += 2 * error * x / xs.Length;
                offset += 2 * error / xs.Length;
            }

            (line.Slope.Gradient.Span[0], line.Offset.Gradient.Span[0]) = (slope, offset);
            return loss;
        }

        public override Variable<double>? FirstNonFinite() =>
            line.Parameters.FirstOrDefault(parameter => !double.IsFinite(parameter.Value.Item));
    }

    /// <summary>A batch without variables that computes its loss itself, such as a mean of nothing.</summary>
    private sealed class LossWithoutNumber : Batch<double>
    {
        public override IReadOnlyList<Parameter<double>> Parameters => [];

        public override void Draw() { }

        public override double ComputeGradients() => double.NaN;

        public override Variable<double>? FirstNonFinite() => null;
    }

    /// <summary>p ← p − rate · sign(g).</summary>
    private sealed class SignDescent(IEnumerable<Parameter<double>> parameters) : Optimizer<double>(parameters)
    {
        protected override void Move(int index, double rate)
        {
            Parameter<double> parameter = Parameters[index];
            for (int i = 0; i < parameter.Value.Length; i++)
                parameter.Value.Span[i] -= rate * Math.Sign(parameter.Gradient.Span[i]);
        }
    }

    /// <summary>The mean of y² over chunks of some points; the last may be shorter.</summary>
    private sealed class LineLane(Line line, double[] xs, int chunkRows) : Lane<double>
    {
        private readonly Dictionary<int, (Constant<double> X, Graph<double> Graph)> chunks = new()
        {
            [chunkRows] = Record(line, chunkRows, xs.Length),
            [xs.Length % chunkRows] = Record(line, Math.Max(1, xs.Length % chunkRows), xs.Length),
        };

        public override IReadOnlyList<Parameter<double>> Parameters => line.Parameters;

        public static Variable<double> MeanSquare(Line line, Variable<double> x)
        {
            Variable<double> y = line.Forward(x) + 1.0;
            return (y * y).Mean();
        }

        public override Graph<double> Fill(int start, int rows)
        {
            (Constant<double> x, Graph<double> graph) = chunks[rows];
            xs.AsSpan(start, rows).CopyTo(x.Value.Span);
            return graph;
        }

        private static (Constant<double> X, Graph<double> Graph) Record(Line line, int rows, int all)
        {
            var x = new Constant<double>(new Tensor<double>([rows]));
            return (x, new Graph<double>(MeanSquare(line, x) * ((double)rows / all)));
        }
    }
}
