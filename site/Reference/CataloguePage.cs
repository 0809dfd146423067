using System.Globalization;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Worlds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>
/// A page that walks a catalogue, of the operations or of the layers: each with its formula, its code, and how exact its gradient is.
/// </summary>
internal sealed class CataloguePage
{
    public const string OperationsPath = "reference/operations.html", LayersPath = "reference/layers.html";

    private const int Cases = 25;
    private const ulong Seed = 1;

    private static readonly string Tolerance = GradientCheck.Tolerance.ToString("0e+0", CultureInfo.InvariantCulture);

    private readonly string path;
    private readonly Engine engine;
    private readonly DocumentationText text;

    private CataloguePage(string path, Engine engine)
    {
        this.path = path;
        this.engine = engine;
        text = new DocumentationText(engine, path);
    }

    /// <summary>The page of all operations.</summary>
    public static Page Operations(Engine engine) => new(
        OperationsPath,
        "Operations",
        new CataloguePage(OperationsPath, engine).Body("Operation", OperationCatalogue.Entries<double>()))
    {
        Description = "Every operation with its formula, its derivative, its code, and the error of its gradient as it was measured.",
        Section = Section.Reference,
    };

    /// <summary>The page of all layers.</summary>
    public static Page Layers(Engine engine) => new(
        LayersPath,
        "Layers",
        new CataloguePage(LayersPath, engine).Body("Layer", LayerCatalogue.Entries<double>()))
    {
        Description = "Every layer with its formula, its code, and the error of its gradient as it was measured.",
        Section = Section.Reference,
    };

    private Html Body(string kind, IReadOnlyList<OperationEntry<double>> entries)
    {
        Row[] rows = [.. entries.Select(NewRow)];
        return Html.Of(
            $"""
            <p>While this site was built, each gradient was compared with central differences in float64, in {Cases} random cases of up to
            five places on each axis. The error is relative to the largest gradient of the input. An error of {Tolerance} or more would be a
            mistake, and there would be no site. The command <code>gradcheck</code> checks as many cases as you like.</p>
            {Rung.Unfolding("Measure them yourself: every gradient of the engine, in your browser", "proof", path)}
            <div class="wide" tabindex="0" role="group" aria-label="{kind}s"><table>
            <thead>
            <tr><th scope="col">{kind}</th><th scope="col">What it computes</th><th scope="col" class="figure">Worst error</th></tr>
            </thead>
            <tbody>
            {Html.Join(rows.Select(Line))}
            </tbody></table></div>
            {Html.Join(rows.Select(Entry))}
            """);
    }

    private Row NewRow(OperationEntry<double> entry)
    {
        INamedTypeSymbol type = engine.Type(entry.Kind.FullName!);
        IReadOnlyDictionary<string, GradientComparison> worst =
            entry.HasGradient ? GradientCheck.Worst(entry, Cases, Seed) : new Dictionary<string, GradientComparison>();
        if (worst.Values.FirstOrDefault(one => !one.Passes) is { } wrong)
            throw new DataException($"{entry.Name}: the gradient is wrong: {wrong}");
        return new Row(entry, type, Documentation.Of(type, engine), worst);
    }

    private Html Line(Row row) => Html.Of(
        $"""
        <tr>
        <th scope="row"><a href="#{row.Entry.Name}"><code>{row.Title}</code></a></th>
        <td>{text.FirstSentence(row.Said)}</td>
        <td class="figure">{row.WorstError}</td>
        </tr>
        """);

    private Html Entry(Row row) => Html.Of(
        $"""
        <section class="member"><h2 id="{row.Entry.Name}">{row.Entry.Name}</h2>
        <p class="about"><code>{row.Entry.Expression}</code> · {text.Link(row.Type)} · {MemberText.Source(row.Type, path)}</p>
        {MemberText.Of(row.Said, text)}
        {(row.IsLayer ? Members(row.Type) : InWords(row.Entry.Name))}
        {Errors(row)}
        {CodeBlocks.Of(CSharp.Block(Code(row.Type)), "csharp-shown")}
        </section>
        """);

    // What a layer learns, and which shapes it takes to which.
    private Html Members(INamedTypeSymbol layer) => MemberText.List("Members", MemberGroup.Of(layer).SelectMany(group => group.Members)
        .Where(member => member is not IMethodSymbol { MethodKind: MethodKind.Constructor })
        .Select(member => Html.Of(
            $"<dt>{text.Link(member, member.Name)}</dt><dd>{text.FirstSentence(Documentation.Of(member, engine))}</dd>")));

    private static Html InWords(string name) => OperationText.Of(name) is { } words
        ? Html.Of($"""<p class="rule">Derivative: <strong>{words.Rule}.</strong> {words.Why}</p>""")
        : Html.Empty;

    private static Html Errors(Row row)
    {
        string errors = string.Join(", ", row.Worst.Select(one => $"{one.Key} {Number(one.Value.Error)}"));
        return errors.Length > 0
            ? Html.Of($"<p>Worst error of the gradients: {errors}.</p>")
            : Html.Of($"<p>It has no gradient that differences could check.</p>");
    }

    // All types of the file, such as an operation and its formula, without what is said above already.
    private static string Code(INamedTypeSymbol type)
    {
        SyntaxNode file = Engine.Declaration(type).SyntaxTree.GetRoot();
        IEnumerable<string> types = file.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(one => one.Parent is BaseNamespaceDeclarationSyntax && one.Identifier.Text != "Variable")
            .Select(one => string.Join('\n', one.ToFullString().Trim().Split('\n').Where(line => !IsDocumentation(line))));
        return string.Join("\n\n", types);
    }

    private static bool IsDocumentation(string line) => line.TrimStart().StartsWith("///", StringComparison.Ordinal);

    private static string Number(double number) => number.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private sealed record Row(
        OperationEntry<double> Entry, INamedTypeSymbol Type, Documentation Said, IReadOnlyDictionary<string, GradientComparison> Worst)
    {
        /// <summary>Operations are known by how they are written, layers by their names.</summary>
        public string Title => IsLayer ? Entry.Name : Entry.Expression;

        public bool IsLayer => Entry.Kind.Assembly == typeof(LayerCatalogue).Assembly;

        public string WorstError => Worst.Count == 0 ? "–" : Number(Worst.Values.Max(one => one.Error));
    }
}
