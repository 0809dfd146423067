using Acornima;
using Acornima.Ast;
using Microsoft.CodeAnalysis.Text;

namespace Makemore.Mutation;

/// <summary>Walks through a script of a page and notes every change to it, of the same sorts as <see cref="Mutator"/>.</summary>
internal sealed class ScriptMutator
{
    private static readonly Dictionary<string, string[]> Instead = new()
    {
        ["+"] = ["-"],
        ["-"] = ["+"],
        ["*"] = ["/"],
        ["/"] = ["*"],
        ["%"] = ["*"],
        ["**"] = ["*"],
        ["<"] = ["<=", ">="],
        ["<="] = ["<", ">"],
        [">"] = [">=", "<="],
        [">="] = [">", "<"],
        ["==="] = ["!=="],
        ["!=="] = ["==="],
        ["&&"] = ["||"],
        ["||"] = ["&&"],
        ["??"] = ["&&"],
        ["+="] = ["-=", "="],
        ["-="] = ["+=", "="],
        ["*="] = ["/="],
        ["/="] = ["*="],
        ["||="] = ["&&="],
        ["??="] = ["="],
        ["++"] = ["--"],
        ["--"] = ["++"],
        ["true"] = ["false"],
        ["false"] = ["true"],
    };

    private readonly string text;
    private readonly List<(TextSpan, string, string)> changes = [];
    private string function = "";

    private ScriptMutator(string text) => this.text = text;

    /// <summary>Every change: where, what stands there instead, and the function that it is in.</summary>
    public static IReadOnlyList<(TextSpan Span, string Replacement, string Function)> Changes(string text)
    {
        var mutator = new ScriptMutator(text);
        mutator.Visit(new Parser().ParseScript(text));
        return mutator.changes;
    }

    private void Visit(Node node)
    {
        string outer = function;
        function = node switch
        {
            FunctionDeclaration { Id: { } name } => name.Name,
            VariableDeclarator { Id: Identifier name, Init: ArrowFunctionExpression } => name.Name,
            Property { Key: Identifier name, Value: ArrowFunctionExpression or FunctionExpression } => name.Name,
            _ => function,
        };
        switch (node)
        {
            case BinaryExpression binary: // && and || as well
                Swap(binary.Left.End, binary.Right.Start);
                break;
            case AssignmentExpression assignment:
                Swap(assignment.Left.End, assignment.Right.Start);
                break;
            case UpdateExpression { Prefix: true } update:
                Swap(update.Start, update.Argument.Start);
                break;
            case UpdateExpression update:
                Swap(update.Argument.End, update.End);
                break;
            case UnaryExpression { Operator: Operator.LogicalNot or Operator.UnaryNegation } unary:
                Replace(unary.Start, unary.Argument.Start, "");
                break;
            case NumericLiteral number:
                Replace(number.Start, number.End, $"({Text(number)} + 1)");
                Replace(number.Start, number.End, $"({Text(number)} - 1)");
                break;
            case BooleanLiteral literal:
                Swap(literal.Start, literal.End);
                break;
            case IfStatement choice:
                Negate(choice.Test);
                break;
            case ConditionalExpression choice:
                Negate(choice.Test);
                break;
            case ExpressionStatement statement:
                Replace(statement.Start, statement.End, "{ }");
                break;
            case ReturnStatement { Argument: { } value }:
                Replace(value.Start, value.End, "undefined");
                break;
            case ArrowFunctionExpression { Body: Expression value }:
                Replace(value.Start, value.End, "undefined");
                break;
            case CallExpression { Arguments: [{ } first, { } second, ..] } when Text(first) != Text(second):
                Replace(first.Start, second.End, $"{Text(second)}{text[first.End..second.Start]}{Text(first)}");
                break;
        }

        foreach (Node child in node.ChildNodes) Visit(child);
        function = outer;
    }

    private string Text(Node node) => text[node.Start..node.End];

    private void Negate(Expression condition) => Replace(condition.Start, condition.End, $"!({Text(condition)})");

    // The operator or word between two places, with blanks, parentheses and comments around it.
    private void Swap(int from, int to)
    {
        string between = text[from..to].Trim(' ', '(', ')', '\n');
        foreach (string other in Instead.GetValueOrDefault(between, []))
        {
            int start = text.IndexOf(between, from, StringComparison.Ordinal);
            Replace(start, start + between.Length, other);
        }
    }

    private void Replace(int from, int to, string replacement) =>
        changes.Add((TextSpan.FromBounds(from, to), replacement, function));
}
