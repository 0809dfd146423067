using System.Globalization;
using System.Text;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;

namespace Makemore.Pages.Tests;

public class FigureTests
{
    private const string Hostile = "<script>alert(1)</script> & \"x\"";

    public static TheoryData<string> Kinds => [.. Gallery.Names];

    [Theory, MemberData(nameof(Kinds))]
    public void Stands_alone_scales_and_says_what_it_is(string kind)
    {
        Figure figure = Gallery.Make(kind, "the title");
        XElement root = new DrawnFigure(figure).Root;

        Assert.Equal(DrawnFigure.Svg + "svg", root.Name);
        Assert.Equal($"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}", root.Attribute("viewBox")!.Value);
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Contains("sans-serif", root.Attribute("font-family")!.Value, StringComparison.Ordinal);
        Assert.Equal(["title", "desc"], root.Elements().Take(2).Select(element => element.Name.LocalName));
        Assert.Equal("the title", root.Elements().First().Value);
        Assert.Equal(figure.Description, root.Elements().ElementAt(1).Value);
        Assert.EndsWith(".", figure.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("href", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Has_a_white_ground_below_everything(string kind)
    {
        var drawn = new DrawnFigure(Gallery.Make(kind, "title"));
        XElement first = drawn.Root.Descendants().First(element => element.Name.LocalName is "rect" or "text" or "polyline" or "ellipse");
        Assert.Equal("#ffffff", first.Attribute("fill")!.Value);
        Assert.Equal(drawn.Root.Attribute("width")!.Value, first.Attribute("width")!.Value);
        Assert.Equal(drawn.Root.Attribute("height")!.Value, first.Attribute("height")!.Value);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Is_the_same_every_time_and_in_every_culture(string kind)
    {
        string expected = Gallery.Make(kind, "title").ToSvg();
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo format = commas.NumberFormat;
        (format.NumberDecimalSeparator, format.NumberGroupSeparator, format.NegativeSign) = (",", ".", "~");
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(expected, Gallery.Make(kind, "title").ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Shows_a_hostile_title_as_text(string kind)
    {
        Figure figure = Gallery.Make(kind, Hostile);
        Assert.DoesNotContain("<script", figure.ToSvg(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Hostile, new DrawnFigure(figure).Words);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Replaces_what_xml_cannot_hold(string kind)
    {
        XElement root = new DrawnFigure(Gallery.Make(kind, "a\0b\ud800c\u0001")).Root;
        Assert.Equal("a\ufffdb\ufffdc\ufffd", root.Element(DrawnFigure.Svg + "title")!.Value);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Keeps_its_texts_within_the_drawing(string kind)
    {
        var drawn = new DrawnFigure(Gallery.Make(kind, new string('w', 500)));
        double width = DrawnFigure.Number(drawn.Root, "width"), height = DrawnFigure.Number(drawn.Root, "height");
        foreach (XElement text in drawn.Texts)
        {
            Assert.InRange(DrawnFigure.Number(text, "x"), 0, width);
            Assert.InRange(DrawnFigure.Number(text, "y"), 10, height);
        }

        string title = drawn.Words.Single(words => words.StartsWith("www", StringComparison.Ordinal));
        Assert.EndsWith("…", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, width / 25, width / 12); // a bold w is about 13 wide
    }

    [Fact]
    public void Shares_no_id_with_another_figure_of_the_same_page()
    {
        IEnumerable<Figure> figures = Gallery.Names.SelectMany(kind => new[] { Gallery.Make(kind, "one"), Gallery.Make(kind, "two") });
        List<XElement> all = [.. figures.SelectMany(figure => new DrawnFigure(figure).Root.Descendants())];
        List<string> ids = [.. all.Attributes("id").Select(id => id.Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Refers_to_its_own_ids_only(string kind)
    {
        XElement root = new DrawnFigure(Gallery.Make(kind, "title")).Root;
        HashSet<string> own = [.. root.Descendants().Attributes("id").Select(id => $"url(#{id.Value})")];
        Assert.All(root.Descendants().Attributes("clip-path"), reference => Assert.Contains(reference.Value, own));
    }

    [Fact]
    public void Takes_a_description_from_the_caller()
    {
        var figure = new ActivationHistogram("title", [0.5]) { Description = "Half." };
        Assert.Equal("Half.", figure.Description);
        Assert.Contains("<desc>Half.</desc>", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_figure_could_not_be_drawn() => Assert.Equal(
        "the figure \"broken\" could not be drawn: no ink",
        Assert.Throws<InvalidOperationException>(() => new Broken().ToSvg()).Message);

    private sealed class Broken() : Figure("broken")
    {
        private protected override string Describe() => "";

        private protected override FigureLayout Layout()
        {
            var plot = new PlotModel();
            plot.Annotations.Add(new Inkless());
            return new FigureLayout(plot, 100, 100, "");
        }

        private sealed class Inkless : Annotation
        {
            public override void Render(IRenderContext rc) => throw new NotSupportedException("no ink");
        }
    }

    [Theory, InlineData(""), InlineData("  "), InlineData(null)]
    public void Needs_a_title(string? title) => Assert.ThrowsAny<ArgumentException>(() => new ActivationHistogram(title!, [0.5]));

    [Fact]
    public void Stays_small_however_long_the_training()
    {
        const int Steps = 150_000;
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, Steps).Select(_ => 2 + random.NextDouble())];
        double[] rates = [.. Enumerable.Range(0, Steps).Select(i => Math.Pow(10, -7 + (7.0 * i / Steps)))];
        Figure[] figures =
        [
            new LossCurve("loss", Points.Losses(noise)),
            new LearningRateCurve("rate", Points.Rates(rates, noise), noise, 0.001, 0.1),
            new UpdateRatios("updates", Points.Updates(Enumerable.Range(0, Steps), [.. "abcde".Select(c => ($"{c}", noise))])),
            PairHeatmap.OfCounts("pairs", [.. Enumerable.Range('a', 27).Select(c => $"{(char)c}")], [.. Enumerable.Range(10_000, 729)]),
        ];
        Assert.All(figures, figure => Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToSvg()), 1_000, 120_000));
    }
}
