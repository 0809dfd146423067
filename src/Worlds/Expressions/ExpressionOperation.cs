using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>An operation that an expression may contain: how the engine records it, and its C#.</summary>
/// <param name="Make">Records it. An operation of one operand leaves the second alone.</param>
/// <param name="Code">Its C#, with {0} and {1} for the operands.</param>
/// <param name="Operands">How many it has: 1 or 2.</param>
internal sealed record ExpressionOperation(
    Func<Variable<double>, Variable<double>, Variable<double>> Make, string Code, int Operands)
{
    /// <summary>The operations with a sign.</summary>
    public static IReadOnlyDictionary<string, ExpressionOperation> Signs { get; } = new Dictionary<string, ExpressionOperation>
    {
        ["+"] = new((a, b) => a + b, "{0} + {1}", 2),
        ["-"] = new((a, b) => a - b, "{0} - {1}", 2),
        ["*"] = new((a, b) => a * b, "{0} * {1}", 2),
        ["/"] = new((a, b) => a / b, "{0} / {1}", 2),
    };

    /// <summary>The minus before a number or a name.</summary>
    public static ExpressionOperation Negate { get; } = new((x, _) => -x, "-{0}", 1);

    /// <summary>The operations with a name: functions.</summary>
    public static IReadOnlyDictionary<string, ExpressionOperation> Functions { get; } = new Dictionary<string, ExpressionOperation>
    {
        ["tanh"] = new((x, _) => x.Tanh(), "{0}.Tanh()", 1),
        ["exp"] = new((x, _) => x.Exp(), "{0}.Exp()", 1),
        ["log"] = new((x, _) => x.Log(), "{0}.Log()", 1),
        ["ln"] = new((x, _) => x.Log(), "{0}.Log()", 1),
        ["relu"] = new((x, _) => x.Relu(), "{0}.Relu()", 1),
        ["sigmoid"] = new((x, _) => x.Sigmoid(), "{0}.Sigmoid()", 1),
        ["sqrt"] = new((x, _) => x.Sqrt(), "{0}.Sqrt()", 1),
        ["sin"] = new((x, _) => x.Sin(), "{0}.Sin()", 1),
        ["cos"] = new((x, _) => x.Cos(), "{0}.Cos()", 1),
        ["abs"] = new((x, _) => x.Abs(), "{0}.Abs()", 1),
        ["square"] = Power(2),
        ["max"] = new((a, b) => a.Maximum(b), "{0}.Maximum({1})", 2),
        ["min"] = new((a, b) => a.Minimum(b), "{0}.Minimum({1})", 2),
    };

    /// <summary>x to the power of a number.</summary>
    public static ExpressionOperation Power(double exponent) =>
        new((x, _) => x.Pow(exponent), $"{{0}}.Pow({OperationText.Number(exponent)})", 1);
}
