using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;
using OxyPlot;
using static Makemore.Site.FiguresOfSlopes;

namespace Makemore.Site;

/// <summary>Lessons 14 to 20: many layers, memory and attention.</summary>
internal static class FiguresOfDepth
{
    public static IReadOnlyList<(string Name, Func<Figure> Draw)> All { get; } =
    [
        ("attention", Attention),
        ("spread", Spread),
        ("spread-back", SpreadBack),
        ("start-and-batchnorm", StartAndBatchNorm),
        ("batchnorm-back", BatchNormBack),
        ("tree", Tree),
        ("tree-losses", TreeLosses),
        ("fading", Fading),
        ("gate", Gate),
        ("recall", Recall),
        ("gpt", GptParts),
        ("gpt-loss", GptLoss),
        ("size-and-work", SizeAndWork),
        ("temperature", Temperature),
    ];

    // Rows: layer, mean, standard deviation, saturated.
    private static Chart Spread() =>
        ByLayer("The spread of a layer's outputs", top: 1, "1. Values on their way forward", columns: 4, shown: 2);

    // Rows: layer, standard deviation.
    private static Chart SpreadBack() =>
        ByLayer("The spread of the gradients of these outputs", top: 8e-5, "2. Gradients on their way back", columns: 2, shown: 1);

    private static Chart ByLayer(string title, double top, string section, int columns, int shown)
    {
        string[] layers = ["1", "2", "3", "4", "5"];
        var chart = new Chart(title, "layer", "standard deviation") { Groups = layers, VerticalEnds = (0, top) };
        foreach (string gain in new[] { "gain 3.00", "gain 1.67", "gain 1.00" })
        {
            IEnumerable<double[]> rows = Printed.Table("14-batch-norm", columns, section, gain).Take(layers.Length);
            chart.Line(gain, rows.Select(row => (row[0] - 1, row[shown])), hasDots: true);
        }

        return chart;
    }

    private static Chart StartAndBatchNorm()
    {
        const string Table = "0.30     1.00     1.67     3.00";
        double[] gains = Printed.Row("14-batch-norm", "7. What it is worth", "gain");
        return new Chart("Loss on names not seen, by the start", "gain", "loss")
        {
            Groups = [.. gains.Select(gain => Text($"{gain:0.00}"))],
            VerticalEnds = (2, 3),
        }
            .Line("without BatchNorm", Losses("without"), hasDots: true)
            .Line("with BatchNorm", Losses("with BatchNorm"), hasDots: true);

        static IEnumerable<(double, double)> Losses(string row) =>
            Printed.Row("14-batch-norm", Table, row).Select((loss, i) => ((double)i, loss));
    }

    private static Diagram BatchNormBack()
    {
        var diagram = new Diagram("BatchNorm, the way back", 350) { Note = "Where two arrows arrive, the slopes add up." };
        ILookup<string, string> shapes = Printed.Lines("15-ninja", "slope in         shape")
            .Where(line => line.Contains("below 1e-12", StringComparison.Ordinal))
            .ToLookup(line => line.Trim().Split(' ')[0], Printed.Shape);
        Box hpreact = At("hpreact", 445, 30), bnraw = At("bnraw", 320, 30), gain = At("bngain", 445, 110), bias = At("bnbias", 445, 190);
        Box diff = At("bndiff", 130, 110), inverse = At("bnvar_inv", 320, 115);
        Box variance = At("bnvar", 320, 210), squares = At("bndiff2", 215, 210);
        Box sums = At("hprebn", 130, 320), mean = At("bnmeani", 45, 210);
        foreach ((Box from, Box to) in new[]
                 {
                     (hpreact, bnraw), (hpreact, gain), (bnraw, inverse), (bnraw, diff),
                     (inverse, variance), (variance, squares), (squares, diff), (diff, sums), (mean, sums),
                 })
            diagram.AddArrow(from, to, colour: Palette.Vermillion);
        double right = hpreact.X + 55;
        diagram.AddPath([(hpreact.Left + hpreact.Width, hpreact.Y), (right, hpreact.Y), (right, bias.Y)], Palette.Vermillion, bias);
        diagram.AddPath([(diff.Left, diff.Y), (mean.X, diff.Y)], Palette.Vermillion, mean);
        return diagram;

        Box At(string name, double x, double y) =>
            diagram.AddBox(x, y, name, shapes[name].First(), fill: name is "bngain" or "bnbias" ? Diagram.Learned : Diagram.Computed);
    }

    private static Diagram Tree()
    {
        Examples training = CourseNames.SplitOf(8).Train;
        (Indices contexts, Indices target) = (new([1, 8]), new([1]));
        training.Fill([5], contexts.Span, target.Span); // the example that the lesson shows
        var diagram = new Diagram("Eight letters, fused two by two", 320) { Note = "Each box sees the two below it." };
        string[] names = ["pair", "four", "all eight"];
        string letters = string.Concat(contexts.Span.ToArray().Select(token => CourseNames.Letters[token]));
        Box[] below = [.. letters.Select((letter, i) => diagram.AddBox(32 + (i * 63.5), 300, letter.ToString()))];
        foreach ((int level, string name) in names.Index())
        {
            double y = 300 - (75 * (level + 1));
            Box[] above = [.. below.Chunk(2).Select(two => diagram.AddBox((two[0].X + two[1].X) / 2, y, name, fill: Diagram.Computed))];
            foreach ((int i, Box letter) in below.Index()) diagram.AddArrow(letter, above[i / 2]);
            below = above;
        }

        diagram.AddArrow(below[0], diagram.AddBox(below[0].X, 15, $"next: {CourseNames.Letters[target.Span[0]]}"));
        return diagram;
    }

    private static Chart TreeLosses()
    {
        // Rows: letters, parameters, training, validation.
        List<double[]> rows = Printed.Table("16-wavenet", 4, "parameters   training   validation");
        string[] names = ["flat, 3 letters", "flat, 8 letters", "tree, wrong norm", "tree"];
        return new Chart("Four networks after the same steps", "network", "loss") { Groups = names, VerticalEnds = (1.98, 2.17) }
            .Line("training", rows.Select((row, i) => ((double)i, row[2])), hasDots: true)
            .Line("validation: names not seen", rows.Select((row, i) => ((double)i, row[3])), hasDots: true);
    }

    private static Chart Recall()
    {
        List<double[]> rows = Printed.Table("17-memory", 4, "letters      RNN");
        return new Chart("Which was the first letter?", "letters in the row", "loss after 300 steps")
        {
            Groups = [.. rows.Select(row => Text($"{row[0]}"))],
            VerticalEnds = (0, 1.7),
        }
            .Bars("RNN", rows.Select(row => row[1]), 0, 3)
            .Bars("GRU, bz = 0", rows.Select(row => row[2]), 1, 3)
            .Bars("GRU, bz = −3", rows.Select(row => row[3]), 2, 3)
            .Level(Text($"guessing: ln 4 = {Math.Log(4):0.00}"), Math.Log(4));
    }

    private static Chart GptLoss()
    {
        List<double[]> rows = Printed.Table("19-microgpt", 3, "step     loss   mean of 100");
        return new Chart("microgpt learns", "step", "loss") { VerticalEnds = (1.9, 2.7) }
            .Line("mean of 100 names", rows.Select(row => (row[0], row[2])), hasDots: true)
            .Dots("the last of them", rows.Select(row => (row[0], row[1])), Palette.Vermillion, MarkerType.Square, size: 4);
    }

    private static Chart Fading()
    {
        List<double[]> rows = Printed.Table("17-memory", 4, "letters back   RNN");
        return new Chart("The gradient on its way back through .chandrashekh", "letters back", "length of the gradient")
        {
            MultipliesUp = true,
        }
            .Line("GRU, bz = −3", rows.Select(row => (row[0], row[3])), hasDots: true)
            .Line("GRU, bz = 0", rows.Select(row => (row[0], row[2])), hasDots: true)
            .Line("RNN", rows.Select(row => (row[0], row[1])), hasDots: true);
    }

    private static Diagram Gate()
    {
        var diagram = new Diagram("The gated recurrent unit", 210)
        {
            Note = "The upper way leads past all weights: where z is near 0, the old state just stays.",
        };
        Box old = diagram.AddBox(40, 30, "old h"), keep = diagram.AddBox(215, 30, "times 1 − z");
        Box sum = diagram.AddBox(360, 30, "+"), next = diagram.AddBox(460, 30, "new h");
        Box gate = diagram.AddBox(215, 110, "update gate z", fill: Diagram.Learned), take = diagram.AddBox(360, 110, "times z");
        Box letter = diagram.AddBox(40, 190, "letter"), draft = diagram.AddBox(215, 190, "draft, with reset gate r", fill: Diagram.Learned);
        foreach ((Box from, Box to) in new[]
                 {
                     (letter, gate), (letter, draft), (old, gate), (old, draft), (gate, keep), (gate, take), (draft, take), (take, sum),
                 })
            diagram.AddArrow(from, to);
        foreach ((Box from, Box to) in new[] { (old, keep), (keep, sum), (sum, next) }) diagram.AddArrow(from, to, colour: Palette.Blue);
        return diagram;
    }

    private static Diagram Attention()
    {
        const string Name = ".virat";
        const double Cell = 23, Across = 170, Top = 46;
        int t = Name.Length;
        double[][] maps = [Average(), HeadWeights(isMasked: true, Name), HeadWeights(isMasked: false, Name)];
        string[] whats = ["an average", "a head", "a head, no mask"];
        var diagram = new Diagram("What the letters of .virat look at", Top + (t * Cell) + 4)
        {
            Note = "Row: the letter that looks. Column: what it looks at. The darker, the more.",
        };
        foreach ((int i, string what) in whats.Index())
        {
            diagram.AddText((i * Across) + 18, 10, what, HorizontalAlignment.Left, isBold: true);
            bool isMasked = i < 2;
            double[] shades = [.. maps[i].Select((weight, cell) => isMasked && IsLater(cell) ? -1 : weight)];
            diagram.AddCells((i * Across) + 18, Top, Cell, Name, shades);
        }

        return diagram;

        bool IsLater(int cell) => cell % t > cell / t; // what it looks at comes after the letter that looks
        double[] Average() => [.. Enumerable.Range(0, t * t).Select(cell => IsLater(cell) ? 0 : 1.0 / ((cell / t) + 1))];
    }

    // Lesson 18: a net with one head, trained as there, and what its letters then look at.
    private static double[] HeadWeights(bool isMasked, string text)
    {
        const int Block = 16, Width = 16, Batch = 32;
        var random = new TorchGenerator(1234);
        Parameter<double> Matrix(int rows, int columns, double scale) => new(Initial.Normal(scale).Draw<double>(random, [rows, columns]));
        Parameter<double> letters = Matrix(27, Width, 0.5), places = Matrix(Block, Width, 0.5), query = Matrix(Width, Width, 0.25);
        Parameter<double> key = Matrix(Width, Width, 0.25), value = Matrix(Width, Width, 0.25), output = Matrix(Width, 27, 0.1);

        Variable<double> Vectors(Indices tokens) => letters.Embedding(tokens) + places.Slice(0, 0, tokens.Shape[1]);
        Variable<double> Scores(Variable<double> x) => x.MatMul(query).MatMul(x.MatMul(key).Transpose()) / Math.Sqrt(Width);

        var training = new NameRows(CourseNames.Shuffled[..(CourseNames.Shuffled.Length * 9 / 10)], Vocabulary.English, Block);
        (Indices tokens, Indices targets) = (new([Batch, Block]), new([Batch, Block]));
        Variable<double> x = Vectors(tokens);
        Variable<double> seen = isMasked
            ? x.MatMul(query).CausalAttention(x.MatMul(key), x.MatMul(value), heads: 1)
            : Scores(x).Softmax().MatMul(x.MatMul(value));
        int[] chosen = new int[Batch];
        var batch = new GraphBatch<double>((x + seen).MatMul(output).CrossEntropy(targets, NameRows.Ignored), draw: () =>
        {
            random.Integers(chosen, 0, training.Count);
            for (int i = 0; i < Batch; i++)
            {
                training.Tokens.Span.Slice(chosen[i] * Block, Block).CopyTo(tokens.Span[(i * Block)..]);
                training.Targets.Span.Slice(chosen[i] * Block, Block).CopyTo(targets.Span[(i * Block)..]);
            }
        });
        var trainer = new Trainer<double>(batch, new Adam<double>(batch.Parameters));
        foreach (double rate in new[] { 0.01, 0.003 })
            for (int step = 0; step < 750; step++) trainer.Step(rate);

        Variable<double> read = Vectors(new Indices([1, text.Length], [.. text.Select(CourseNames.Token)]));
        return isMasked
            ? [.. Reference.AttentionWeights(read.MatMul(query).Value, read.MatMul(key).Value, heads: 1).Span]
            : [.. Scores(read).Softmax().Value.Span];
    }

    private static Diagram GptParts()
    {
        var diagram = new Diagram("microgpt, for t letters", 616)
        {
            Note = "Orange: what is learned. Twice, what is found is added to what was there.",
        };
        const double X = 190, Side = 400;
        GptSizes lessonSizes = ModelKinds.GptOptions.Sizes(OptionValues.Defaults);
        var gpt = new Gpt<double>(Vocabulary.English, lessonSizes, new TorchGenerator(1234));
        (Shape letters, Shape places, GptBlock<double> block) = (gpt.Tokens.Table.Shape, gpt.Positions.Table.Shape, gpt.Blocks[0]);
        string attention = $"query, key, value, mix: {OutputsFirst(block.Attention.Query)} each";
        (string Name, string Detail, OxyColor? Fill)[] parts =
        [
            ("t letters", "(t,)", null),
            ("letter + place", $"{letters} and {places}", Diagram.Learned),
            ("NormalizeRms", $"(t, {letters[1]})", Diagram.Computed),
            ($"look back: attention, {gpt.Sizes.Heads} heads", attention, Diagram.Learned),
            ("+", "", Diagram.Computed),
            ("think: up, Relu, down", $"{OutputsFirst(block.Up)} and {OutputsFirst(block.Down)}", Diagram.Learned),
            ("+", "", Diagram.Computed),
            ("head", OutputsFirst(gpt.Head), Diagram.Learned),
            ("scores for what comes next", $"(t, {letters[0]})", Diagram.Computed),
        ];
        double[] heights = [22, 90, 160, 250, 317, 390, 457, 520, 592];
        Box[] boxes = [.. parts.Select((part, i) => diagram.AddBox(X, heights[i], part.Name, part.Detail, fill: part.Fill))];
        for (int i = 1; i < boxes.Length; i++) diagram.AddArrow(boxes[i - 1], boxes[i]);
        foreach ((int from, int to) in new[] { (2, 4), (4, 6) })
        {
            double y = boxes[from].Y + (boxes[from].Height / 2) + 9; // it leaves on the way to the next box
            diagram.AddPath([(X, y), (Side, y), (Side, heights[to])], Palette.Blue, boxes[to]);
            diagram.AddText(Side + 8, (y + heights[to]) / 2, "x as it was", HorizontalAlignment.Left, colour: Palette.Blue);
        }

        return diagram;

        // The lesson keeps a matrix that way round.
        static string OutputsFirst(LinearLayer<double> layer) => $"({layer.Weights.Shape[1]}, {layer.Weights.Shape[0]})";
    }

    private static Chart SizeAndWork()
    {
        const string Table = "layers   width   parameters    steps";
        List<double[]> steps = Printed.Table("20-bigger-gpt", 7, "1. The same steps", Table);
        List<double[]> work = Printed.Table("20-bigger-gpt", 7, "2. The same work", Table);
        return new Chart("Size, at the same steps and at the same work", "weights", "loss on names not seen")
        {
            MultipliesAcross = true,
            HorizontalEnds = (3000, 80000),
        }
            .Line("same steps", steps.Select(row => (row[2], row[6])), hasDots: true)
            .Line("same work", work.Select(row => (row[2], row[6])), hasDots: true);
    }

    private static Chart Temperature()
    {
        List<double[]> rows = Printed.Table("20-bigger-gpt", 3, "distinct    seen   the first five");
        List<double[]> temperatures = rows[..5]; // then come the rows of top-k
        return new Chart("200 names, by temperature", "temperature", "names")
        {
            Groups = [.. temperatures.Select(row => Text($"{row[0]}"))],
            VerticalEnds = (0, 230),
        }
            .Bars("different names", temperatures.Select(row => row[1]), 0, 2, isNumbered: true)
            .Bars("of 200, seen in training", temperatures.Select(row => row[2]), 1, 2, isNumbered: true);
    }
}
