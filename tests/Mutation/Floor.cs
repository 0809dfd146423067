using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>A project of <c>src/</c> as the build compiles it, and the test projects that should notice a change to it.</summary>
internal sealed class Floor
{
    // A floor's own tests come first, then those of the floors above that use it most.
    private static readonly Dictionary<string, string[]> TestsOf = new()
    {
        ["Tensors"] = ["Tensors"], // the tests above would notice much more, and later
        ["Autograd"] = ["Autograd", "Modules", "Outside"],
        ["Modules"] = ["Modules", "Outside", "Models"],
        ["Models"] = ["Models", "Outside"],
        ["Pages"] = ["Pages"],
        ["Runner"] = ["Runner"],
    };

    // These draw the cases of tests at random. A change there draws other cases, which no test has to notice.
    private static readonly string[] DrawsTests =
    [
        "src/Autograd/Checking/OperationCatalogue.cs", "src/Autograd/Checking/OperationDraw.cs", "src/Modules/Checking/LayerCatalogue.cs",
    ];

    private readonly CSharpCompilation compilation;
    private readonly CSharpCommandLineArguments arguments;
    private readonly string root, folder;

    /// <summary>Builds the tests, unless they are built, and reads how the build calls the compiler.</summary>
    public Floor(string root, string name, bool isBuilt)
    {
        this.root = root;
        TestProjects = [.. TestsOf[name].Select(floor => $"{floor}.Tests")];
        foreach (string tests in isBuilt ? [] : TestProjects)
            Run("build", Path.Combine(root, "tests", tests, $"{tests}.csproj"), "-c", "Release", "-v", "quiet", "-nologo");

        folder = Path.Combine(root, "src", name);
        string json = Run(
            "msbuild", Path.Combine(folder, $"{name}.csproj"), "-t:PrepareResources;Compile", "-getItem:CscCommandLineArgs", "-p:Configuration=Release",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=so-that-nothing-is-up-to-date");
        using var document = JsonDocument.Parse(json);
        IEnumerable<string> line = document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);
        arguments = CSharpCommandLineParser.Default.Parse(line, folder, sdkDirectory: null);
        compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            arguments.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(
                File.ReadAllText(file.Path), arguments.ParseOptions, file.Path)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),
            arguments.CompilationOptions.WithConcurrentBuild(false).WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
                .WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty));
        Original = Compile(compilation) ?? throw new InvalidOperationException($"{name} does not compile here");
    }

    /// <summary>The floor's own tests, then those above.</summary>
    public IReadOnlyList<string> TestProjects { get; }

    /// <summary>The file that a mutant replaces: "Makemore.Autograd.dll".</summary>
    public string AssemblyFile => $"{arguments.CompilationName}.dll";

    /// <summary>The assembly without a change.</summary>
    public byte[] Original { get; }

    /// <summary>Every mutant of the sources that are in the repository.</summary>
    public IEnumerable<Mutant> Mutants() => MutantsOfScripts().Concat(
        from tree in compilation.SyntaxTrees
        let file = FromTop(tree.FilePath)
        where !file.Contains("/obj/") && !DrawsTests.Contains(file)
        from mutant in Mutator.Mutants(compilation.GetSemanticModel(tree), file)
        select mutant);

    /// <summary>The assembly with this change; null if it does not compile.</summary>
    public byte[]? Compile(Mutant mutant) => Compile(compilation.ReplaceSyntaxTree(mutant.Tree, mutant.Changed));

    /// <summary>Equal for equal assemblies: the compiler is deterministic, and line numbers are not in the file.</summary>
    public static string Hash(byte[] assembly) => Convert.ToHexString(SHA256.HashData(assembly));

    /// <summary>The assembly with these texts instead of the files', and one file more; null if it does not compile.</summary>
    public byte[]? Compile(IReadOnlyDictionary<SyntaxTree, string> texts, string added, out IReadOnlyList<Diagnostic> errors)
    {
        CSharpCompilation changed = compilation.WithOptions(compilation.Options.WithConcurrentBuild(true))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(added, arguments.ParseOptions));
        foreach ((SyntaxTree tree, string text) in texts)
            changed = changed.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, arguments.ParseOptions, tree.FilePath));
        return Compile(changed, out errors);
    }

    // A page's script is a resource. The method that reads resources returns a changed script instead.
    private IEnumerable<Mutant> MutantsOfScripts()
    {
        ISymbol? reads = compilation.GetTypeByMetadataName("Makemore.Pages.Html")?.GetMembers("Resource").Single();
        if (reads?.DeclaringSyntaxReferences is not [var declaration]) yield break; // it belongs to another floor
        var method = (MethodDeclarationSyntax)declaration.GetSyntax();
        string name = method.ParameterList.Parameters.Single().Identifier.Text;
        var begin = new TextSpan(method.Body!.OpenBraceToken.Span.End, 0);
        foreach (string path in Directory.EnumerateFiles(folder, "*.js", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (FromTop(path) is var file && (file.Contains("/obj/") || file.Contains("/bin/"))) continue;
            var script = SourceText.From(File.ReadAllText(path).ReplaceLineEndings("\n"));
            foreach ((TextSpan span, string replacement, string function) in ScriptMutator.Changes(script.ToString()))
            {
                string read = $"new System.IO.StreamReader(typeof(Html).Assembly.GetManifestResourceStream({name})!).ReadToEnd()";
                string before = $"text[..{span.Start}]", after = $"text[{span.End}..]";
                string instead = $$"""
                     if ({{name}} == "{{Path.GetFileName(path)}}")
                    {
                        string text = {{read}}.ReplaceLineEndings("\n");
                        return {{before}} + {{SymbolDisplay.FormatLiteral(replacement, quote: true)}} + {{after}};
                    }
                    """;
                yield return new Mutant(method.SyntaxTree, begin, instead, file, function) { Shown = new Edit(script, span, replacement) };
            }
        }
    }

    private string FromTop(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private byte[]? Compile(CSharpCompilation changed) => Compile(changed, out _);

    private byte[]? Compile(CSharpCompilation changed, out IReadOnlyList<Diagnostic> errors)
    {
        using var stream = new MemoryStream();
        EmitResult result = changed.Emit(stream, manifestResources: arguments.ManifestResources, options: new EmitOptions());
        errors = [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return result.Success ? stream.ToArray() : null;
    }

    private static string Run(params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', command)} failed:\n{output}");
    }
}
