using Makemore.Models;
using Makemore.Pages;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>The page of a public type.</summary>
internal sealed class TypePage
{
    private const int FewNames = 5;

    private readonly INamedTypeSymbol type;
    private readonly Engine engine;
    private readonly DocumentationText text;
    private readonly string path;

    private TypePage(INamedTypeSymbol type, Engine engine)
    {
        this.type = type;
        this.engine = engine;
        path = References.PageOf(type);
        text = new DocumentationText(engine, path, type);
    }

    /// <summary>Writes the page.</summary>
    public static Page Of(INamedTypeSymbol type, Engine engine)
    {
        var page = new TypePage(type, engine);
        var said = Documentation.Of(type, engine);
        return new Page(page.path, References.NameOf(type), page.Body(said))
        {
            Description = Documentation.Plain(Documentation.FirstSentence(said.Summary)),
            Section = Section.Reference,
        };
    }

    private Html Body(Documentation said)
    {
        MemberGroup[] groups = [.. MemberGroup.Of(type)];
        return Html.Join(
        [
            Html.Of($"""<p class="about">{Kind} of <code>{Namespace}</code> · {MemberText.Source(type, path)}</p>"""),
            CodeBlocks.Of(CSharp.Block(Signatures.Of(type)), "csharp-shown"),
            MemberText.Of(said, text),
            Relatives(),
            .. MemberGroup.Kinds.Select(kind => Members(kind, [.. groups.Where(group => group.Kind == kind)])),
            Inherited(),
        ]);
    }

    private string Namespace => type.ContainingNamespace.ToDisplayString();

    private string Kind => type switch
    {
        { TypeKind: TypeKind.Interface } => "Interface",
        { TypeKind: TypeKind.Enum } => "Enumeration",
        { TypeKind: TypeKind.Struct } => "Structure",
        { IsRecord: true } => "Record",
        _ => "Class",
    };

    private Html Relatives()
    {
        IEnumerable<INamedTypeSymbol> derived = engine.Types.Where(other =>
            IsThis(other.BaseType) || (type.TypeKind == TypeKind.Interface && other.Interfaces.Any(IsThis)));
        return Html.Join(
        [
            Links("Derives from", Bases()),
            Links("Implements", type.Interfaces.Where(one => References.Find(one, engine) is not null)),
            Links(type.TypeKind == TypeKind.Interface ? "Implemented by" : "Derived from it", derived),
        ]);

        bool IsThis(INamedTypeSymbol? other) => SymbolEqualityComparer.Default.Equals(other?.OriginalDefinition, type);
    }

    private Html Links(string label, IEnumerable<ISymbol> symbols) => symbols.Any()
        ? Html.Of($"<p>{label}: {new Html(string.Join(", ", symbols.Select(one => text.Link(one).Markup)))}.</p>")
        : Html.Empty;

    private IEnumerable<INamedTypeSymbol> Bases()
    {
        for (INamedTypeSymbol? one = type.BaseType; one is not null && References.Find(one, engine) is not null; one = one.BaseType)
            yield return one;
    }

    private Html Members(string kind, MemberGroup[] groups) => groups.Length == 0 ? Html.Empty : Html.Of(
        $"""
        <h2 id="{kind.ToLowerInvariant()}">{kind}</h2>
        {(groups.Length > FewNames ? Table(kind, groups) : Html.Empty)}
        {Html.Join(groups.Select(Member))}
        """);

    private Html Table(string kind, MemberGroup[] groups) => Html.Of(
        $"""
        <div class="wide" tabindex="0" role="group" aria-label="{kind}"><table class="names"><tbody>
        {Html.Join(groups.Select(group => Html.Of(
            $"""<tr><th scope="row"><a href="#{group.Id}"><code>{group.Name}</code></a></th><td>{Brief(group.Members[0])}</td></tr>""")))}
        </tbody></table></div>
        """);

    private Html Brief(ISymbol member)
    {
        var said = Documentation.Of(member, engine);
        return said.Summary is null ? Html.Of($"{Asked(member)}") : text.FirstSentence(said);
    }

    // Overloads of which the same is said are shown as one.
    private Html Member(MemberGroup group)
    {
        var overloads = group.Members.Select(member => (Member: member, Text: Said(member).Markup)).ToList();
        IEnumerable<Html> parts = overloads.GroupBy(one => one.Text).Select(same => Html.Of(
            $"""
            {CodeBlocks.Of(CSharp.Block(string.Join('\n', same.Select(one => Signatures.Of(one.Member)))), "csharp-shown")}
            {new Html(same.Key)}
            <p class="about">{MemberText.Source(same.First().Member, path)}</p>
            """));
        return Html.Of(
            $"""
            <section class="member"><h3 id="{group.Id}"><code>{group.Name}</code></h3>
            {Html.Join(parts)}
            </section>
            """);
    }

    private Html Said(ISymbol member)
    {
        if (MemberGroup.IsPrimaryConstructor(member)) return Html.Of($"<p>As in the declaration above.</p>");
        var said = Documentation.Of(member, engine);
        Html own = MemberText.Of(said, text);
        if (own.Markup.Length > 0) return own;
        return Asked(member) is { Length: > 0 } asked
            ? Html.Of($"<p>{asked}</p>")
            : throw new DataException($"{References.Where(member)}: nothing is said of {type.Name}.{member.Name}");
    }

    // What implements an interface of the runtime says no more than that.
    private static string Asked(ISymbol member) =>
        Documentation.Implemented(member) is { } asked ? $"As {References.NameOf(asked, null)} asks for." : "";

    private Html Inherited()
    {
        Html[] from = [.. Bases().Select(InheritedFrom).Where(part => part.Markup.Length > 0)];
        return from.Length == 0 ? Html.Empty : Html.Of($"""<h2 id="inherited">Inherited</h2>{Html.Join(from)}""");
    }

    private Html InheritedFrom(INamedTypeSymbol one)
    {
        MemberGroup[] groups = [.. MemberGroup.Of(one.OriginalDefinition).Where(group => group.Kind != "Constructors")];
        var links = groups.Where(group => group.Kind != MemberGroup.Operations)
            .Select(group => text.Link(group.Members[0], group.Name).Markup).ToList();
        if (groups.Length > links.Count)
            links.Add($"""and <a href="{Page.Link(path, References.PageOf(one.OriginalDefinition))}#operations">all operations</a>""");
        return links.Count == 0 ? Html.Empty : Html.Of($"<p>From {text.Link(one)}: {new Html(string.Join(", ", links))}.</p>");
    }
}
