using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>A tensor on its way to Python or back: its sizes, and its elements' bytes in row-major order.</summary>
public sealed record TorchTensor(int[] Shape, byte[] Elements)
{
    public static TorchTensor Of<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T> =>
        new([.. tensor.Shape], MemoryMarshal.AsBytes(tensor.Span).ToArray());

    /// <summary>The elements, in a type that PyTorch calls float32 or float64.</summary>
    public double[] Read(string dtype) => dtype == "float32"
        ? Array.ConvertAll(MemoryMarshal.Cast<byte, float>(Elements).ToArray(), value => (double)value)
        : MemoryMarshal.Cast<byte, double>(Elements).ToArray();
}

/// <summary>
/// The question for <c>compare.py</c>. The weights are the gradient that arrives at the expression's value. Without them there is no
/// gradient.
/// </summary>
public sealed record TorchQuestion(string Dtype, TorchTensor[] Inputs, string Expression, TorchTensor? Weights = null);

/// <summary>Its answer, or ours: the value and the inputs' gradients, or why there are none.</summary>
public sealed record TorchAnswer(TorchTensor? Value = null, TorchTensor[]? Gradients = null, string? Error = null);

/// <summary>An expression of ours on random inputs, and the same in Python.</summary>
public sealed record TorchCase(string Operation, TorchQuestion Question, TorchAnswer Ours)
{
    /// <summary>Computes ours. The arriving gradient is standard-normal weights: L = Σ weight · output.</summary>
    public static TorchCase Of<T>(string operation, OperationCase<T> ours, string theirs, TorchGenerator generator)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var question = new TorchQuestion(
            typeof(T) == typeof(float) ? "float32" : "float64", [.. ours.Inputs.Select(input => TorchTensor.Of(input.Value))], theirs);
        try
        {
            Variable<T> output = ours.Output();
            Tensor<T> weights = Tensor<T>.RandomNormal(generator, output.Shape);
            question = question with { Weights = TorchTensor.Of(weights) };
            (output * new Constant<T>(weights)).Sum().Backward();
            var answer = new TorchAnswer(TorchTensor.Of(output.Value), [.. ours.Inputs.Select(input => TorchTensor.Of(input.Gradient))]);
            return new TorchCase(operation, question, answer);
        }
        catch (Exception fault)
        {
            // Only the test of this operation fails; the others run.
            return new TorchCase(operation, question, new TorchAnswer(Error: fault.ToString()));
        }
    }

    /// <summary>The number of elements that go in. The case to look at first is the smallest.</summary>
    public int Size => Question.Inputs.Sum(input => input.Elements.Length) / (Question.Dtype == "float32" ? 4 : 8);

    /// <summary>
    /// Where ours differs from theirs, as lines to paste into Python; null if nowhere. Shapes, places of NaN and infinities must be equal.
    /// Other numbers may differ by at most <paramref name="tolerance"/> times the largest of 1, their number, and the finite numbers that
    /// went in.
    /// </summary>
    public string? Difference(TorchAnswer theirs, double tolerance)
    {
        if (Ours.Error is not null) return Report("we refuse: " + Ours.Error);
        if (theirs.Error is not null) return Report("PyTorch refuses: " + theirs.Error);
        double largest = Question.Inputs.Append(Question.Weights!)
            .SelectMany(tensor => tensor.Read(Question.Dtype)).Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
        string? difference = Difference("the value", Ours.Value!, theirs.Value!, tolerance, largest);
        for (int i = 0; i < Question.Inputs.Length; i++)
            difference ??= Difference($"the gradient of x[{i}]", Ours.Gradients![i], theirs.Gradients![i], tolerance, largest);
        return difference is null ? null : Report(difference);
    }

    private string? Difference(string what, TorchTensor ours, TorchTensor theirs, double tolerance, double largest)
    {
        if (!ours.Shape.SequenceEqual(theirs.Shape)) return $"{what} has shape {List(ours.Shape)}, and PyTorch's {List(theirs.Shape)}";
        double[] a = ours.Read(Question.Dtype), b = theirs.Read(Question.Dtype);
        int at = Enumerable.Range(0, a.Length).FirstOrDefault(i => !Agree(a[i], b[i]), -1);
        return at < 0
            ? null
            : $"element {at} of {what} is {Text(a[at])}, and PyTorch's {Text(b[at])}{Environment.NewLine}ours: {List(a.Select(Text))}";

        bool Agree(double one, double other) => double.IsFinite(other)
            ? Math.Abs(one - other) <= tolerance * Math.Max(largest, Math.Abs(other))
            : one.Equals(other);
    }

    private string Report(string difference) => string.Join(
        Environment.NewLine,
        $"{Operation}, {Question.Dtype}: {difference}",
        "",
        "import torch, torch.nn.functional as F",
        "from math import inf, nan",
        $"x = {List(Question.Inputs.Select(input => Python(input) + ".requires_grad_()"))}",
        $"y = {Question.Expression}",
        Question.Weights is null ? "" : $"y.backward(gradient={Python(Question.Weights)})",
        "print(y, [a.grad for a in x])");

    private string Python(TorchTensor tensor) =>
        $"torch.tensor({List(tensor.Read(Question.Dtype).Select(Text))}, dtype=torch.{Question.Dtype}).reshape({List(tensor.Shape)})";

    private static string Text(double value) => value switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        0 when double.IsNegative(value) => "-0.0", // Python's -0 is 0.
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string List<TItem>(IEnumerable<TItem> items) => $"[{string.Join(", ", items)}]";
}
