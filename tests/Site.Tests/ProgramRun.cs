using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site.Tests;

/// <summary>A C# program that is compiled in memory, against the same libraries as a reader's.</summary>
internal static class ProgramRun
{
    // What the SDK adds to a program with ImplicitUsings, and what the README says the namespaces are.
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks; global using System.Numerics;
        global using Makemore.Tensors; global using Makemore.Autograd; global using Makemore.Modules;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Compiles a program. Types may stand among its statements, as on a page that shows one after the other.</summary>
    /// <exception cref="InvalidOperationException">It does not compile: the message says why.</exception>
    public static Assembly Compile(string code)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, CSharp.Options).GetCompilationUnitRoot();
        GlobalStatementSyntax[] statements = [.. root.Members.OfType<GlobalStatementSyntax>()];
        IEnumerable<SyntaxNode> parts = [.. root.Usings, .. statements, .. root.Members.Except(statements)];
        string ordered = string.Join('\n', parts.Select(part => part.ToFullString()));
        var compilation = CSharpCompilation.Create(
            $"Program{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(Usings, CSharp.Options), CSharpSyntaxTree.ParseText(ordered, CSharp.Options)],
            References,
            new CSharpCompilationOptions(
                statements.Length > 0 ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        IEnumerable<Diagnostic> errors = result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error);
        if (!result.Success) throw new InvalidOperationException($"{string.Join('\n', errors)}\n{code}");
        return Assembly.Load(image.ToArray());
    }

    /// <summary>
    /// Runs a program, if it has statements, and returns what it prints. A program that stops with an exception prints until then.
    /// </summary>
    /// <param name="program">What <see cref="Compile"/> made.</param>
    /// <param name="mayStop">May it stop with an exception?</param>
    public static string Run(Assembly program, bool mayStop = false)
    {
        if (program.EntryPoint is not { } main) return "";
        lock (References) // there is one console
        {
            TextWriter before = Console.Out;
            using var printed = new StringWriter();
            Console.SetOut(printed);
            try
            {
                object? result = main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
                (result as Task)?.GetAwaiter().GetResult();
            }
            catch (TargetInvocationException) when (mayStop)
            {
            }
            finally
            {
                Console.SetOut(before);
            }

            return printed.ToString().ReplaceLineEndings("\n");
        }
    }
}
