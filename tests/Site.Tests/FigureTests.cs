using System.Globalization;
using System.Xml.Linq;
using Makemore.Models;

namespace Makemore.Site.Tests;

public sealed class FigureTests
{
    private const double PageWidth = 700, SmallestText = 12;

    private static readonly string[] Names = [.. CourseFigures.All.Select(figure => figure.Name)];

    [Fact]
    public void Every_lesson_shows_a_figure() =>
        Assert.All(Lesson.Names, name => Assert.NotEmpty(LessonNotes.Read(name).Figures));

    [Fact]
    public void A_note_that_shows_what_is_not_drawn_is_refused() => AssertRefused("figure:nowhere", [.. Names, "nowhere"]);

    [Fact]
    public void A_figure_that_no_note_shows_is_refused() => AssertRefused($"figure:{Names[3]}", [.. Names.Where(name => name != Names[3])]);

    /// <summary>It scales, is described in words, and its letters are large enough.</summary>
    [Fact]
    public void A_figure_can_be_read() => Assert.All(CourseFigures.Draw(Names), figure =>
    {
        XElement svg = XDocument.Parse(figure.Svg).Root!;
        double width = Number(svg.Attribute("viewBox")!.Value.Split(' ')[2]);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.NotEmpty(svg.Elements().First(one => one.Name.LocalName == "title").Value);
        foreach (XAttribute size in svg.Descendants().Attributes("font-size"))
            Assert.True(
                Number(size.Value) * Math.Min(1, PageWidth / width) >= SmallestText,
                $"{figure.Name}: text of {size.Value} in a figure {width} wide");
    });

    [Theory]
    [InlineData("   logs   (32, 27)   1   2.0", new[] { 1.0, 2 })]
    [InlineData("   1,024   -0.207916   3.6e+17   ####", new[] { 1024, -0.207916, 3.6e17 })]
    [InlineData("   W1, b2 and 5/3 do not count (nor does 7)", new double[0])]
    public void The_numbers_of_a_line_are_those_that_stand_alone(string line, double[] expected) =>
        Assert.Equal(expected, Printed.Numbers(line));

    [Fact]
    public void A_table_that_a_lesson_does_not_print_is_reported()
    {
        var problem = Assert.Throws<DataException>(() => Printed.Table("00-derivatives", 2, "no such heading"));
        Assert.Contains("no such heading", problem.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string expected, string[] shown)
    {
        var problem = Assert.Throws<DataException>(() => CourseFigures.Draw(shown));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
