using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using OxyPlot;

namespace Makemore.Pages;

/// <summary>
/// Draws OxyPlot's plots as SVG. OxyPlot's own exporter repeats every attribute on every shape, which makes a heatmap three times as large.
/// It numbers clip paths 1, 2, ..., so two figures on one page mix them up. And it writes neither a title nor a description.
/// </summary>
internal sealed class SvgCanvas : ClippingRenderContext
{
    private const string IdPlace = "\uE000id\uE000"; // where the id goes once the drawing is known

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly OxyRect whole;
    private readonly XElement root;
    private readonly Dictionary<OxyRect, string> clips = [];
    private XElement layer;
    private XElement? group;

    /// <summary>An empty drawing of this size in pixels.</summary>
    public SvgCanvas(double width, double height, string title, string description)
    {
        whole = new OxyRect(0, 0, width, height);
        root = new XElement(
            Svg + "svg",
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("font-family", "Helvetica, Arial, sans-serif"),
            new XAttribute("style", "max-width:100%;height:auto"),
            new XElement(Svg + "title", Printable(title)),
            new XElement(Svg + "desc", Printable(description)));
        layer = root;
    }

    /// <summary>The text, cut short if it would be wider than <paramref name="room"/> pixels.</summary>
    public static string Shorten(string text, double fontSize, double room)
    {
        if (Width(text, fontSize) <= room) return text;
        int kept = text.Length - 1;
        while (kept > 1 && Width(text[..kept] + "…", fontSize) > room) kept--;
        return text[..kept] + "…";
    }

    /// <summary>The approximate width of a text in Helvetica, in pixels. Where letters differ, it errs on the wide side.</summary>
    public static double Width(string text, double fontSize) => fontSize * text.Sum(character => character switch
    {
        ' ' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' or 'i' or 'j' or 'l' => 0.28,
        'f' or 't' or 'r' or '(' or ')' or '-' or 'I' => 0.335,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.9,
        >= 'A' and <= 'Z' => 0.72,
        < '\u2E80' => 0.56, // digits, most small letters, other alphabets
        _ => 1,
    });

    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray,
        LineJoin lineJoin)
    {
        if (points.Count < 2 || stroke.IsInvisible() || thickness <= 0) return;
        bool sharp = !ShouldUseAntiAliasingForLine(edgeRenderingMode, points);
        Add(
            new XElement(Svg + "polyline", new XAttribute("points", Points(points))),
            [new("fill", "none"), .. Stroke(stroke, thickness, dashArray), .. Sharp(sharp)]);
    }

    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[] dashArray, LineJoin lineJoin) =>
        Add(new XElement(Svg + "polygon", Fill(fill), new XAttribute("points", Points(points))), [.. Stroke(stroke, thickness, dashArray)]);

    public override void DrawRectangle(
        OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        if (fill.IsInvisible() && (stroke.IsInvisible() || thickness <= 0)) return;
        var shape = new XElement(
            Svg + "rect",
            new XAttribute("x", Number(rectangle.Left)),
            new XAttribute("y", Number(rectangle.Top)),
            new XAttribute("width", Number(rectangle.Width)),
            new XAttribute("height", Number(rectangle.Height)),
            Fill(fill));
        Add(shape, [.. Stroke(stroke, thickness, null), .. Sharp(!ShouldUseAntiAliasingForRect(edgeRenderingMode))]);
    }

    public override void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        var shape = new XElement(
            Svg + "ellipse",
            new XAttribute("cx", Number(extents.Center.X)),
            new XAttribute("cy", Number(extents.Center.Y)),
            new XAttribute("rx", Number(extents.Width / 2)),
            new XAttribute("ry", Number(extents.Height / 2)));
        Add(shape, [Fill(fill), .. Stroke(stroke, thickness, null)]);
    }

    // A line of text is 1.25 times its size high, and Helvetica's capitals, 0.72 high, are in its middle. We compute the baseline because
    // some programs that show SVG do not know dominant-baseline.
    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string? fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text)) return;
        double middle = verticalAlignment switch { VerticalAlignment.Top => 0.625, VerticalAlignment.Middle => 0, _ => -0.625 };
        double baseline = p.Y + ((middle + 0.36) * fontSize);
        var shape = new XElement(Svg + "text", new XAttribute("x", Number(p.X)), new XAttribute("y", Number(baseline)), Printable(text));
        if (rotation != 0) shape.Add(new XAttribute("transform", $"rotate({Number(rotation)} {Number(p.X)} {Number(p.Y)})"));
        string anchor = horizontalAlignment switch
        {
            HorizontalAlignment.Left => "start",
            HorizontalAlignment.Right => "end",
            _ => "middle",
        };
        XAttribute[] weight = fontWeight > FontWeights.Normal ? [new("font-weight", Number(fontWeight))] : [];
        Add(shape, [Fill(fill), new("font-size", Number(fontSize)), new("text-anchor", anchor), .. weight]);
    }

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(Width(text, fontSize), 1.25 * fontSize);

    /// <summary>The drawing as text. Its ids depend on what is drawn, so different figures on one page do not share any.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" };
        using (XmlWriter writer = XmlWriter.Create(text, settings)) root.Save(writer);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
        return text.Replace(IdPlace, id).ToString();
    }

    protected override void SetClip(OxyRect clippingRectangle)
    {
        group = null;
        if (clippingRectangle.Equals(whole)) return;
        if (!clips.TryGetValue(clippingRectangle, out string? id))
        {
            clips.Add(clippingRectangle, id = $"clip-{IdPlace}-{clips.Count}");
            DrawRectangle(clippingRectangle, OxyColors.Black, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
            XElement rectangle = group!.Elements().Single();
            group.ReplaceWith(new XElement(Svg + "clipPath", new XAttribute("id", id), rectangle));
            group = null;
        }

        layer = new XElement(Svg + "g", new XAttribute("clip-path", $"url(#{id})"));
        root.Add(layer);
    }

    protected override void ResetClip() => (layer, group) = (root, null);

    // What neighbours have in common is written once, on a group around them.
    private void Add(XElement shape, XAttribute[] shared)
    {
        if (group is null || !group.Attributes().Select(NameAndValue).SequenceEqual(shared.Select(NameAndValue)))
            layer.Add(group = new XElement(Svg + "g", shared));
        group.Add(shape);
    }

    private static (XName Name, string Value) NameAndValue(XAttribute attribute) => (attribute.Name, attribute.Value);

    private static XAttribute Fill(OxyColor colour) => new("fill", Colour(colour));

    private static IEnumerable<XAttribute> Stroke(OxyColor colour, double thickness, double[]? dashes)
    {
        if (colour.IsInvisible() || thickness <= 0) yield break;
        yield return new XAttribute("stroke", Colour(colour));
        yield return new XAttribute("stroke-width", Number(thickness));
        yield return new XAttribute("stroke-linejoin", "round");
        if (dashes is null) yield break;
        yield return new XAttribute("stroke-dasharray", string.Join(' ', dashes.Select(dash => Number(dash * thickness))));
    }

    private static XAttribute[] Sharp(bool sharp) => sharp ? [new("shape-rendering", "crispEdges")] : [];

    private static string Colour(OxyColor colour) => colour.IsInvisible() ? "none" : $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";

    private static string Points(IEnumerable<ScreenPoint> points) =>
        string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    // XML does not allow most control characters, or halves of surrogate pairs.
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(
            rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune));
}
