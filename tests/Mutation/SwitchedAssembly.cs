using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>
/// A floor with all its mutants in one assembly. A body with mutants becomes a switch: in each case one mutant of it, and by default the
/// body as it is; an initializer becomes a switch expression. Which mutant is on is a number that can change while the program runs, so
/// the tests start once, not once for each mutant (mutant schemata: Untch, Offutt and Harrold, "Mutation Analysis Using Mutant Schemata",
/// ISSTA 1993, section 3).
/// </summary>
internal sealed class SwitchedAssembly
{
    /// <summary>The class that is added to the floor.</summary>
    public const string SwitchName = "Makemore.Mutation.Switch";

    /// <summary>The environment variable with the number of the mutant that is on from the start.</summary>
    public const string Variable = "MAKEMORE_MUTANT";

    private readonly Dictionary<Mutant, (int Number, int Host)> places = [];

    /// <summary>Compiles again and again, without the mutants that do not compile.</summary>
    public SwitchedAssembly(Floor floor, IReadOnlyList<Mutant> mutants)
    {
        var hosts = new Dictionary<SyntaxNode, List<Mutant>>();
        foreach (Mutant mutant in mutants)
        {
            if (HostOf(mutant) is not { } host) continue;
            if (!hosts.TryGetValue(host, out List<Mutant>? list)) hosts[host] = list = [];
            list.Add(mutant);
        }

        var bodies = hosts.Keys.ToList();
        for (int round = 0; ; round++)
        {
            places.Clear();
            var cases = new Dictionary<SyntaxTree, List<(TextSpan Span, Mutant Mutant)>>();
            var texts = new Dictionary<SyntaxTree, string>();
            foreach (IGrouping<SyntaxTree, SyntaxNode> file in bodies.GroupBy(host => host.SyntaxTree))
            {
                var spans = cases[file.Key] = [];
                texts[file.Key] = Switched(file.Key, [.. file.OrderBy(host => host.SpanStart)], hosts, bodies, spans);
            }

            byte[]? image = floor.Compile(texts, SwitchSource(bodies.Count), out IReadOnlyList<Diagnostic> errors);
            if (image is not null)
            {
                Image = image;
                return;
            }

            var wrong = new HashSet<Mutant>();
            foreach (Diagnostic error in errors)
            {
                SyntaxTree before = floor.TreeOf(error.Location.SourceTree!.FilePath);
                foreach ((TextSpan span, Mutant mutant) in cases.GetValueOrDefault(before, []))
                    if (span.Contains(error.Location.SourceSpan.Start)) wrong.Add(mutant);
            }

            if (wrong.Count == 0 || round > 20)
                throw new InvalidOperationException($"the floor with its mutants does not compile: {errors[0]}");
            foreach (List<Mutant> list in hosts.Values) list.RemoveAll(wrong.Contains);
            NotCompiled.UnionWith(wrong);
        }
    }

    /// <summary>The assembly.</summary>
    public byte[] Image { get; }

    /// <summary>The mutants that are not C#.</summary>
    public HashSet<Mutant> NotCompiled { get; } = [];

    /// <summary>The mutant's number, from 1, and that of the body it is in. Null: a constant or a default, which a switch cannot hold.</summary>
    public (int Number, int Host)? PlaceOf(Mutant mutant) => places.TryGetValue(mutant, out (int, int) place) ? place : null;

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

    private string Switched(
        SyntaxTree tree, SyntaxNode[] inFile, Dictionary<SyntaxNode, List<Mutant>> hosts, List<SyntaxNode> numbers,
        List<(TextSpan, Mutant)> spans)
    {
        string text = tree.GetText().ToString();
        var result = new StringBuilder();
        int copied = 0;
        foreach (SyntaxNode host in inFile)
        {
            if (hosts[host].Count == 0) continue;
            int number = numbers.IndexOf(host);
            string enter = $"global::{SwitchName}.Enter({number})";
            bool isExpression = host is ExpressionSyntax, isProperty = host.Parent is BasePropertyDeclarationSyntax && !isExpression;
            int end = host is ArrowExpressionClauseSyntax ? host.GetLastToken().GetNextToken().Span.End : host.Span.End; // with its semicolon
            // Where a value is returned, a mutant that forgets to is an error of its case, not of the whole body.
            string leave = !isExpression && (ReturnsNothing(host.Parent!) || host.DescendantNodes().Any(node => node is YieldStatementSyntax))
                ? " break;"
                : "";
            result.Append(text, copied, host.SpanStart - copied);
            copied = end;
            result.Append(isExpression ? $"({enter} switch {{\n" : $"{(isProperty ? "{ get " : "")}{{ switch ({enter}) {{\n");
            foreach (Mutant mutant in hosts[host])
            {
                int start = result.Length, mutantNumber = places.Count + 1;
                places[mutant] = (mutantNumber, number);
                string body = Body(host, end, mutant, text);
                result.Append(isExpression ? $"{mutantNumber} => {body},\n" : $"case {mutantNumber}: {body}{leave}\n");
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
