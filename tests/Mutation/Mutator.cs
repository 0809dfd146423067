using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>Walks through a source file and notes every mutant of it.</summary>
internal sealed class Mutator(SemanticModel model, string file) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string[]> Instead = new()
    {
        [SyntaxKind.PlusToken] = ["-", "*"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/", "+"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.CaretToken] = ["&"],
        [SyntaxKind.LessThanLessThanToken] = [">>"],
        [SyntaxKind.GreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.PlusEqualsToken] = ["-=", "="],
        [SyntaxKind.MinusEqualsToken] = ["+=", "="],
        [SyntaxKind.AsteriskEqualsToken] = ["/=", "="],
        [SyntaxKind.SlashEqualsToken] = ["*=", "="],
        [SyntaxKind.BarEqualsToken] = ["&=", "="],
        [SyntaxKind.AmpersandEqualsToken] = ["|=", "="],
        [SyntaxKind.PlusPlusToken] = ["--"],
        [SyntaxKind.MinusMinusToken] = ["++"],
        [SyntaxKind.TrueKeyword] = ["false"],
        [SyntaxKind.FalseKeyword] = ["true"],
        [SyntaxKind.OrKeyword] = ["and"],
        [SyntaxKind.AndKeyword] = ["or"],
    };

    private readonly List<Mutant> mutants = [];
    private string member = "";

    /// <summary>Every mutant of a file. Some do not compile; the caller drops them.</summary>
    public static IReadOnlyList<Mutant> Mutants(SemanticModel model, string file)
    {
        var mutator = new Mutator(model, file);
        mutator.Visit(model.SyntaxTree.GetRoot());
        return mutator.mutants;
    }

    /// <inheritdoc/>
    public override void Visit(SyntaxNode? node)
    {
        if (node is null or AttributeListSyntax) return;
        string outer = member;
        member = NameOf(node) ?? member;
        base.Visit(node);
        member = outer;
    }

    /// <inheritdoc/>
    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitBinaryExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitAssignmentExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitRelationalPattern(node);
    }

    /// <inheritdoc/>
    public override void VisitBinaryPattern(BinaryPatternSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitBinaryPattern(node);
    }

    /// <inheritdoc/>
    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        if (node.Pattern is ConstantPatternSyntax) Replace(node.Pattern.Span, $"not {node.Pattern}");
        if (node.Pattern is UnaryPatternSyntax not) Replace(not.Span, not.Pattern.ToString());
        base.VisitIsPatternExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PreDecrementExpression)) Swap(node.OperatorToken);
        else Replace(node.OperatorToken.Span, "");
        base.VisitPrefixUnaryExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitPostfixUnaryExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        Swap(node.Token);
        if (!node.IsKind(SyntaxKind.NumericLiteralExpression)) return;
        Replace(node.Span, $"({node} + 1)");
        Replace(node.Span, $"({node} - 1)");
    }

    /// <inheritdoc/>
    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Negate(node.Condition);
        StatementSyntax body = node.Statement is BlockSyntax { Statements: [StatementSyntax only] } ? only : node.Statement;
        bool isGuard = body is ThrowStatementSyntax or ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;
        if (isGuard && node.Else is null) Replace(node.Span, "{ }");
        base.VisitIfStatement(node);
    }

    /// <inheritdoc/>
    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Negate(node.Condition);
        base.VisitConditionalExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        Replace(node.Span, "{ }");
        base.VisitExpressionStatement(node);
    }

    /// <inheritdoc/>
    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is { } value) Replace(value.Span, "default!");
        base.VisitReturnStatement(node);
    }

    /// <inheritdoc/>
    public override void VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        Replace(node.Expression.Span, "default!");
        if (node.Parent is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
            Replace(TextSpan.FromBounds(node.SpanStart, node.GetLastToken().GetNextToken().Span.End), "{ }"); // with its semicolon
        base.VisitArrowExpressionClause(node);
    }

    /// <inheritdoc/>
    public override void VisitArgumentList(ArgumentListSyntax node)
    {
        // To these, the order of the first two does not matter.
        bool isSymmetric = node.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.Text:
                    "Min" or "Max" or "Equal" or "Dot" or "MultiplyAdd" or "MultiplyAddEstimate" or "FusedMultiplyAdd",
            },
        };
        ExpressionSyntax[] arguments = [.. node.Arguments.Select(argument => argument.Expression)];
        SwapEqualTypes([.. arguments.Skip(isSymmetric ? 1 : 0)]);
        base.VisitArgumentList(node);
    }

    /// <inheritdoc/>
    public override void VisitCollectionExpression(CollectionExpressionSyntax node)
    {
        SwapEqualTypes([.. node.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)]);
        base.VisitCollectionExpression(node);
    }

    /// <inheritdoc/>
    public override void VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        string? other = node.Name.Identifier.Text switch
        {
            "Min" => "Max",
            "Max" => "Min",
            "Skip" => "Take",
            "Take" => "Skip",
            "Any" => "All",
            "All" => "Any",
            "First" => "Last",
            "Last" => "First",
            _ => null,
        };
        if (other is not null) Replace(node.Name.Identifier.Span, other);
        base.VisitMemberAccessExpression(node);
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this[]",
        OperatorDeclarationSyntax operation => $"operator {operation.OperatorToken.Text}",
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        TypeDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private void Swap(SyntaxToken token)
    {
        foreach (string other in Instead.GetValueOrDefault(token.Kind(), [])) Replace(token.Span, other);
    }

    private void Negate(ExpressionSyntax condition) => Replace(condition.Span, $"!({condition})");

    // The next one of the same type: (a, b, rows, columns) gives (b, a, rows, columns) and (a, b, columns, rows).
    private void SwapEqualTypes(IReadOnlyList<ExpressionSyntax> expressions)
    {
        for (int i = 0; i < expressions.Count; i++)
        {
            ITypeSymbol? type = model.GetTypeInfo(expressions[i]).ConvertedType;
            ExpressionSyntax? next = expressions.Skip(i + 1).FirstOrDefault(
                other => type is not null && SymbolEqualityComparer.Default.Equals(type, model.GetTypeInfo(other).ConvertedType));
            if (next is null || next.ToString() == expressions[i].ToString()) continue;
            string between = model.SyntaxTree.GetText().ToString(TextSpan.FromBounds(expressions[i].Span.End, next.SpanStart));
            Replace(TextSpan.FromBounds(expressions[i].SpanStart, next.Span.End), $"{next}{between}{expressions[i]}");
        }
    }

    private void Replace(TextSpan span, string replacement) =>
        mutants.Add(new Mutant(model.SyntaxTree, span, replacement, file, member));
}
