using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>Where the engine's types, as a program names them, lead in the reference.</summary>
internal sealed class TypeLinks(Engine engine)
{
    private readonly Dictionary<string, string> pages = engine.Types
        .Where(type => type.ContainingType is null)
        .GroupBy(type => type.Name)
        .ToDictionary(group => group.Key, group => References.PageOf(group.First()));

    /// <summary>Gives each type of the engine its link when it is met for the first time.</summary>
    /// <param name="program">A program. What it declares itself is not the engine's, whatever its name.</param>
    /// <param name="page">The page that shows it.</param>
    public Func<SyntaxToken, string?> In(string program, string page)
    {
        IEnumerable<SyntaxToken> names = CSharpSyntaxTree.ParseText(program, CSharp.Options).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken));
        HashSet<string> declaredOrMet = [.. names.Where(token => token.Parent is not SimpleNameSyntax).Select(token => token.Text)];
        return token => IsTypeName(token) && pages.TryGetValue(token.Text, out string? target) && declaredOrMet.Add(token.Text)
            ? Page.Link(page, target)
            : null;
    }

    // Not a member of something: x.Tanh() is a method, and Math.Exp is not ours. Nor the name of an argument or of a property that is set.
    private static bool IsTypeName(SyntaxToken token) => token.Parent is SimpleNameSyntax name && name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != name,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        NameColonSyntax => false,
        _ => true,
    };
}
