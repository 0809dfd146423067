using Makemore.Models;
using Makemore.Pages;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>The page that lists all public types, library by library.</summary>
internal static class IndexPage
{
    public const string Path = "reference/index.html";

    // No folder of its own: in the file of each element-wise operation stands its formula.
    private const string Formulas = "src/Autograd/Formulas";

    /// <summary>What the files of a folder are about. The order is that of the page.</summary>
    private static readonly (string Folder, string Heading)[] Folders =
    [
        ("src/Tensors", "Tensors and shapes"),
        ("src/Tensors/Random", "Random numbers"),
        ("src/Tensors/Kernels", "Kernels"),
        ("src/Tensors/Kernels/Reference", "Kernels as their formulas say it"),
        ("src/Autograd", "Variables and graphs"),
        ("src/Autograd/Operations", "Operations"),
        (Formulas, "Formulas of operations"),
        ("src/Autograd/Checking", "Checking"),
        ("src/Autograd/Tracing", "Tracing"),
        ("src/Modules", "Modules"),
        ("src/Modules/Layers", "Layers"),
        ("src/Modules/Optimizers", "Optimizers"),
        ("src/Modules/Training", "Training"),
        ("src/Modules/Files", "Files"),
        ("src/Modules/Checking", "Checking layers"),
    ];

    /// <summary>Writes the page.</summary>
    public static Page Of(Engine engine)
    {
        ILookup<string, INamedTypeSymbol> types = engine.Types.ToLookup(type => FolderOf(type));
        if (types.FirstOrDefault(group => Folders.All(one => one.Folder != group.Key)) is { } unknown)
            throw new DataException($"the reference has no heading for {unknown.Key}: add one to IndexPage");
        return new Page(Path, "API reference", Html.Of(
            $"""
            <p>Every public type of the three libraries. Each builds on the ones before it: tensors and their kernels; variables, which
            remember how they were computed, and graphs; and what networks are built from and trained with.</p>
            <ul>
            <li><a href="{Page.Link(Path, CataloguePage.OperationsPath)}">All operations</a>, with their formulas, derivatives and code, and
            how exact their gradients are.</li>
            <li><a href="{Page.Link(Path, CataloguePage.LayersPath)}">All layers</a>, likewise.</li>
            </ul>
            {Html.Join(Engine.Libraries.Select(library => Library(library, types, engine)))}
            """))
        {
            Description = "Every public type of the three libraries: tensors, variables and graphs, layers, optimizers and training.",
            Section = Section.Reference,
        };
    }

    private static Html Library(string library, ILookup<string, INamedTypeSymbol> types, Engine engine) => Html.Of(
        $"""
        <h2 id="Makemore.{library}">Makemore.{library}</h2>
        {Html.Join(Folders.Where(one => one.Folder.Split('/')[1] == library && types.Contains(one.Folder))
            .Select(one => Group(one.Heading, types[one.Folder], engine)))}
        """);

    private static Html Group(string heading, IEnumerable<INamedTypeSymbol> types, Engine engine) => Html.Of(
        $"""
        <h3 id="{heading.ToLowerInvariant().Replace(' ', '-')}">{heading}</h3>
        <div class="wide" tabindex="0" role="group" aria-label="{heading}"><table class="names"><tbody>
        {Html.Join(types.Select(type => Row(type, engine)))}
        </tbody></table></div>
        """);

    private static Html Row(INamedTypeSymbol type, Engine engine)
    {
        string name = References.NameOf(type), link = Page.Link(Path, References.PageOf(type));
        Html about = new DocumentationText(engine, Path).FirstSentence(Documentation.Of(type, engine));
        return Html.Of($"""<tr><th scope="row"><a href="{link}"><code>{name}</code></a></th><td>{about}</td></tr>""");
    }

    private static string FolderOf(INamedTypeSymbol type)
    {
        string path = Engine.Place(type).Path, folder = path[..path.LastIndexOf('/')];
        return folder == "src/Autograd/Operations" && type.TypeKind == TypeKind.Struct ? Formulas : folder;
    }
}
