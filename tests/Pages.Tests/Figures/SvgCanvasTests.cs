using OxyPlot;

namespace Makemore.Pages.Tests;

/// <summary>How wide texts are taken to be, and what is not drawn.</summary>
public class SvgCanvasTests
{
    [Theory]
    [InlineData(" .,:;|'!ijl", 0.28)]
    [InlineData("ftr()-I", 0.335)]
    [InlineData("mwMW%@", 0.9)]
    [InlineData("AHJZ", 0.72)]
    [InlineData("0aez\"<=[é\u2E7F", 0.56)]
    [InlineData("\u2E80字", 1)]
    public void The_width_of_a_letter_is_a_share_of_the_texts_size(string letters, double share)
    {
        Assert.All(letters, letter => Assert.Equal(10 * share, SvgCanvas.Width($"{letter}", 10), 1e-9));
        Assert.Equal(letters.Length * 10 * share, SvgCanvas.Width(letters, 10), 1e-9);
    }

    [Fact]
    public void A_text_is_cut_short_only_where_it_does_not_fit()
    {
        Assert.Equal("字字字", SvgCanvas.Shorten("字字字", 10, 30));
        Assert.Equal("字字…", SvgCanvas.Shorten("字字字", 10, 29));
        Assert.Equal("字字…", SvgCanvas.Shorten("字字字字", 10, 20 + SvgCanvas.Width("…", 10)));
        Assert.Equal("字…", SvgCanvas.Shorten("字字字", 10, 20));
        Assert.Equal("字…", SvgCanvas.Shorten("字字字", 10, 0));
    }

    [Fact]
    public void What_could_not_be_seen_is_not_drawn()
    {
        var canvas = new SvgCanvas(100, 100, "title", "description");
        string empty = canvas.ToString();
        ScreenPoint[] line = [new(0, 0), new(9, 9)];
        var place = new OxyRect(1, 2, 3, 4);
        const EdgeRenderingMode Edges = EdgeRenderingMode.Automatic;
        canvas.DrawLine([line[0]], OxyColors.Black, 1, Edges, null!, LineJoin.Round);
        canvas.DrawLine(line, OxyColors.Undefined, 1, Edges, null!, LineJoin.Round);
        canvas.DrawLine(line, OxyColors.Black, 0, Edges, null!, LineJoin.Round);
        canvas.DrawRectangle(place, OxyColors.Undefined, OxyColors.Undefined, 1, Edges);
        canvas.DrawRectangle(place, OxyColors.Undefined, OxyColors.Black, 0, Edges);
        foreach (string? text in new[] { null, "" })
        {
            canvas.DrawText(
                line[0], text!, OxyColors.Black, null, 10, 400, 0, HorizontalAlignment.Left, VerticalAlignment.Top, null);
        }

        Assert.Equal(empty, canvas.ToString());
        canvas.DrawRectangle(place, OxyColors.Undefined, OxyColors.Black, 1, Edges);
        canvas.DrawRectangle(place, OxyColors.Black, OxyColors.Undefined, 0, Edges);
        canvas.DrawLine(line, OxyColors.Black, 1, Edges, null!, LineJoin.Round);
        Assert.Equal(3, canvas.ToString().Split('\n').Count(drawn => drawn.Contains("<rect") || drawn.Contains("<polyline")));
    }

    [Fact]
    public void An_empty_text_takes_no_room_and_another_its_width_and_a_quarter_more_than_its_size()
    {
        var canvas = new SvgCanvas(100, 100, "title", "description");
        Assert.Equal(OxySize.Empty, canvas.MeasureText("", "", 10, 400));
        Assert.Equal(new OxySize(20, 12.5), canvas.MeasureText("字字", "", 10, 400));
    }
}
