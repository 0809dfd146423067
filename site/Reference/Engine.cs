using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>The three libraries as the compiler reads them: their types and members, and where each is written.</summary>
internal sealed class Engine
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation compilation;

    public Engine()
    {
        // Parsed for documentation too, so that its references to other members are resolved.
        CSharpParseOptions options = CSharp.Options.WithDocumentationMode(DocumentationMode.Diagnose);
        IEnumerable<SyntaxTree> files = Libraries.SelectMany(library => Checkout.Files($"src/{library}", "*.cs"))
            .Select(path => CSharpSyntaxTree.ParseText(Checkout.Read(path), options, path));
        compilation = CSharpCompilation.Create(
            "Engine",
            [.. files, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            Runtime(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        if (compilation.GetDeclarationDiagnostics().FirstOrDefault(one => one.Severity == DiagnosticSeverity.Error) is { } error)
            throw new InvalidOperationException($"the libraries do not compile together: {error}");
        Types = [.. Libraries.SelectMany(library => PublicTypes(Namespace(library)))];
    }

    /// <summary>The folders of the libraries below src, and the last part of their names. Each builds on those before it.</summary>
    public static IReadOnlyList<string> Libraries { get; } = ["Tensors", "Autograd", "Modules"];

    /// <summary>All public types, library by library.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    /// <summary>The type that a running program knows by this name: "Makemore.Autograd.Add`1".</summary>
    public INamedTypeSymbol Type(string name) =>
        compilation.GetTypeByMetadataName(name) ?? throw new InvalidOperationException($"the libraries have no {name}");

    /// <summary>What a reference in a documentation comment means, as the compiler writes it: "T:Makemore.Autograd.Add`1".</summary>
    public ISymbol? Find(string documentationId) => DocumentationCommentId.GetFirstSymbolForDeclarationId(documentationId, compilation);

    /// <summary>Can other programs name it? Derived classes count.</summary>
    public static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    /// <summary>Where it is written. Of a type in several files, the part that has its documentation.</summary>
    public static SyntaxNode Declaration(ISymbol symbol)
    {
        SyntaxNode[] parts = [.. symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())];
        return parts.FirstOrDefault(part => part.GetLeadingTrivia().Any(trivia => trivia.HasStructure)) ?? parts[0];
    }

    /// <summary>The file of a declaration, from the root, and its line, counted from 1.</summary>
    public static (string Path, int Line) Place(ISymbol symbol)
    {
        SyntaxNode node = Declaration(symbol);
        SyntaxToken name = node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier,
            VariableDeclaratorSyntax field => field.Identifier,
            _ => node.GetFirstToken(),
        };
        return (node.SyntaxTree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
    }

    private INamespaceSymbol Namespace(string library) =>
        compilation.GlobalNamespace.GetNamespaceMembers().Single(one => one.Name == "Makemore")
            .GetNamespaceMembers().Single(one => one.Name == library);

    private static IEnumerable<INamedTypeSymbol> PublicTypes(INamespaceOrTypeSymbol outer) =>
        outer.GetTypeMembers().Where(IsPublic).OrderBy(type => type.Name, StringComparer.Ordinal).ThenBy(type => type.Arity)
            .SelectMany(type => PublicTypes(type).Prepend(type));

    // Without the libraries themselves, which this program has too.
    private static IEnumerable<MetadataReference> Runtime() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Makemore.", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
}
