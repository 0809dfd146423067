using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>
/// A floor with many of its mutants in one assembly. A body with mutants becomes a switch: in each case one mutant of it, and by default
/// the body as it is; an initializer becomes a switch expression. Which mutant is on is a number that can change while the program runs,
/// so the tests start once, not once for each mutant (mutant schemata: Untch, Offutt and Harrold, "Mutation Analysis Using Mutant
/// Schemata", ISSTA 1993, section 3).
/// </summary>
internal sealed class SwitchedAssembly
{
    /// <summary>The class that is added to the floor.</summary>
    public const string SwitchName = "Makemore.Mutation.Switch";

    /// <summary>The environment variable with the number of the mutant that is on from the start.</summary>
    public const string Variable = "MAKEMORE_MUTANT";

    private readonly Floor floor;
    private readonly List<SyntaxNode> hosts = []; // the bodies, each at its number
    private readonly Dictionary<Mutant, (int Number, int Host)> places = [];

    /// <summary>Compiles all mutants together, again and again, without those that do not compile.</summary>
    public SwitchedAssembly(Floor floor, IReadOnlyList<Mutant> mutants)
    {
        this.floor = floor;
        var numbers = new Dictionary<SyntaxNode, int>();
        foreach (Mutant mutant in mutants)
        {
            if (HostOf(mutant) is not { } host) continue;
            if (numbers.TryAdd(host, hosts.Count)) hosts.Add(host);
            places[mutant] = (places.Count + 1, numbers[host]);
        }

        while (Compile([.. places.Keys], withAllHosts: false, out HashSet<Mutant> wrong) is null)
        {
            foreach (Mutant mutant in wrong) places.Remove(mutant);
            NotCompiled.UnionWith(wrong);
        }
    }

    /// <summary>The mutants that are not C#.</summary>
    public HashSet<Mutant> NotCompiled { get; } = [];

    /// <summary>The mutant's number, from 1, and that of the body it is in. Null: a constant or a default, which a switch cannot hold.</summary>
    public (int Number, int Host)? PlaceOf(Mutant mutant) => places.TryGetValue(mutant, out (int, int) place) ? place : null;

    /// <summary>The floor without mutants, that notes which bodies run.</summary>
    public byte[] WithoutMutants() => Compile([], withAllHosts: true, out _)!;

    /// <summary>The floor with these mutants, which all compile.</summary>
    public byte[] With(IReadOnlyCollection<Mutant> mutants) => Compile(mutants, withAllHosts: false, out _)!;

    private byte[]? Compile(IReadOnlyCollection<Mutant> mutants, bool withAllHosts, out HashSet<Mutant> wrong)
    {
        ILookup<int, Mutant> byHost = mutants.ToLookup(mutant => places[mutant].Host);
        var cases = new Dictionary<string, List<(TextSpan Span, Mutant Mutant)>>();
        var texts = new Dictionary<SyntaxTree, string>();
        foreach (IGrouping<SyntaxTree, int> file in Enumerable.Range(0, hosts.Count)
            .Where(host => withAllHosts || byHost.Contains(host)).GroupBy(host => hosts[host].SyntaxTree))
        {
            List<(TextSpan, Mutant)> spans = cases[file.Key.FilePath] = [];
            texts[file.Key] = Switched(file.Key, [.. file.OrderBy(host => hosts[host].SpanStart)], byHost, spans);
        }

        byte[]? image = floor.Compile(texts, SwitchSource(hosts.Count), out IReadOnlyList<Diagnostic> errors);
        wrong = [.. from error in errors
                    from one in cases.GetValueOrDefault(error.Location.SourceTree?.FilePath ?? "", [])
                    where one.Span.Contains(error.Location.SourceSpan.Start)
                    select one.Mutant];
        return image is null && wrong.Count == 0
            ? throw new InvalidOperationException($"the floor with its mutants does not compile: {errors[0]}")
            : image;
    }

    private static string SwitchSource(int hosts) => $$"""
        namespace Makemore.Mutation
        {
            internal static class Switch
            {
                public static int Active = int.Parse(System.Environment.GetEnvironmentVariable("{{Variable}}") ?? "0");
                public static readonly bool[] Entered = new bool[{{hosts}}];
                public static readonly bool[] EnteredAtStart = new bool[{{hosts}}];
                private static readonly bool[] Known = new bool[{{hosts}}];

                public static int Enter(int host)
                {
                    Entered[host] = true;
                    if (!Known[host]) MeetFirst(host);
                    return Active;
                }

                // What a type computes once, before it is used, stays as it is while the number changes.
                private static void MeetFirst(int host)
                {
                    Known[host] = true;
                    foreach (System.Diagnostics.StackFrame frame in new System.Diagnostics.StackTrace().GetFrames())
                    {
                        var method = frame.GetMethod();
                        if (method?.Name == ".cctor" && method.DeclaringType?.Assembly == typeof(Switch).Assembly) EnteredAtStart[host] = true;
                    }
                }
            }
        }
        """;

    // The outermost body or initializer that the change is in.
    private static SyntaxNode? HostOf(Mutant mutant)
    {
        SyntaxNode node = mutant.Tree.GetRoot().FindToken(mutant.Span.Start).Parent!;
        SyntaxNode? host = node.AncestorsAndSelf().LastOrDefault(ancestor => ancestor switch
        {
            BlockSyntax => ancestor.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax,
            ArrowExpressionClauseSyntax =>
                ancestor.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax,
            ExpressionSyntax => ancestor.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } } =>
                    !field.Modifiers.Any(SyntaxKind.ConstKeyword),
                EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
                ArgumentSyntax { Parent.Parent: ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax } argument =>
                    argument.RefOrOutKeyword.IsKind(SyntaxKind.None),
                _ => false,
            },
            _ => false,
        });
        return host?.FullSpan.Contains(mutant.Span) == true || host is ArrowExpressionClauseSyntax ? host : null; // not two arguments
    }

    private string Switched(SyntaxTree tree, int[] inFile, ILookup<int, Mutant> mutants, List<(TextSpan, Mutant)> spans)
    {
        string text = tree.GetText().ToString();
        var result = new StringBuilder();
        int copied = 0;
        foreach (int number in inFile)
        {
            SyntaxNode host = hosts[number];
            string enter = $"global::{SwitchName}.Enter({number})";
            bool isExpression = host is ExpressionSyntax, isProperty = host.Parent is BasePropertyDeclarationSyntax && !isExpression;
            int end = host is ArrowExpressionClauseSyntax ? host.GetLastToken().GetNextToken().Span.End : host.Span.End; // with its semicolon

            // Where a value is returned, a mutant that forgets to is an error of its case, not of the whole body.
            bool mayEnd = ReturnsNothing(host.Parent!) || host.DescendantNodes().Any(node => node is YieldStatementSyntax);
            string leave = mayEnd && !isExpression ? " break;" : "";
            result.Append(text, copied, host.SpanStart - copied);
            copied = end;
            result.Append(isExpression ? $"({enter} switch {{\n" : $"{(isProperty ? "{ get " : "")}{{ switch ({enter}) {{\n");
            foreach (Mutant mutant in mutants[number])
            {
                int start = result.Length;
                string body = Body(host, end, mutant, text);
                result.Append(isExpression ? $"{places[mutant].Number} => {body},\n" : $"case {places[mutant].Number}: {body}{leave}\n");
                spans.Add((TextSpan.FromBounds(start, result.Length), mutant));
            }

            string original = Body(host, end, null, text);
            result.Append(isExpression ? $"_ => {original} }})" : $"default: {original}{leave} }} }}{(isProperty ? " }" : "")}");
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    // A host's code, with a change or without one, as a block or as an expression in parentheses.
    private static string Body(SyntaxNode host, int end, Mutant? mutant, string text)
    {
        int from = host is ArrowExpressionClauseSyntax arrow ? arrow.Expression.SpanStart : host.SpanStart;
        int to = host is ArrowExpressionClauseSyntax { Expression: var value } ? value.Span.End : end;
        if (mutant is not null && mutant.Span.Start < from) return "{ }"; // nothing instead of "=> value;"
        string code = mutant is null
            ? text[from..to]
            : text[from..mutant.Span.Start] + mutant.Replacement + text[mutant.Span.End..to];
        return host switch
        {
            ExpressionSyntax => $"({code}\n)",
            BlockSyntax => $"\n{code}\n",
            _ when code.StartsWith("throw ", StringComparison.Ordinal) || ReturnsNothing(host.Parent!) => $"{{ {code}\n; }}",
            _ => $"{{ return {code}\n; }}",
        };
    }

    private static bool ReturnsNothing(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.ReturnType.ToString() is "void"
            || (method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() is "Task" or "ValueTask"),
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
        OperatorDeclarationSyntax operation => operation.ReturnType.ToString() is "void",
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => false,
    };
}
