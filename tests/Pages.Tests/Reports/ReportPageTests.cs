using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Makemore.Pages.Tests;

public class ReportPageTests
{
    private static readonly string Page = ReportPage.Write(HostileReport.Report);

    // The page is well-formed XML as well as HTML; this would throw otherwise.
    private static readonly XElement Root = XDocument.Parse(Page).Root!;

    private static IEnumerable<XElement> All(params string[] names) =>
        Root.Descendants().Where(element => names.Contains(element.Name.LocalName));

    // Its pictures and its style are compared elsewhere.
    [Fact]
    public void A_small_report_is_written_as_approved()
    {
        string page = Regex.Replace(ReportPage.Write(SmallReport.Report), "<svg.*?</svg>", "(picture)", RegexOptions.Singleline);
        Approved.Holds("Reports/Approved/report.html", page.Replace(Html.Resource("report.css"), "(style)\n"));
    }

    [Fact]
    public void A_title_may_be_empty() => Assert.Contains("<h1></h1>", ReportPage.Write(SmallReport.Report with { Title = "" }));

    [Fact]
    public void Has_a_language_a_title_and_fits_a_phone()
    {
        Assert.StartsWith("<!DOCTYPE html>", Page);
        Assert.Equal("en", Root.Attribute("lang")!.Value);
        Assert.Equal("Title " + HostileReport.Script, All("title").First().Value);
        Assert.Contains(All("meta"), meta => meta.Attribute("name")?.Value == "viewport");
        Assert.Single(All("h1"));
        Assert.Single(All("main"));
        Assert.Contains("prefers-color-scheme: dark", All("style").Single().Value);
    }

    [Fact]
    public void Shows_hostile_texts_as_texts()
    {
        Assert.Empty(All("script", "img", "iframe", "object", "link", "base", "form"));
        Assert.DoesNotContain("<script", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            Root.DescendantsAndSelf().Attributes(),
            attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        foreach (string text in new[] { HostileReport.Script, HostileReport.Image })
        {
            Assert.Contains(All("dd"), element => element.Value == text);
            Assert.Contains(All("th"), element => element.Value == text);
            Assert.Contains(All("li"), element => element.Value.StartsWith(text, StringComparison.Ordinal));
            Assert.Contains(All("desc", "figcaption", "text"), element => element.Value.Contains(text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_figure_has_a_picture_and_a_text()
    {
        Assert.Equal(HostileReport.FigureCount, All("figure").Count());
        Assert.All(All("figure"), figure =>
        {
            XElement picture = Assert.Single(figure.Descendants(), element => element.Name.LocalName == "svg");
            Assert.NotEmpty(picture.Elements().First(element => element.Name.LocalName == "title").Value);
            Assert.NotEmpty(Assert.Single(figure.Elements(), element => element.Name.LocalName == "figcaption").Value);
        });
    }

    [Fact]
    public void Every_table_has_a_caption_and_headings_and_rows_as_wide()
    {
        Assert.Equal(1 + (2 * HostileReport.Report.Models.Count), All("table").Count());
        Assert.All(All("table"), table =>
        {
            Assert.NotEmpty(Assert.Single(table.Elements(), element => element.Name.LocalName == "caption").Value);
            Assert.All(
                table.Descendants().Where(element => element.Name.LocalName == "th"),
                heading => Assert.Contains(heading.Attribute("scope")?.Value, new[] { "col", "row" }));
            int[] widths = [.. table.Descendants().Where(element => element.Name.LocalName == "tr").Select(row => row.Elements().Count())];
            Assert.Single(widths.Distinct());
        });
    }

    [Fact]
    public void Links_only_to_itself_and_every_id_is_there_once()
    {
        string[] ids = [.. Root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Root.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        Assert.All(Root.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
        Assert.Empty(Root.Descendants().Attributes("src"));
        Assert.DoesNotContain("@import", Page);
        Assert.All(Page.Split("url(").Skip(1), rest => Assert.StartsWith("#", rest));
        Assert.DoesNotContain("http", Page.Replace("http-equiv", "").Replace("http://www.w3.org/2000/svg", ""));
    }

    [Fact]
    public void Marks_names_as_new_or_known_and_leaves_out_columns_that_nobody_has()
    {
        Assert.Contains(All("li"), item => item.Value == "anu new" && item.Attribute("class")?.Value == "new");
        Assert.Contains(All("li"), item => item.Value == HostileReport.Image + " known");
        Assert.Contains("not in the data: 2 of 3", Root.Value);
        Assert.Contains(All("th"), heading => heading.Value == "validation");
        Report without = HostileReport.Report with { Losses = [HostileReport.Report.Losses[1]] };
        Assert.DoesNotContain(">validation<", ReportPage.Write(without));
    }
}
