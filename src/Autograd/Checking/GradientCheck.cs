using System.Globalization;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Proves a gradient by experiment: nudge one element of an input, run the graph again, and see how far the loss moved. It works in
/// float64, where the quotient (L(x + h) − L(x − h)) / 2h is good to about ten digits; in float32 hardly three are left.
/// </summary>
public static class GradientCheck
{
    /// <summary>
    /// An error of this size or larger counts as wrong. Right gradients stay far below it; a wrong factor or a forgotten term gives an
    /// error near 1.
    /// </summary>
    public const double Tolerance = 1e-6;

    private const int LargestSize = 5;

    // Where the gradient and the quotient differ by more, relative to the gradient, the quotient is computed more exactly.
    private const double WorthALook = 1e-8;

    /// <summary>
    /// How far an element is nudged, relative to its scale. ∛ε balances the two errors of a central difference: truncation, which grows as
    /// h², and rounding, which grows as ε / h.
    /// </summary>
    public static double Nudge { get; } = Math.Cbrt(double.BitIncrement(1) - 1);

    /// <summary>
    /// Compares, for every parameter below <paramref name="output"/>, the gradient of <see cref="Variable{T}.Backward(bool)"/> with
    /// central differences.
    /// </summary>
    /// <param name="output">Any variable. The loss is Σ output · weight with standard-normal weights: a plain sum would make the gradient
    /// of a softmax 0, and hide an operation that ignores what arrives.</param>
    /// <param name="generator">Draws the weights.</param>
    /// <returns>One comparison for each parameter, in the order of <see cref="Graph{T}.Parameters"/>.</returns>
    /// <exception cref="InvalidOperationException">
    /// The output does not depend on any parameter, or an operation asks where an input's gradient goes and does not write all of it, or
    /// overwrites what others sent there.
    /// </exception>
    public static IReadOnlyList<GradientComparison> Compare(Variable<double> output, TorchGenerator generator)
    {
        Variable<double> terms = output * new Constant<double>(Tensor<double>.RandomNormal(generator, output.Shape));
        var graph = new Graph<double>(terms.Sum());
        graph.Forward();
        graph.Backward();
        foreach (Variable<double> node in graph.Nodes.Where(node => node.NeedsGradient)) RequireWholeContributions(node);

        // Rounding alone gives quotients of about ε / h · Σ|terms|, which is 2e-11 of the sum: far below the floor.
        double floor = 1e-4 * Math.Max(1, terms.Value.Span.ToArray().Sum(Math.Abs));
        return [.. graph.Parameters.Select(parameter => Compare(graph, parameter, floor))];
    }

    /// <summary>
    /// Compares the gradients of many random cases, whose axes have sizes from 1 to 5, and keeps the worst comparison for each input of an
    /// operation, or each parameter of a layer or network.
    /// </summary>
    /// <param name="entry">The operation, layer or network. It has a gradient.</param>
    /// <param name="cases">How many cases.</param>
    /// <param name="seed">The seed of the cases.</param>
    /// <param name="progress">Is told before each case how many are done.</param>
    /// <returns>The worst comparison by the name of its input.</returns>
    public static IReadOnlyDictionary<string, GradientComparison> Worst(
        OperationEntry<double> entry, int cases, ulong seed, Action<int>? progress = null)
    {
        var generator = new TorchGenerator(seed);
        var worst = new Dictionary<string, GradientComparison>();
        for (int i = 0; i < cases; i++)
        {
            progress?.Invoke(i);
            foreach (GradientComparison comparison in Compare(entry.Case(generator, LargestSize).Output(), generator))
            {
                string input = comparison.Parameter.Label;
                bool isWorse = !worst.TryGetValue(input, out GradientComparison? before)
                    || comparison.Error > before.Error || double.IsNaN(comparison.Error); // after NaN, nothing is larger
                if (isWorse) worst[input] = comparison;
            }
        }

        return worst;
    }

    // Once all gradients are known, a node can be asked again what it sends: as the first, and after ones from somebody else.
    private static void RequireWholeContributions(Variable<double> node)
    {
        foreach (((Variable<double> input, Tensor<double> first), (_, Tensor<double> later)) in
            Sent(node, startsAtOne: false).Zip(Sent(node, startsAtOne: true)))
        {
            if (Ledger<double>.FirstUnwritten(first) is int unwritten)
                throw new InvalidOperationException(
                    $"{node.Operation}: Backward asks where the gradient of {input.Label} {input.Shape} goes, " +
                    $"and does not write element {unwritten}");
            for (int i = 0; i < first.Length; i++)
                if (Math.Abs(later.Span[i] - 1 - first.Span[i]) > 1e-9 * Math.Max(1, Math.Abs(first.Span[i])))
                    throw new InvalidOperationException(
                        $"{node.Operation}: Backward does not add its part to the gradient of {input.Label} {input.Shape}: element {i} " +
                        "loses what others sent; write += instead of =");
        }
    }

    private static List<(Variable<double> Input, Tensor<double> Row)> Sent(Variable<double> node, bool startsAtOne)
    {
        foreach (Variable<double> input in node.Inputs) input.Ledger = new Ledger<double>(startsAtOne);
        node.RunBackward(checksParameters: false);
        var sent = new List<(Variable<double> Input, Tensor<double> Row)>();
        foreach (Variable<double> input in node.Inputs.Distinct())
        {
            while (input.Ledger!.TakeRow() is { } row) sent.Add((input, row));
            input.Ledger = null;
        }

        return sent;
    }

    // The error is relative to the largest gradient of the tensor, not to the element's own: next to large gradients, the difference
    // quotient of a tiny one is mostly rounding. If all gradients are near 0, the floor takes their place.
    private static GradientComparison Compare(Graph<double> graph, Parameter<double> parameter, double floor)
    {
        double[] analytic = parameter.Gradient.Span.ToArray();
        double largest = floor, worstDifference = 0;
        (int worst, double worstNumeric) = (0, 0);
        for (int i = 0; i < analytic.Length; i++)
        {
            ref double x = ref parameter.Value.Span[i];
            double h = Nudge * Math.Max(1, Math.Abs(x));
            double numeric = CentralDifference(graph, ref x, h);
            double difference = Math.Abs(analytic[i] - numeric);
            if (difference > WorthALook * Math.Max(floor, Math.Abs(analytic[i])))
            {
                numeric = Extrapolated(graph, ref x, 4 * h);
                difference = Math.Abs(analytic[i] - numeric);
            }

            if (i == 0 || difference > worstDifference || double.IsNaN(difference))
                (worst, worstDifference, worstNumeric) = (i, difference, numeric);
            largest = Math.Max(largest, Math.Max(Math.Abs(analytic[i]), Math.Abs(numeric)));
            if (double.IsNaN(difference)) break;
        }

        graph.Forward();
        double worstAnalytic = analytic.Length == 0 ? 0 : analytic[worst];
        return new GradientComparison(parameter, worstDifference / largest, worst, worstAnalytic, worstNumeric);
    }

    // A quotient's truncation is c h² + d h⁴ + ..., and c is large where the loss is strongly curved. Twice the nudge has four times c h², so
    // this has none of it left, and may take a larger nudge, with less rounding (Richardson, "The Approximate Arithmetical Solution by Finite
    // Differences of Physical Problems", 1911). A wrong gradient stays as wrong as it was.
    private static double Extrapolated(Graph<double> graph, ref double x, double h) =>
        ((4 * CentralDifference(graph, ref x, h)) - CentralDifference(graph, ref x, 2 * h)) / 3;

    private static double CentralDifference(Graph<double> graph, ref double x, double h)
    {
        double at = x;
        (double above, double below) = (at + h, at - h);
        x = above;
        graph.Forward();
        double upper = graph.Loss.Value.Item;
        x = below;
        graph.Forward();
        double lower = graph.Loss.Value.Item;
        x = at;
        return (upper - lower) / (above - below);
    }
}

/// <summary>How one parameter's gradient compared with the experiment.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Error">
/// The largest |analytic − numeric| over the largest |gradient| of this parameter, or over 1e-4 · max(1, Σ |output · weight|)
/// if that is larger; NaN if either is.
/// </param>
/// <param name="WorstElement">Where the difference was largest: an index into the row-major elements.</param>
/// <param name="Analytic">What <c>Backward()</c> says there.</param>
/// <param name="Numeric">What the central difference says there.</param>
public sealed record GradientComparison(Parameter<double> Parameter, double Error, int WorstElement, double Analytic, double Numeric)
{
    /// <summary>True if the error is below <see cref="GradientCheck.Tolerance"/>; false for NaN.</summary>
    public bool Passes => Error < GradientCheck.Tolerance;

    /// <summary>The two values at the worst element, for a message.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Parameter.Label} {Parameter.Shape} element {WorstElement}: Backward() says {Analytic:R}, " +
        $"central difference {Numeric:R}, error {Error:E1}");
}
