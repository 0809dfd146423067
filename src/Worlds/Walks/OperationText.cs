using System.Globalization;
using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>An operation in words and signs, for who learns. Texts only: what is computed, the engine computes.</summary>
/// <param name="Written">
/// One number of the result, as it is written: "{0} + {1}" of the numbers read from the first and the second input, "{=}" the number at
/// the same cell, "{+}" all numbers that are read, with + in between, "{×}" all products of a number and the one it is multiplied with,
/// "{n}" how many are read, and "{p}" the exponent.
/// </param>
/// <param name="Rule">The local slopes: "∂y/∂x = 1 − y²".</param>
/// <param name="Why">Where the rule comes from.</param>
/// <param name="Lines">
/// For each input, the line of C# that sends its part of the gradient: {0} and {1} are the inputs, {y} is the result, {p} the exponent,
/// and @ stands for += (or for what is there by mistake).
/// </param>
public sealed record OperationText(string Written, string Rule, string Why, params IReadOnlyList<string> Lines)
{
    private const string TakesOne = "The slope is 1 for the one that was taken, and 0 for the other: a small nudge of it changes nothing. "
        + "Equal ones share it, half each.";

    private static readonly Dictionary<string, OperationText> Texts = new()
    {
        ["Add"] = new(
            "{0} + {1}",
            "∂y/∂a = 1, ∂y/∂b = 1",
            "Nudge either side, and the sum moves just as much. So a sum passes on what arrives, unchanged, to both sides.",
            "{0}.Gradient @ {y}.Gradient;",
            "{1}.Gradient @ {y}.Gradient;"),
        ["Subtract"] = new(
            "{0} − {1}",
            "∂y/∂a = 1, ∂y/∂b = −1",
            "Nudge the left side up, and the difference goes up; nudge the right side up, and it goes down by as much.",
            "{0}.Gradient @ {y}.Gradient;",
            "{1}.Gradient @ -{y}.Gradient;"),
        ["Multiply"] = new(
            "{0} × {1}",
            "∂y/∂a = b, ∂y/∂b = a",
            "Nudge one side, and the product moves by the nudge times the other side. So each side receives what arrives, times the other "
            + "side.",
            "{0}.Gradient @ {y}.Gradient * {1};",
            "{1}.Gradient @ {y}.Gradient * {0};"),
        ["Divide"] = new(
            "{0} / {1}",
            "∂y/∂a = 1/b, ∂y/∂b = −y/b",
            "Nudge the upper side, and the quotient moves by a b-th of that. Nudge the lower side up, and the quotient shrinks: by the "
            + "part of itself by which b grew.",
            "{0}.Gradient @ {y}.Gradient / {1};",
            "{1}.Gradient @ -{y}.Gradient * {y} / {1};"),
        ["Negate"] = new(
            "−{0}",
            "∂y/∂x = −1",
            "Nudge the input up, and the output goes down by as much.",
            "{0}.Gradient @ -{y}.Gradient;"),
        ["Pow"] = new(
            "{0}^{p}",
            "∂y/∂x = p · xᵖ⁻¹",
            "x multiplied with itself p times: a nudge reaches each of the p factors, and each moves the product by the nudge times all "
            + "the others. The rule holds for every p, for a half and for −1 too.",
            "{0}.Gradient @ {y}.Gradient * {p} * {0}.Pow({p} - 1);"),
        ["Exp"] = new(
            "exp({0})",
            "∂y/∂x = y",
            "exp is the function that grows as fast as it is large: its slope is its own value.",
            "{0}.Gradient @ {y}.Gradient * {y};"),
        ["Log"] = new(
            "ln({0})",
            "∂y/∂x = 1/x",
            "The slope of ln is 1/x: steep near 0, flat far out. So the less probable a network found the right answer, the more strongly "
            + "it is pulled.",
            "{0}.Gradient @ {y}.Gradient / {0};"),
        ["Sqrt"] = new(
            "√{0}",
            "∂y/∂x = 1/(2y)",
            "y · y = x: a nudge of y moves x by 2y times the nudge, so a nudge of x moves y by a 2y-th of it.",
            "{0}.Gradient @ {y}.Gradient / (2 * {y});"),
        ["Sin"] = new(
            "sin({0})",
            "∂y/∂x = cos x",
            "A point on a circle moves at a right angle to its radius: how fast it goes up is how far it is to the right.",
            "{0}.Gradient @ {y}.Gradient * {0}.Cos();"),
        ["Cos"] = new(
            "cos({0})",
            "∂y/∂x = −sin x",
            "A point on a circle moves at a right angle to its radius: how fast it goes to the left is how far it is up.",
            "{0}.Gradient @ -{y}.Gradient * {0}.Sin();"),
        ["Tanh"] = new(
            "tanh({0})",
            "∂y/∂x = 1 − y²",
            "The slope of tanh is 1 − output²: 1 in the middle, almost 0 where the output is near −1 or 1. There, hardly anything gets "
            + "through.",
            "{0}.Gradient @ {y}.Gradient * (1 - {y} * {y});"),
        ["Sigmoid"] = new(
            "1 / (1 + exp(−{0}))",
            "∂y/∂x = y · (1 − y)",
            "The slope is largest in the middle, ¼ at an output of ½, and almost 0 where the output is near 0 or 1.",
            "{0}.Gradient @ {y}.Gradient * {y} * (1 - {y});"),
        ["Relu"] = new(
            "max({0}, 0)",
            "∂y/∂x = 1 if x > 0, otherwise 0",
            "Above 0 the output is the input, so it moves as much. Below, the output stays 0 whatever the input does, and nothing gets "
            + "through.",
            "{0}.Gradient @ {y}.Gradient * ({0} > 0 ? 1 : 0);"),
        ["Abs"] = new(
            "|{0}|",
            "∂y/∂x = 1 if x > 0, −1 if x < 0",
            "On the right of 0 the output goes up with the input; on the left it goes down as the input goes up. At 0 itself there is a "
            + "kink and no slope; the engine takes 0.",
            "{0}.Gradient @ {y}.Gradient * Math.Sign({0});"),
        ["Maximum"] = new(
            "max({0}, {1})",
            "∂y/∂a = 1 if a > b, otherwise 0",
            TakesOne,
            "{0}.Gradient @ {y}.Gradient * ({0} > {1} ? 1 : 0);",
            "{1}.Gradient @ {y}.Gradient * ({1} > {0} ? 1 : 0);"),
        ["Minimum"] = new(
            "min({0}, {1})",
            "∂y/∂a = 1 if a < b, otherwise 0",
            TakesOne,
            "{0}.Gradient @ {y}.Gradient * ({0} < {1} ? 1 : 0);",
            "{1}.Gradient @ {y}.Gradient * ({1} < {0} ? 1 : 0);"),
        ["Reshape"] = new(
            "{0}",
            "∂yᵢ/∂xᵢ = 1",
            "The same numbers in rows of another length: the vectors of a context now stand side by side. Gradients go back the same way.",
            "{0}.Gradient @ {y}.Gradient; // in the shape of {0}"),
        ["Embedding"] = new(
            "{0}",
            "1 for the row that was looked up, 0 for the others",
            "Looking up copies a row. A row that was looked up three times gets three contributions, which add up. A row that was not "
            + "looked up gets none, and its gradient is 0.",
            "{0}.Gradient[row] @ {y}.Gradient[every place that looked the row up];"),
        ["MatMul"] = new(
            "{×}",
            "∂L/∂X = ∂L/∂Y · Wᵀ, ∂L/∂W = Xᵀ · ∂L/∂Y",
            "Every number of the result is a sum of products. So a weight receives, from each result it went into, what arrived there "
            + "times the number it was multiplied with.",
            "{0}.Gradient @ {y}.Gradient.MatMul({1}.Transpose());",
            "{1}.Gradient @ {0}.Transpose().MatMul({y}.Gradient);"),
        ["Softmax"] = new(
            "exp({=}) / the sum of exp of its row",
            "∂yᵢ/∂xᵢ = yᵢ · (1 − yᵢ), ∂yⱼ/∂xᵢ = −yⱼ · yᵢ",
            "The probabilities of a row add up to 1: raising one score raises its own probability and lowers all the others.",
            "{0}.Gradient @ {y} * ({y}.Gradient - ({y}.Gradient * {y}).Sum(row));"),
        ["Pick"] = new(
            "{0}",
            "1 for the number that was picked, 0 for the others",
            "In each row, only the probability of the letter that came next counts. The others have no say, so their gradient is 0.",
            "{0}.Gradient[row, target] @ {y}.Gradient[row]; // 0 elsewhere"),
        ["Mean"] = new(
            "({+}) / {n}",
            "∂y/∂xᵢ = 1/n",
            "Each of n numbers makes up an n-th of their mean.",
            "{0}.Gradient @ {y}.Gradient / n;"),
    };

    /// <summary>The operations that have a text.</summary>
    public static IReadOnlyCollection<string> Operations => Texts.Keys;

    /// <summary>The text of an operation such as "Tanh"; null for a leaf and for an operation that no walk contains.</summary>
    public static OperationText? Of(string operation) => Texts.GetValueOrDefault(operation);

    /// <summary>The line of C# by which a node sends its part of the gradient to one of its inputs.</summary>
    /// <param name="node">A node of an operation with a text.</param>
    /// <param name="slot">Which of its inputs.</param>
    /// <param name="sign">"+=", or "=" by mistake.</param>
    internal static string Line(Variable<double> node, int slot, string sign)
    {
        string line = Texts[node.Operation].Lines[slot].Replace("@", sign);
        if (node is Pow<double> pow)
            line = (pow.Exponent == 2 ? line.Replace(".Pow({p} - 1)", "") : line)
                .Replace("{p} - 1", Number(pow.Exponent - 1)).Replace("{p}", Number(pow.Exponent));
        foreach ((int place, Variable<double> input) in node.Inputs.Index()) line = line.Replace($"{{{place}}}", input.Label);
        bool isStretched = node is Add<double> && !node.Inputs[slot].Shape.Equals(node.Shape);
        return line.Replace("{y}", node.Label) + (isStretched ? " // summed over the rows" : "");
    }

    /// <summary>A number as C# reads it.</summary>
    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
