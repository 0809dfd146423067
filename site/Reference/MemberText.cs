using System.Collections.Immutable;
using System.Xml.Linq;
using Makemore.Pages;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>What stands below a type or member: its summary, parameters, result, exceptions, remarks and example.</summary>
internal static class MemberText
{
    /// <summary>Everything that its documentation says.</summary>
    public static Html Of(Documentation said, DocumentationText text) => Html.Join(
        new[]
        {
            text.Paragraphs(said.Summary, said.Symbol),
            Facts("Type parameters", TypeParameters(said.Symbol).Select(one => (one.Name, said.TypeParameter(one.Name))), said, text),
            Facts("Parameters", Parameters(said.Symbol).Select(one => (one.Name, said.Parameter(one.Name))), said, text),
            Returns(said, text),
            Exceptions(said, text),
            text.Paragraphs(said.Remarks, said.Symbol),
            text.Paragraphs(said.Example, said.Symbol),
        }.Where(part => part.Markup.Length > 0));

    /// <summary>A link to the line of the source.</summary>
    public static Html Source(ISymbol symbol, string page)
    {
        (string path, int line) = Engine.Place(symbol);
        string link = $"{Page.Link(page, Sources.PageOf(path))}#L{line}";
        return Html.Of($"""<a class="source" href="{link}">{Path.GetFileName(path)}, line {line}</a>""");
    }

    /// <summary>Terms and what they are, under a label; nothing if there are none.</summary>
    /// <param name="label">Such as "Parameters".</param>
    /// <param name="items">Each a &lt;dt&gt; and a &lt;dd&gt;.</param>
    public static Html List(string label, IEnumerable<Html> items)
    {
        Html[] all = [.. items];
        return all.Length == 0 ? Html.Empty : Html.Of($"""<p class="label">{label}</p><dl class="facts">{Html.Join(all)}</dl>""");
    }

    private static Html Returns(Documentation said, DocumentationText text) => said.Returns is null
        ? Html.Empty
        : Html.Of($"""<p class="label">Returns</p><p>{text.Sentence(said.Returns, said.Symbol)}</p>""");

    private static Html Exceptions(Documentation said, DocumentationText text) => List("Throws", said.Exceptions.Select(one =>
    {
        ISymbol thrown = References.Find(one.Attribute("cref")!.Value, said.Symbol, text.Engine);
        return Html.Of($"<dt>{text.Link(thrown)}</dt><dd>{text.Sentence(one, said.Symbol)}</dd>");
    }));

    private static Html Facts(string label, IEnumerable<(string Name, XElement? Text)> facts, Documentation said, DocumentationText text) =>
        List(label, facts.Where(fact => fact.Text is not null)
            .Select(fact => Html.Of($"<dt><code>{fact.Name}</code></dt><dd>{text.Sentence(fact.Text, said.Symbol)}</dd>")));

    private static ImmutableArray<ITypeParameterSymbol> TypeParameters(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.TypeParameters,
        IMethodSymbol method => method.TypeParameters,
        _ => [],
    };

    // A primary constructor's parameters are explained with the type; a record's are its properties, and are explained there.
    private static IEnumerable<IParameterSymbol> Parameters(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { IsRecord: false } type =>
            type.InstanceConstructors.Where(MemberGroup.IsPrimaryConstructor).SelectMany(one => one.Parameters),
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };
}
