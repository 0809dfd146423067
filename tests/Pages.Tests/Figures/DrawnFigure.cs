using System.Globalization;
using System.Xml.Linq;

namespace Makemore.Pages.Tests;

/// <summary>Reads a figure back from its SVG: what a person would see, where, and in which colour.</summary>
internal sealed class DrawnFigure(Figure figure)
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public XElement Root { get; } = XDocument.Parse(figure.ToSvg()).Root!;

    public IReadOnlyList<XElement> All(string name) =>
        [.. Root.Descendants(Svg + name).Where(element => !element.Ancestors(Svg + "clipPath").Any())];

    public IReadOnlyList<XElement> Texts => All("text");

    public IEnumerable<string> Words => Texts.Select(text => text.Value);

    /// <summary>All words, each text on its own line.</summary>
    public string AllText => string.Join('\n', Words);

    public XElement TextOf(string words) => Assert.Single(Texts, text => text.Value == words);

    /// <summary>The lines of this colour, each as a list of points.</summary>
    public IReadOnlyList<(double X, double Y)[]> LinesIn(string colour) =>
        [.. All("polyline").Where(line => Inherited(line, "stroke") == colour).Select(Points)];

    public static (double X, double Y)[] Points(XElement line) =>
        [.. line.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',')).Select(xy => (Parse(xy[0]), Parse(xy[1])))];

    public static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    public static string Inherited(XElement element, string attribute) =>
        element.AncestorsAndSelf().Select(one => one.Attribute(attribute)?.Value).FirstOrDefault(value => value is not null) ?? "";

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
