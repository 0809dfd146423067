using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;
using OxyPlot;
using static Makemore.Site.FiguresOfSlopes;

namespace Makemore.Site;

/// <summary>Lessons 07 to 13: networks with one hidden layer.</summary>
internal static class FiguresOfNetworks
{
    public static IReadOnlyList<(string Name, Func<Figure> Draw)> All { get; } =
    [
        ("letter-map", LetterMap), // the slowest first, so that it does not begin when all others are done
        ("rate-range", RateRange),
        ("softmax-row", SoftmaxRow),
        ("descent", Descent),
        ("overfitting", Overfitting),
        ("mlp", Perceptron),
        ("first-loss", FirstLoss),
        ("saturation", Saturation),
        ("small-and-big", SmallAndBig),
        ("gradient-shapes", GradientShapes),
        ("gradient-sizes", GradientSizes),
    ];

    private static Chart SoftmaxRow()
    {
        // Rows of the letters that the lesson shows, none of them ending in text:
        // "a  -0.3780  0.6852  0.0239", and "a  338  0.4048  0.4046 ...".
        double[][] before = [.. Printed.Table("07-network", 3, "next     logit   e^logit")];
        double[][] after = [.. Printed.Table("07-network", 4, "next   count   share")];
        string[] letters = [.. Printed.Lines("07-network", "next   count   share").Take(after.Length).Select(line => line.Trim()[..1])];
        return new Chart("What follows v", "next letter", "probability") { Groups = letters, VerticalEnds = (0, 0.45) }
            .Bars("before", before.Select(row => row[2]), 0, 3)
            .Bars("after training", after.Select(row => row[2]), 1, 3)
            .Bars("share in the counts", after.Select(row => row[1]), 2, 3);
    }

    private static Chart Descent()
    {
        IEnumerable<double[]> rows = Printed.Lines("07-network", "5. 10,000 steps")
            .Where(line => line.Contains("= floor +", StringComparison.Ordinal)).Select(Printed.Numbers); // step, loss, loss - floor
        return new Chart("How far the loss is above that of the counts", "step", "loss − floor")
        {
            MultipliesAcross = true,
            MultipliesUp = true,
        }
            .Line(null, rows.Where(row => row[0] > 0).Select(row => (row[0], row[2])), hasDots: true);
    }

    private static Chart Overfitting()
    {
        List<double[]> rows = Printed.Table("08-contexts", 4, "context   training");
        return new Chart("Counted contexts", "letters of context", "loss") { Groups = [.. rows.Select(row => Text($"{row[0]}"))] }
            .Line("training", rows.Select((row, i) => ((double)i, row[1])), hasDots: true)
            .Line("validation: names not seen", rows.Select((row, i) => ((double)i, row[2])), hasDots: true);
    }

    private static Diagram Perceptron()
    {
        var contexts = new Indices([5, 3]);
        MultilayerPerceptron<double> network = Small();
        Parameter<double> c = network.Embedding.Table;
        LinearLayer<double> hidden = network.Hidden, output = network.Output;
        var targets = new Indices([5]);
        Variable<double> embedded = c.Embedding(contexts), x = embedded.Reshape([5, 6]);
        Variable<double> sums = hidden.Forward(x), h = sums.Tanh(), logits = output.Forward(h), loss = logits.CrossEntropy(targets);
        var diagram = new Diagram("The MLP, from five contexts to a loss", 500)
        {
            Note = "Orange: what is learned. Blue: what is computed.",
        };
        const double Column = 150, Side = 400, Step = 78;
        (string Name, string Shape, string Does)[] chain =
        [
            ("contexts", $"{contexts.Shape}", "look up"),
            ("embedded", $"{embedded.Shape}", "put side by side"),
            ("x", $"{x.Shape}", "weigh and add"),
            ("sums", $"{sums.Shape}", "tanh"),
            ("h", $"{h.Shape}", "weigh and add"),
            ("logits", $"{logits.Shape}", "CrossEntropy"),
            ("loss", $"{loss.Shape}", ""),
        ];
        Box[] boxes = [.. chain.Select((one, i) => InColumn(i, one.Name, one.Shape))];
        for (int i = 1; i < boxes.Length; i++) diagram.AddArrow(boxes[i - 1], boxes[i], chain[i - 1].Does);
        Feed(1, $"C {c.Shape}");
        Feed(3, $"W1 {hidden.Weights.Shape}, b1 {hidden.Bias!.Shape}");
        Feed(5, $"W2 {output.Weights.Shape}, b2 {output.Bias!.Shape}");
        diagram.AddArrow(diagram.AddBox(Side, boxes[6].Y, $"targets {targets.Shape}"), boxes[6]);
        return diagram;

        Box InColumn(int i, string name, string shape) =>
            diagram.AddBox(Column, 22 + (i * Step), name, shape, fill: i == 0 ? null : Diagram.Computed);

        void Feed(int to, string what) => diagram.AddArrow(diagram.AddBox(Side, boxes[to].Y, what, fill: Diagram.Learned), boxes[to]);
    }

    private static MultilayerPerceptron<double> Small() =>
        new(Vocabulary.English, new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 100), new TorchGenerator(1234));

    private static Trainer<double> TrainerOf(MultilayerPerceptron<double> network)
    {
        GraphBatch<double> batch = ExampleBatch.Drawn(network, CourseNames.SplitOf(3).Train, 32, new TorchGenerator(1234));
        return new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
    }

    private static Chart RateRange()
    {
        LearningRateRange range = LearningRateRangeTest.Run(TrainerOf(Small()), from: 1e-5, to: Math.Sqrt(10), steps: 2200);
        // Past 0.5 the rounding of a processor shows, so the picture ends there.
        (LearningRatePoint Point, double Smoothed)[] shown = [.. range.Points.Zip(range.Smoothed).Where(one => one.First.Rate < 0.5)];
        double lowest = shown.MinBy(one => Math.Abs(Math.Log(one.Point.Rate / range.Minimum))).Smoothed;
        return new Chart("The range test: a rate that grows with every step", "learning rate", "loss")
        {
            MultipliesAcross = true,
            VerticalEnds = (0, 24),
        }
            .Line("each step", shown.Select(one => (one.Point.Rate, one.Point.Loss)), colour: Palette.Noise, thickness: 0.7)
            .Line("smoothed", shown.Select(one => (one.Point.Rate, one.Smoothed)))
            .Dots(Text($"lowest, at {range.Minimum:0.00}"), [(range.Minimum, lowest)], Palette.Vermillion, size: 6);
    }

    private static EmbeddingMap LetterMap()
    {
        MultilayerPerceptron<double> network = Small();
        Trainer<double> trainer = TrainerOf(network);
        for (int step = 0; step < 5000; step++) trainer.Step(step < 4000 ? 0.1 : 0.01);
        Tensor<double> c = network.Embedding.Table.Value;
        char[] letters = [.. CourseNames.Letters.Where(letter => letter != 'q')]; // no name has a q, so it stays where it was drawn
        return new EmbeddingMap("Where training put the letters", [.. letters.Select(letter => letter.ToString())],
            [.. letters.SelectMany(letter => new[] { c[CourseNames.Token(letter), 0], c[CourseNames.Token(letter), 1] })]);
    }

    private static Chart FirstLoss()
    {
        const int Steps = 200;
        MultilayerPerceptron<double> drawn = Small(), scaled = Small();
        foreach (ref double weight in scaled.Output.Weights.Value.Span) weight *= 0.1;
        scaled.Output.Bias!.Value.Span.Clear();
        return new Chart("The first steps of the small network", "step", "loss of the mini-batch")
        {
            VerticalEnds = (0, 20),
            HorizontalEnds = (0, Steps),
        }
            .Line("as drawn", Losses(drawn))
            .Line("W2 scaled", Losses(scaled))
            .Level(Text($"ln 27 = {Math.Log(27):0.0}"), Math.Log(27));

        static IEnumerable<(double, double)> Losses(MultilayerPerceptron<double> network)
        {
            Trainer<double> trainer = TrainerOf(network);
            return Enumerable.Range(0, Steps).Select(step => ((double)step, trainer.Step(0.1))).ToArray();
        }
    }

    private static Chart Saturation()
    {
        List<double[]> rows = Printed.Table("11-first-loss", 4, "W1 as drawn"); // from, to, share as drawn, share when scaled
        return new Chart("Outputs of the hidden layer", "output h", "% of all outputs")
        {
            Groups = [.. rows.Select(row => Text($"{(row[0] + row[1]) / 2:0.0}"))],
            VerticalEnds = (0, 50),
        }
            .Bars("W1 as drawn", rows.Select(row => row[2]), 0, 2)
            .Bars("W1 times 5/3 / √30", rows.Select(row => row[3]), 1, 2);
    }

    private static Chart SmallAndBig()
    {
        List<double[]> rows = Printed.Table("12-bigger", 5, "embedding   hidden   parameters"); // ..., training, validation
        IEnumerable<string> starts = Printed.Lines("12-bigger", "embedding   hidden   parameters")
            .Select(line => line.Contains("as drawn", StringComparison.Ordinal) ? "as drawn" : "scaled");
        var chart = new Chart("Small and big, from two starts", "hidden neurons, and the start", "loss")
        {
            Groups = [.. rows.Zip(starts, (row, start) => Text($"{row[1]}, {start}"))],
        };
        foreach ((int i, double[] row) in rows.Index()) chart.Line(null, [(i, row[^2]), (i, row[^1])], colour: Palette.Noise, thickness: 3);
        foreach ((int i, double[] row) in rows.Index())
        {
            chart.Text(i + 0.08, row[^1], Text($"{row[^1]:0.00}"), align: HorizontalAlignment.Left);
            chart.Text(i - 0.08, row[^2], Text($"{row[^2]:0.00}"), align: HorizontalAlignment.Right);
        }

        IEnumerable<(double, double)> training = rows.Select((row, i) => ((double)i, row[^2]));
        IEnumerable<(double, double)> validation = rows.Select((row, i) => ((double)i, row[^1]));
        return chart
            .Dots("training", training, Palette.Blue, size: 6)
            .Dots("validation: names not seen", validation, Palette.Vermillion, MarkerType.Square, size: 6);
    }

    // The lines of section 1: "logs  (32, 27)  -1/32 at the target, else 0  3.1e-02  below 1e-12".
    private static Dictionary<string, (string Shape, double Largest)> Gradients() =>
        Printed.Lines("13-by-hand", "slope in   shape").TakeWhile(line => line.Length > 0)
            .ToDictionary(line => line.Trim().Split(' ')[0], line => (Printed.Shape(line), Printed.Numbers(line)[^2]));

    private static Diagram GradientShapes()
    {
        Dictionary<string, (string Shape, double Largest)> gradients = Gradients();
        var diagram = new Diagram("Forward, and back", 400) { Note = "Orange: slopes walk back, each in the shape of its tensor." };
        Box c = At("C", 55, 30), embedded = At("embedded", 190, 30), x = At("x", 320, 30), sums = At("sums", 440, 30);
        Box w1 = At("W1", 240, 115), b1 = At("b1", 340, 115);
        Box h = At("h", 440, 200), logits = At("logits", 300, 200), powers = At("powers", 155, 200);
        Box totals = At("totals", 45, 280), p = At("p", 155, 360);
        Box w2 = At("W2", 370, 280), b2 = At("b2", 260, 280);
        Box logs = At("logs", 300, 360), loss = diagram.AddBox(440, 360, "loss", "()", fill: Diagram.Computed);
        foreach ((Box from, Box to) in new[]
                 {
                     (c, embedded), (embedded, x), (x, sums), (w1, sums), (b1, sums), (sums, h), (h, logits), (w2, logits), (b2, logits),
                     (logits, powers), (powers, p), (powers, totals), (totals, p), (p, logs), (logs, loss),
                 })
        {
            diagram.AddArrow(from, to, shift: -4);
            diagram.AddArrow(to, from, colour: Palette.Vermillion, shift: -4);
        }

        return diagram;

        Box At(string name, double left, double top)
        {
            bool isLearned = name is "C" or "W1" or "b1" or "W2" or "b2";
            return diagram.AddBox(left, top, name, gradients[name].Shape, fill: isLearned ? Diagram.Learned : Diagram.Computed);
        }
    }

    private static Chart GradientSizes()
    {
        string[] way = ["logs", "p", "powers", "logits", "h", "sums", "x"];
        Dictionary<string, (string Shape, double Largest)> gradients = Gradients();
        return new Chart("The largest slope on the way back", "from the loss back to the letters", "largest slope")
        {
            Groups = way,
            MultipliesUp = true,
        }
            .Line(null, way.Select((name, i) => ((double)i, gradients[name].Largest)), hasDots: true);
    }
}
