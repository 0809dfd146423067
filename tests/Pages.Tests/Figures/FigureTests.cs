using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Makemore.Modules;

namespace Makemore.Pages.Tests;

public class FigureTests
{
    private const string Hostile = "<script>alert(1)</script> & \"x\"";

    public static TheoryData<string> Kinds => [.. Make("title").Keys];

    private static Dictionary<string, Figure> Make(string title) => new()
    {
        ["counts"] = PairHeatmap.OfCounts(title, [".", "a"], [0, 5, 4, 1]),
        ["probabilities"] = PairHeatmap.OfProbabilities(title, [".", "a"], [0, 1, 0.8, 0.2]),
        ["loss"] = new LossCurve(title, [new(0, 3.5, 3.4), new(1, 2.25, null), new(2, 2.125, 2.2)])
        {
            Schedule = LearningRateSchedule.Parse("0.1:1,0.01:2"),
            References = [new("chance", Math.Log(27))],
        },
        ["rate"] = new LearningRateCurve(title, Points.Rates([0.01, 0.1, 1], [3, 2.5, 4]), [3, 2.6, 3.5], 0.01, 0.1),
        ["embedding"] = new EmbeddingMap(title, ["a", "b", "c"], [1, 2, 3, 4.5, 5, 7, 8, 9, 1]),
        ["activation"] = new ActivationHistogram(title, [-0.99, 0.125, 0.5, 1]),
        ["update"] = new UpdateRatios(title, Points.Updates([0, 1], ("W", [0.001, 0.0015]), ("b", [0.1, 0.01]))),
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Stands_alone_scales_and_says_what_it_is(string kind)
    {
        Figure figure = Make("the title")[kind];
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
        var drawn = new DrawnFigure(Make("title")[kind]);
        XElement first = drawn.Root.Descendants().First(element => element.Name.LocalName is "rect" or "text" or "polyline" or "ellipse");
        Assert.Equal("#ffffff", first.Attribute("fill")!.Value);
        Assert.Equal(drawn.Root.Attribute("width")!.Value, first.Attribute("width")!.Value);
        Assert.Equal(drawn.Root.Attribute("height")!.Value, first.Attribute("height")!.Value);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Is_the_same_every_time_and_in_every_culture(string kind)
    {
        string expected = Make("title")[kind].ToSvg();
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo format = commas.NumberFormat;
        (format.NumberDecimalSeparator, format.NumberGroupSeparator, format.NegativeSign) = (",", ".", "~");
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(expected, Make("title")[kind].ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Shows_a_hostile_title_as_text(string kind)
    {
        Figure figure = Make(Hostile)[kind];
        Assert.DoesNotContain("<script", figure.ToSvg(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Hostile, new DrawnFigure(figure).Words);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Replaces_what_xml_cannot_hold(string kind)
    {
        XElement root = new DrawnFigure(Make("a\0b\ud800c\u0001")[kind]).Root;
        Assert.Equal("a\ufffdb\ufffdc\ufffd", root.Element(DrawnFigure.Svg + "title")!.Value);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Keeps_its_texts_within_the_drawing(string kind)
    {
        var drawn = new DrawnFigure(Make(new string('w', 500))[kind]);
        double width = DrawnFigure.Number(drawn.Root, "width"), height = DrawnFigure.Number(drawn.Root, "height");
        foreach (XElement text in drawn.Texts)
        {
            Assert.InRange(DrawnFigure.Number(text, "x"), 0, width);
            Assert.InRange(DrawnFigure.Number(text, "y"), 10, height);
        }

        string title = drawn.Words.Single(words => words.StartsWith("ww", StringComparison.Ordinal));
        Assert.EndsWith("…", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, width / 25, width / 12); // a bold w is about 13 wide
    }

    [Fact]
    public void Shares_no_id_with_another_figure_of_the_same_page()
    {
        List<Figure> figures = [.. Make("one").Values, .. Make("two").Values];
        List<XElement> all = [.. figures.SelectMany(figure => new DrawnFigure(figure).Root.Descendants())];
        List<string> ids = [.. all.Attributes("id").Select(id => id.Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Refers_to_its_own_ids_only(string kind)
    {
        XElement root = new DrawnFigure(Make("title")[kind]).Root;
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
