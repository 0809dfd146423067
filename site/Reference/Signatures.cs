using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>Declarations as the source has them, without what their callers need not know: bodies, attributes, values of fields.</summary>
internal static class Signatures
{
    private const int LongLine = 100;

    /// <summary>A type, with what it derives from.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        SyntaxNode node = Engine.Declaration(type);
        if (node is not TypeDeclarationSyntax one) return $"{Modifiers(((EnumDeclarationSyntax)node).Modifiers)}enum {type.Name}";
        string word = (one as RecordDeclarationSyntax)?.ClassOrStructKeyword.Text ?? "";
        string kind = word.Length > 0 ? $"record {word}" : one.Keyword.Text;
        string name = $"{Modifiers(one.Modifiers)}{kind} {type.Name}{one.TypeParameterList}";
        string parameters = $"{one.ParameterList}";
        if (name.Length + parameters.Length > LongLine && one.ParameterList is { } list)
            parameters = $"(\n    {string.Join(",\n    ", list.Parameters)})";
        string bases = string.Join(", ", (one.BaseList?.Types ?? []).Select(part => part.Type.ToString()));
        return Lines([name + parameters, bases.Length > 0 ? $": {bases}" : "", .. one.ConstraintClauses.Select(part => part.ToString())]);
    }

    /// <summary>A member.</summary>
    public static string Of(ISymbol member)
    {
        SyntaxNode node = Engine.Declaration(member);
        return Dedented(node switch
        {
            TypeDeclarationSyntax type => $"public {type.Identifier}{type.ParameterList}",
            ParameterSyntax parameter => $"public {parameter.Type} {parameter.Identifier} {Accessors((IPropertySymbol)member)}",
            EnumMemberDeclarationSyntax value => $"{value.Identifier} {value.EqualsValue}".TrimEnd(),
            VariableDeclaratorSyntax field => Field((IFieldSymbol)member, field),
            PropertyDeclarationSyntax one => $"{Modifiers(one.Modifiers)}{one.Type} {one.Identifier} {Accessors((IPropertySymbol)member)}",
            IndexerDeclarationSyntax one =>
                $"{Modifiers(one.Modifiers)}{one.Type} this{one.ParameterList} {Accessors((IPropertySymbol)member)}",
            ConstructorDeclarationSyntax one => $"{Modifiers(one.Modifiers)}{one.Identifier}{one.ParameterList}",
            MethodDeclarationSyntax one => Lines(
            [
                $"{Modifiers(one.Modifiers)}{one.ReturnType} {one.Identifier}{one.TypeParameterList}{one.ParameterList}",
                .. one.ConstraintClauses.Select(part => part.ToString()),
            ]),
            OperatorDeclarationSyntax one =>
                $"{Modifiers(one.Modifiers)}{one.ReturnType} operator {one.OperatorToken.Text}{one.ParameterList}",
            ConversionOperatorDeclarationSyntax one =>
                $"{Modifiers(one.Modifiers)}{one.ImplicitOrExplicitKeyword.Text} operator {one.Type}{one.ParameterList}",
            _ => throw new NotSupportedException($"{References.Where(member)}: no signature for {node.Kind()}"),
        });
    }

    private static string Modifiers(SyntaxTokenList modifiers) =>
        string.Concat(modifiers.Where(one => !one.IsKind(SyntaxKind.PartialKeyword)).Select(one => one.Text + " "));

    private static string Accessors(IPropertySymbol property)
    {
        string set = property.SetMethod switch
        {
            null => "",
            { DeclaredAccessibility: var access } when access == property.DeclaredAccessibility => Setter(property),
            { DeclaredAccessibility: Accessibility.Protected } => "protected " + Setter(property),
            _ => "",
        };
        return $"{{ {(property.GetMethod is null ? "" : "get; ")}{set}}}";
    }

    private static string Setter(IPropertySymbol property) => property.SetMethod!.IsInitOnly ? "init; " : "set; ";

    private static string Field(IFieldSymbol field, VariableDeclaratorSyntax name)
    {
        var whole = (FieldDeclarationSyntax)name.Parent!.Parent!;
        return $"{Modifiers(whole.Modifiers)}{whole.Declaration.Type} {name.Identifier}{(field.IsConst ? $" {name.Initializer}" : "")};";
    }

    // What does not fit on one line goes on below, indented.
    private static string Lines(IEnumerable<string> parts)
    {
        string[] written = [.. parts.Where(part => part.Length > 0)];
        string line = string.Join(' ', written);
        return line.Length <= LongLine ? line : string.Join("\n    ", written);
    }

    // Lines after the first were indented as the member was in its type.
    private static string Dedented(string text)
    {
        string[] lines = text.Split('\n');
        return string.Join('\n', lines.Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[4..] : line));
    }
}
