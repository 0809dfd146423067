using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>What the documentation comment of a type or member says, with what it inherits from another.</summary>
/// <param name="Symbol">The type or member.</param>
/// <param name="Xml">The parts of the comment, such as "summary".</param>
internal sealed partial record Documentation(ISymbol Symbol, XElement Xml)
{
    public XElement? Summary => Xml.Element("summary");

    public XElement? Returns => Xml.Element("returns");

    public XElement? Remarks => Xml.Element("remarks");

    public XElement? Example => Xml.Element("example");

    public IEnumerable<XElement> Exceptions => Xml.Elements("exception");

    public XElement? Parameter(string name) => Named("param", name);

    public XElement? TypeParameter(string name) => Named("typeparam", name);

    /// <summary>Reads the comment.</summary>
    public static Documentation Of(ISymbol symbol, Engine engine) => new(symbol, Read(symbol, engine));

    /// <summary>Does it say only that it does what the base class says?</summary>
    public static bool IsInherited(ISymbol symbol) => Own(symbol).Element("inheritdoc") is { } inherit && inherit.Attribute("cref") is null;

    /// <summary>The start of a part, up to the end of its first sentence.</summary>
    public static XElement FirstSentence(XElement? part)
    {
        var sentence = new XElement("summary");
        foreach (XNode node in part?.Nodes() ?? [])
        {
            if (node is XElement { Name.LocalName: "para" or "code" or "list" }) break;
            Match end = EndOfSentence().Match((node as XText)?.Value ?? "");
            sentence.Add(end.Success ? new XText(((XText)node).Value[..(end.Index + 1)]) : node);
            if (end.Success) break;
        }

        return sentence;
    }

    /// <summary>A part as plain text.</summary>
    public static string Plain(XElement part) =>
        string.Join(' ', Words(part).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static string Words(XElement part) => string.Concat(part.Nodes().Select(node => node switch
    {
        XText words => words.Value,
        XElement { Name.LocalName: "paramref" or "typeparamref" } name => name.Attribute("name")!.Value,
        XElement { Name.LocalName: "see", IsEmpty: true } see => References.NameOf(see),
        XElement other => Words(other),
        _ => "",
    }));

    private XElement? Named(string part, string name) => Xml.Elements(part).FirstOrDefault(one => one.Attribute("name")?.Value == name);

    private static XElement Own(ISymbol symbol)
    {
        string? text = symbol.GetDocumentationCommentXml();
        return string.IsNullOrEmpty(text) ? new XElement("member") : XElement.Parse(text, LoadOptions.PreserveWhitespace);
    }

    private static XElement Read(ISymbol symbol, Engine engine)
    {
        XElement own = Own(symbol);
        if (own.Element("inheritdoc") is not { } inherit) return own;
        ISymbol? from = inherit.Attribute("cref") is { } reference ? References.Find(reference.Value, symbol, engine) : Inherited(symbol);
        if (from is null) return own;
        var whole = new XElement("member", own.Elements().Where(part => part != inherit));
        foreach (XElement part in Read(from, engine).Elements())
            if (!own.Elements(part.Name).Any(said => IsSame(said, part))) whole.Add(part);
        return whole;
    }

    private static bool IsSame(XElement one, XElement other) =>
        one.Attribute("name")?.Value == other.Attribute("name")?.Value && one.Attribute("cref")?.Value == other.Attribute("cref")?.Value;

    private static ISymbol? Inherited(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { OverriddenMethod: { } method } => method.OriginalDefinition,
        IPropertySymbol { OverriddenProperty: { } property } => property.OriginalDefinition,
        INamedTypeSymbol type => type.BaseType?.OriginalDefinition,
        _ => Implemented(symbol)?.OriginalDefinition,
    };

    /// <summary>The member of an interface that a member of a class implements.</summary>
    public static ISymbol? Implemented(ISymbol symbol) => symbol.ContainingType.AllInterfaces
        .SelectMany(type => type.GetMembers(symbol.Name))
        .FirstOrDefault(member =>
            SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));

    [GeneratedRegex(@"\.(?=\s)")]
    private static partial Regex EndOfSentence();
}
