using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>
/// micrograd's demo: a network of 2, 16, 16 and 1 neurons that sorts 100 points, built of single numbers, about 65,000 nodes. Each node is
/// one multiplication or addition, so this measures what a node costs, not what a kernel does.
/// </summary>
internal sealed class ScalarNetwork
{
    private const int Points = 100;

    private readonly Parameter<double>[][][] weights; // by layer, neuron and input; the last input is the bias's 1
    private readonly Tensor<double> points; // (points, 2)
    private readonly Graph<double> recorded;

    public ScalarNetwork()
    {
        var generator = new TorchGenerator(1);
        int[] sizes = [2, 16, 16, 1];
        weights =
        [
            .. Enumerable.Range(1, sizes.Length - 1).Select(layer => Enumerable.Range(0, sizes[layer]).Select(_ =>
                Tensor<double>.Uniform(generator, [sizes[layer - 1] + 1], -1, 1).Span.ToArray()
                    .Select(weight => new Parameter<double>(weight)).ToArray()).ToArray()),
        ];
        points = Tensor<double>.Uniform(generator, [Points, 2], -1, 1);
        recorded = new Graph<double>(Loss());
    }

    public int Nodes => recorded.Nodes.Length;

    /// <summary>Runs the recorded graph once more.</summary>
    public void Replay() => recorded.ForwardAndBackward();

    /// <summary>Writes the whole expression again, as micrograd does at every step.</summary>
    public void Rebuild() => Loss().Backward();

    // The hinge loss, mean of max(0, 1 − target · score), and a small penalty on the weights.
    private Variable<double> Loss()
    {
        Variable<double> sum = new Constant<double>(0.0);
        for (int point = 0; point < Points; point++)
        {
            Variable<double>[] x = [new Constant<double>(points[point, 0]), new Constant<double>(points[point, 1])];
            for (int layer = 0; layer < weights.Length; layer++)
                x = [.. weights[layer].Select(neuron => Neuron(neuron, x, isLast: layer == weights.Length - 1))];
            double target = points[point, 0] * points[point, 1] > 0 ? 1 : -1;
            sum += (1 - target * x[0]).Relu();
        }

        Variable<double> penalty = new Constant<double>(0.0);
        foreach (Parameter<double> weight in weights.SelectMany(layer => layer).SelectMany(neuron => neuron)) penalty += weight * weight;
        return sum / Points + 1e-4 * penalty;
    }

    private static Variable<double> Neuron(Parameter<double>[] weights, Variable<double>[] x, bool isLast)
    {
        Variable<double> sum = weights[^1];
        for (int i = 0; i < x.Length; i++) sum += weights[i] * x[i];
        return isLast ? sum : sum.Relu();
    }
}
