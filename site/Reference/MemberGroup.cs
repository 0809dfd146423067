using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>Members of one name, such as all overloads of a method: they stand together on their type's page.</summary>
/// <param name="Kind">The heading above it and others: "Methods".</param>
/// <param name="Name">Their name: "Backward", "operator +".</param>
/// <param name="Id">Their place on the page, which #Backward leads to.</param>
/// <param name="Members">In the order of the source.</param>
internal sealed record MemberGroup(string Kind, string Name, string Id, IReadOnlyList<ISymbol> Members)
{
    /// <summary>The headings, in the order of a page.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["Constructors", "Values", "Properties", "Methods", "Operators", Operations, "Fields"];

    /// <summary>What the files of the operations add to a class: x.Tanh() and the like.</summary>
    public const string Operations = "Operations";

    /// <summary>The members of a type that others can name, without those that merely implement what a base class asks for.</summary>
    public static IReadOnlyList<MemberGroup> Of(INamedTypeSymbol type) =>
    [
        .. type.GetMembers().Where(IsShown).GroupBy(member => (Kind: KindOf(member), Id: IdOf(member)))
            .Select(group => new MemberGroup(group.Key.Kind, NameOf(group.First()), group.Key.Id, [.. group])),
    ];

    private static bool IsShown(ISymbol member) =>
        Engine.IsPublic(member) && !member.IsImplicitlyDeclared && member is not INamedTypeSymbol
        && !IsOnlyConstructor(member)
        && !(member.IsOverride && (member.DeclaredAccessibility == Accessibility.Protected || Documentation.IsInherited(member)))
        && member is not IMethodSymbol
        {
            MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion)
        };

    // A primary constructor stands in the type's declaration. Beside others, it is repeated.
    private static bool IsOnlyConstructor(ISymbol member) => IsPrimaryConstructor(member)
        && member.ContainingType.InstanceConstructors.Count(one => Engine.IsPublic(one) && !one.IsImplicitlyDeclared) == 1;

    /// <summary>Is it a constructor that stands in the type's declaration, and is explained there?</summary>
    public static bool IsPrimaryConstructor(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false }
        && Engine.Declaration(member) is TypeDeclarationSyntax;

    private static string KindOf(ISymbol member) => member switch
    {
        _ when IsOperation(member) => Operations,
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "Constructors",
        IMethodSymbol { MethodKind: MethodKind.Ordinary } => "Methods",
        IMethodSymbol => "Operators",
        IPropertySymbol => "Properties",
        _ when member.ContainingType.TypeKind == TypeKind.Enum => "Values",
        _ => "Fields",
    };

    private static bool IsOperation(ISymbol member) => IsInOperations(member) && !IsInOperations(member.ContainingType);

    private static bool IsInOperations(ISymbol symbol) =>
        Engine.Place(symbol).Path.StartsWith("src/Autograd/Operations/", StringComparison.Ordinal);

    private static string IdOf(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "constructor" : member.MetadataName.Split('`')[0];

    private static string NameOf(ISymbol member) => (member, Engine.Declaration(member)) switch
    {
        (IMethodSymbol { MethodKind: MethodKind.Constructor }, _) => member.ContainingType.Name,
        (IPropertySymbol { IsIndexer: true }, _) => "this[]",
        (_, OperatorDeclarationSyntax { ParameterList.Parameters.Count: 1 } one) => $"unary operator {one.OperatorToken.Text}",
        (_, OperatorDeclarationSyntax one) => $"operator {one.OperatorToken.Text}",
        (_, ConversionOperatorDeclarationSyntax one) => $"{one.ImplicitOrExplicitKeyword.Text} operator {one.Type}",
        _ => member.Name,
    };
}
