using Makemore.Autograd;
using Makemore.Pages;
using Makemore.Tensors;
using OxyPlot;

namespace Makemore.Site;

/// <summary>Lessons 00 to 06: slopes, data and counts.</summary>
internal static class FiguresOfSlopes
{
    public static IReadOnlyList<(string Name, Func<Figure> Draw)> All { get; } =
    [
        ("secants", Secants),
        ("chain-rule", ChainRule),
        ("order", Order),
        ("moons", Moons),
        ("step-size", StepSize),
        ("wrong-gradient", WrongGradient),
        ("first-and-last", FirstAndLast),
        ("pairs", Pairs),
        ("draw", Draw),
        ("minus-ln", MinusLn),
        ("arrives", Arrives),
        ("float32-error", Float32Error),
    ];

    private static Chart Secants()
    {
        const double At = 3, From = 1.7, To = 6.5;
        static double Square(double x) => x * x;
        var chart = new Chart("x · x, and steps that get smaller", "x", "x · x")
        {
            Note = "Each line goes through the point at 3 and one a step to the right.",
            HorizontalEnds = (0, To),
            VerticalEnds = (-4, 42),
        };
        foreach (double step in new[] { 3.0, 2, 1 })
        {
            double slope = (Square(At + step) - Square(At)) / step;
            chart.Line(Text($"step {step}: {slope}"), Through(slope));
        }

        return chart
            .Line(Text($"tangent: {2 * At}"), Through(2 * At), colour: Palette.Purple)
            .Line(null, Range(0, 6.3, 60).Select(x => (x, Square(x))), colour: Palette.Ink, thickness: 3)
            .Dots(null, new[] { At, At + 1, At + 2, At + 3 }.Select(x => (x, Square(x))), Palette.Ink);

        static (double, double)[] Through(double slope)
        {
            double Height(double x) => Square(At) + ((x - At) * slope);
            return [(From, Height(From)), (To, Height(To))];
        }
    }

    private static Diagram ChainRule()
    {
        Parameter<double> a = new(3), b = new(-2), c = new(8), d = new(0.5);
        Variable<double> p = a * b, s = p + c, l = s * d;
        l.Backward();
        var diagram = new Diagram("L = (a · b + c) · d", 250)
        {
            Note = "Black: the value, walking forward. Orange: the slope of L, walking back.",
        };
        Box ofA = Node(40, 40, "a", a), ofB = Node(40, 130, "b", b), ofP = Node(170, 85, "p = a · b", p), ofC = Node(170, 185, "c", c);
        Box ofS = Node(315, 125, "s = p + c", s), ofD = Node(315, 215, "d", d), ofL = Node(450, 165, "L = s · d", l);
        foreach ((Box from, Box to) in new[] { (ofA, ofP), (ofB, ofP), (ofP, ofS), (ofC, ofS), (ofS, ofL), (ofD, ofL) })
        {
            diagram.AddArrow(from, to, shift: -4);
            diagram.AddArrow(to, from, colour: Palette.Vermillion, shift: -4);
        }

        return diagram;

        Box Node(double x, double y, string name, Variable<double> one) =>
            diagram.AddBox(x, y, name, Text($"{one.Value.Item:0.###}"), Text($"slope {one.Gradient.Item:0.###}"), FillOf(one));
    }

    private static Diagram Order()
    {
        Parameter<double> a = new(2), b = new(3);
        Variable<double> c = a + b, d = a * b, sum = c + d, product = c * d, y = sum + product;
        y.Backward();
        // "list: a  b  c  d  c+d  c*d  y": who is later in the list sends earlier.
        string[] list = Printed.Lines("01-value", "c = a + b and d = a*b").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var diagram = new Diagram("y = (c + d) + c · d: who sends when", 250)
        {
            Note = "The number says when; orange, what has arrived by then.",
        };
        Box ofA = Node(45, 50, "a", a), ofB = Node(45, 200, "b", b), ofC = Node(170, 50, "c", c), ofD = Node(170, 200, "d", d);
        Box ofSum = Node(315, 50, "c+d", sum), ofProduct = Node(315, 200, "c*d", product), ofY = Node(455, 125, "y", y);
        foreach ((Box from, Box to) in new[]
                 {
                     (ofC, ofA), (ofC, ofB), (ofD, ofA), (ofD, ofB), (ofSum, ofC), (ofSum, ofD), (ofProduct, ofC), (ofProduct, ofD),
                     (ofY, ofSum), (ofY, ofProduct),
                 })
            diagram.AddArrow(from, to, colour: Palette.Vermillion);
        return diagram;

        Box Node(double x, double y, string name, Variable<double> one)
        {
            int turn = list.Length - Array.IndexOf(list, name);
            string title = $"{turn}.  {name.Replace('*', '·')}";
            return diagram.AddBox(x, y, title, Text($"= {one.Value.Item}"), Text($"slope {one.Gradient.Item}"), FillOf(one));
        }
    }

    private static OxyColor FillOf(Variable<double> one) => one is Parameter<double> ? Diagram.Learned : Diagram.Computed;

    // Section 7 of the lesson: the same on the engine.
    private static Chart Moons()
    {
        const int Points = 100;
        Tensor<double> points = Tensor<double>.RandomNormal(new TorchGenerator(1), [Points, 2], scale: 0.1);
        double[] sides = [.. Enumerable.Range(0, Points).Select(i => i < Points / 2 ? -1.0 : 1)];
        for (int i = 0; i < Points; i++)
        {
            double angle = Math.PI * (i % (Points / 2)) / ((Points / 2) - 1);
            points[i, 0] += sides[i] < 0 ? Math.Cos(angle) : 1 - Math.Cos(angle);
            points[i, 1] += sides[i] < 0 ? Math.Sin(angle) : 0.5 - Math.Sin(angle);
        }

        var random = new TorchGenerator(1);
        (Parameter<double> Weights, Parameter<double> Bias)[] layers = [Layer(2, 8), Layer(8, 8), Layer(8, 1)];
        var wanted = new Constant<double>(new Tensor<double>([Points, 1], sides));
        var graph = new Graph<double>((1.0 - (wanted * Run(new Constant<double>(points)))).Relu().Mean());
        for (int step = 0; step <= 100; step++)
        {
            graph.Forward();
            graph.Backward();
            foreach (Parameter<double> parameter in graph.Parameters)
                Kernels.Descend<double>(parameter.Value, parameter.Gradient, step < 80 ? 1 : 0.3);
        }

        const int Columns = 152, Rows = 100;
        const double Left = -1.4, Low = -1, Cell = 3.8 / Columns, Tall = 2.5 / Rows;
        var places = new Tensor<double>([Rows * Columns, 2]);
        for (int i = 0; i < Rows * Columns; i++)
            (places[i, 0], places[i, 1]) = (Left + (((i % Columns) + 0.5) * Cell), Low + (((i / Columns) + 0.5) * Tall));
        double[] outputs = Run(new Constant<double>(places)).Value.Span.ToArray();
        IEnumerable<(double, double, double, double)> above = outputs.Chunk(Columns).SelectMany((row, i) => Runs(row).Select(run =>
            (Left + (run.From * Cell), Low + (i * Tall), Left + (run.To * Cell), Low + ((i + 1.05) * Tall)))); // no gap to the row above
        return new Chart("Two moons, and the border after 100 steps", "first input", "second input")
        {
            HorizontalEnds = (Left, Left + (Columns * Cell)),
            VerticalEnds = (Low, Low + (Rows * Tall)),
        }
            .Area("output above 0", above, Palette.Shade(0.25))
            .Dots("should be above 0", Side(1), Palette.Blue)
            .Dots("should be below 0", Side(-1), Palette.Vermillion, MarkerType.Triangle);

        IEnumerable<(double, double)> Side(double side) =>
            Enumerable.Range(0, Points).Where(i => sides[i] == side).Select(i => (points[i, 0], points[i, 1]));

        // The lesson draws the weights neuron by neuron; the engine has a row for each input.
        (Parameter<double>, Parameter<double>) Layer(int inputs, int neurons)
        {
            var weights = new Tensor<double>([inputs, neurons]);
            for (int j = 0; j < neurons; j++)
                for (int i = 0; i < inputs; i++) weights[i, j] = (2 * random.UniformDouble()) - 1;
            return (new Parameter<double>(weights), new Parameter<double>(new Tensor<double>([neurons])));
        }

        Variable<double> Run(Variable<double> x)
        {
            foreach ((Parameter<double> weights, Parameter<double> bias) in layers[..^1]) x = (x.MatMul(weights) + bias).Tanh();
            return x.MatMul(layers[^1].Weights) + layers[^1].Bias;
        }

        static IEnumerable<(int From, int To)> Runs(double[] row)
        {
            for (int from = 0, to; from < row.Length; from = to)
            {
                for (to = from + 1; to < row.Length && row[to] > 0 == row[from] > 0;) to++;
                if (row[from] > 0) yield return (from, to);
            }
        }
    }

    private static Chart StepSize()
    {
        List<double[]> rows = Printed.Table("02-prove-it", 3, "step     float32              float64");
        return new Chart("The error of a measured slope", "step", "error")
        {
            Note = "The slope of x · x · x at 1.3.",
            MultipliesAcross = true,
            MultipliesUp = true,
        }
            .Line("float32", rows.Select(row => (row[0], row[1])), hasDots: true)
            .Line("float64", rows.Select(row => (row[0], row[2])), hasDots: true);
    }

    private static Chart WrongGradient()
    {
        List<double[]> rows = Printed.Table("02-prove-it", 3, "step    right   wrong   (loss)");
        return new Chart("Training with a wrong gradient", "step", "loss") { VerticalEnds = (0, 2) }
            .Line("right", rows.Select(row => (row[0], row[1])), hasDots: true)
            .Line("wrong: tanh without its factor", rows.Select(row => (row[0], row[2])), hasDots: true);
    }

    private static Chart FirstAndLast()
    {
        var chart = new Chart("Where letters stand in a name", "% of names that begin with it", "% of names that end with it")
        {
            VerticalEnds = (-1.5, 32),
        };
        (char Letter, double First, double Last)[] shares =
        [
            .. CourseNames.Letters[1..].Select(letter => (letter, Percent(name => name[0] == letter), Percent(name => name[^1] == letter))),
        ];
        chart.Dots(null, shares.Select(share => (share.First, share.Last)), Palette.Blue, size: 3.5);
        foreach ((char letter, double first, double last) in shares.Where(share => share.First > 7 || share.Last > 4))
            chart.Text(first, last, letter.ToString(), above: true);
        return chart;

        static double Percent(Func<string, bool> isCounted) => 100.0 * CourseNames.All.Count(isCounted) / CourseNames.All.Count;
    }

    private static Diagram Pairs()
    {
        const double Cell = 18, Left = 15, Top = 20;
        var diagram = new Diagram("What comes next", Top + (27 * Cell))
        {
            Note = "Row: a letter. Column: the next one. The darker, the more often (its square root).",
        };
        double[] shades = [.. CourseNames.Letters.SelectMany(CourseNames.SharesAfter).Select(Math.Sqrt)];
        diagram.AddCells(Left, Top, Cell, CourseNames.Letters, shades);
        return diagram;
    }

    private static Diagram Draw()
    {
        const double Left = 4, Length = 500, Top = 50, Tall = 46;
        double[] shares = CourseNames.SharesAfter('.');
        double random = new TorchGenerator(2).UniformDouble();
        var diagram = new Diagram("Drawing the first letter", 150)
        {
            Note = "All first letters, end to end: each piece is as long as it is probable.",
        };
        double from = Left;
        foreach ((int i, double share) in shares.Index())
        {
            if (share == 0) continue;
            double width = share * Length;
            diagram.AddRectangle(from, Top, width, Tall, i % 2 == 0 ? Palette.Shade(0.3) : Palette.Shade(0.12), Palette.Quiet);
            if (width > 11) diagram.AddText(from + (width / 2), Top + (Tall / 2), CourseNames.Letters[i..(i + 1)], size: 14);
            from += width;
        }

        int hit = Enumerable.Range(1, 26).First(i => shares[..(i + 1)].Sum() >= random);
        double drawn = Left + (random * Length);
        diagram.AddArrow(drawn, 16, drawn, Top - 1, Palette.Vermillion);
        diagram.AddText(drawn, 8, Text($"{random:0.0000}, which is {CourseNames.Letters[hit]}"), colour: Palette.Vermillion);
        foreach (double mark in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            double x = Left + (mark * Length);
            diagram.AddLine(x, Top + Tall, x, Top + Tall + 6, Palette.Quiet);
            diagram.AddText(Math.Clamp(x, Left + 4, Left + Length - 4), Top + Tall + 16, Text($"{mark}"));
        }

        diagram.AddText(Diagram.Width / 2, 136, "a random number from 0 to 1");
        return diagram;
    }

    private static Chart MinusLn()
    {
        const string Name = ".anita.";
        var chart = new Chart("−ln p: what a letter costs", "probability p of what really came", "−ln p")
        {
            Note = "The points are the pairs of anita.",
            HorizontalEnds = (0, 1),
            VerticalEnds = (0, 4.5),
        }
            .Line(null, Range(0.011, 1, 200).Select(p => (p, -Math.Log(p))));
        IEnumerable<(string Pair, double P)> all = Name[1..].Zip(Name, (next, last) => ($"{last}{next}", Share(last, next)));
        (string Pair, double P)[] pairs = [.. all.OrderBy(pair => pair.P)];
        chart.Dots(null, pairs.Select(pair => (pair.P, -Math.Log(pair.P))), Palette.Vermillion, size: 4.5);
        foreach ((int i, (string pair, double p)) in pairs.Index()) // neighbours are close: they stand by turns on both sides
        {
            (int side, HorizontalAlignment align) = i % 2 == 0 ? (1, HorizontalAlignment.Left) : (-1, HorizontalAlignment.Right);
            chart.Text(p + (0.015 * side), -Math.Log(p) + (0.06 * side), pair, align: align);
        }

        return chart;

        static double Share(char last, char next) => CourseNames.SharesAfter(last)[CourseNames.Token(next)];
    }

    private static Chart Arrives()
    {
        IEnumerable<float> sums = Range(5, 8.45, 3000).Select(power => (float)Math.Pow(10, power));
        return new Chart("What arrives when 2.2 is added to a float32", "sum so far", "what arrives")
        {
            MultipliesAcross = true,
            HorizontalEnds = (1e5, 3e8),
            VerticalEnds = (-0.3, 5),
        }
            .Line(null, sums.Select(sum => ((double)sum, (double)(sum + 2.2f) - sum)))
            .Level("2.2", 2.2);
    }

    private static Chart Float32Error()
    {
        List<double[]> rows = Printed.Table("06-how-good", 5, "copies of the list");
        return new Chart("A mean in float32, summed one by one", "terms", "error of the mean (how far off)")
        {
            MultipliesAcross = true,
            MultipliesUp = true,
        }
            .Line(null, rows.Select(row => (row[1], Math.Abs(row[4]))), hasDots: true);
    }

    private static IEnumerable<double> Range(double from, double to, int steps) =>
        Enumerable.Range(0, steps + 1).Select(i => from + (i * (to - from) / steps));

    /// <summary>Numbers with a point, and with a minus instead of a hyphen.</summary>
    internal static string Text(FormattableString text) => FormattableString.Invariant(text).Replace('-', '−');
}
