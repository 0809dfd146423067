using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>Which lines of a lesson print when they run: by Console.Write, or by calling what prints.</summary>
internal static class PrintingLines
{
    private static readonly string[] Console = ["Console.Write", "Console.WriteLine"];

    /// <summary>The lines, from 0. A loop that prints is one: all of its lines are among them.</summary>
    public static IReadOnlySet<int> Of(string program)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(program, CSharp.Options).GetRoot();
        HashSet<string> printers = PrintersIn(root);
        var lines = new HashSet<int>();
        foreach (GlobalStatementSyntax one in root.DescendantNodes().OfType<GlobalStatementSyntax>()) Add(one.Statement);
        return lines;

        void Add(StatementSyntax statement)
        {
            if (statement is BlockSyntax block)
            {
                foreach (StatementSyntax inner in block.Statements) Add(inner);
            }
            else if (statement is not LocalFunctionStatementSyntax && Prints(statement, printers))
            {
                FileLinePositionSpan place = statement.SyntaxTree.GetLineSpan(statement.Span);
                for (int line = place.StartLinePosition.Line; line <= place.EndLinePosition.Line; line++) lines.Add(line);
            }
        }
    }

    // Functions that print, also by calling one another.
    private static HashSet<string> PrintersIn(SyntaxNode root)
    {
        (string Name, SyntaxNode Body)[] functions =
        [
            .. root.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Select(one => (one.Identifier.Text, (SyntaxNode)one)),
            .. root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(one => (one.Identifier.Text, (SyntaxNode)one)),
        ];
        HashSet<string> printers = [.. Console];
        int before;
        do
        {
            before = printers.Count;
            printers.UnionWith(functions.Where(function => Prints(function.Body, printers)).Select(function => function.Name));
        }
        while (printers.Count > before);
        return printers;
    }

    private static bool Prints(SyntaxNode code, HashSet<string> printers) => code.DescendantNodesAndSelf()
        .OfType<InvocationExpressionSyntax>()
        .Any(call => printers.Contains(call.Expression.ToString()) || printers.Contains(call.Expression.ToString().Split('.')[^1]));
}
