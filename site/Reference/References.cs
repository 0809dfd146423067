using System.Xml.Linq;
using Makemore.Models;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>Where a type or member has its place in the reference, and what documentation comments call it.</summary>
internal static class References
{
    private static readonly SymbolDisplayFormat ShortName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>A type's name as people write it: "Variable&lt;T&gt;".</summary>
    public static string NameOf(INamedTypeSymbol type) => type.ToDisplayString(ShortName);

    /// <summary>The page of a public type of the libraries.</summary>
    public static string PageOf(INamedTypeSymbol type)
    {
        string name = type.ContainingType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;
        return $"reference/{type.ContainingNamespace.ToDisplayString()}.{name}{(type.Arity > 0 ? $"-{type.Arity}" : "")}.html";
    }

    /// <summary>Where the reference speaks of a type or member, or null if it does not.</summary>
    public static string? Find(ISymbol symbol, Engine engine)
    {
        INamedTypeSymbol? type = (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.OriginalDefinition;
        if (type is null || !engine.Types.Contains(type, SymbolEqualityComparer.Default)) return null;
        if (symbol is INamedTypeSymbol) return PageOf(type);
        foreach (MemberGroup group in MemberGroup.Of(type))
            if (group.Members.Contains(symbol.OriginalDefinition, SymbolEqualityComparer.Default)) return $"{PageOf(type)}#{group.Id}";
        return null;
    }

    /// <summary>What a reference of a comment refers to.</summary>
    /// <param name="reference">As the compiler writes it: "T:Makemore.Autograd.Add`1".</param>
    /// <param name="from">The type or member that the comment belongs to.</param>
    /// <param name="engine">The libraries.</param>
    /// <exception cref="DataException">There is nothing of that name.</exception>
    public static ISymbol Find(string reference, ISymbol from, Engine engine) => engine.Find(reference)
        ?? throw new DataException($"{Where(from)}: {from.Name} is explained with {reference}, which is not there");

    /// <summary>What a reference is called: "Variable&lt;T&gt;.Forward", or "Forward" within Variable itself.</summary>
    public static string NameOf(ISymbol symbol, INamedTypeSymbol? within) => symbol switch
    {
        INamedTypeSymbol type => NameOf(type),
        IMethodSymbol { MethodKind: MethodKind.Constructor } => NameOf(symbol.ContainingType),
        _ when SymbolEqualityComparer.Default.Equals(symbol.ContainingType, within) => symbol.Name,
        _ => $"{NameOf(symbol.ContainingType)}.{symbol.Name}",
    };

    /// <summary>What a line of plain text calls a reference: by its last name, "Forward".</summary>
    public static string NameOf(XElement see) =>
        see.Attribute("cref") is { } reference
            ? reference.Value.Split('(')[0].Split('.', ':')[^1].Split('`')[0]
            : (see.Attribute("langword") ?? see.Attribute("href"))!.Value;

    /// <summary>The file and line of a declaration, for a message.</summary>
    public static string Where(ISymbol symbol)
    {
        (string path, int line) = Engine.Place(symbol);
        return $"{path}({line})";
    }
}
