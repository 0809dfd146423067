using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>What a <see cref="Gpt{T}"/> computes, number by number.</summary>
internal static class PlainGpt
{
    /// <summary>ln p of each token after each of these, position by position.</summary>
    public static double[] LogProbabilities(Gpt<double> model, int[] tokens)
    {
        var places = tokens.Select((token, place) => Norm(Add(Row(model.Tokens.Table.Value, token), Row(model.Positions.Table.Value, place))))
            .ToArray();
        foreach (GptBlock<double> block in model.Blocks)
        {
            double[][] normed = [.. places.Select(Norm)];
            places = [.. places.Select((x, now) => Add(x, Attend(block.Attention, normed[..(now + 1)], model.Sizes.Heads)))];
            places = [.. places.Select(x => Add(x, Times([.. Times(Norm(x), block.Up).Select(sum => Math.Max(0, sum))], block.Down)))];
        }

        return [.. places.SelectMany(x => LogSoftmax(Times(x, model.Head)))];
    }

    // What the last place gets from all of them.
    private static double[] Attend(CausalSelfAttention<double> layer, double[][] places, int heads)
    {
        double[] q = Times(places[^1], layer.Query);
        double[][] k = [.. places.Select(x => Times(x, layer.Key))], v = [.. places.Select(x => Times(x, layer.Value))];
        int size = q.Length / heads;
        var mixed = new double[q.Length];
        for (int first = 0; first < q.Length; first += size)
        {
            double[] scores = [.. k.Select(key => Enumerable.Range(first, size).Sum(i => q[i] * key[i]) / Math.Sqrt(size))];
            double[] weights = [.. LogSoftmax(scores).Select(Math.Exp)];
            for (int i = first; i < first + size; i++) mixed[i] = weights.Zip(v, (weight, value) => weight * value[i]).Sum();
        }

        return Times(mixed, layer.Output);
    }

    private static double[] Norm(double[] x)
    {
        double root = Math.Sqrt(x.Average(value => value * value) + 1e-5);
        return [.. x.Select(value => value / root)];
    }

    private static double[] LogSoftmax(double[] x)
    {
        double log = Math.Log(x.Sum(Math.Exp));
        return [.. x.Select(value => value - log)];
    }

    private static double[] Times(double[] x, LinearLayer<double> layer) =>
        [.. Enumerable.Range(0, layer.Weights.Shape[1]).Select(column => x.Select((value, row) => value * layer.Weights.Value[row, column]).Sum())];

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Row(Tensor<double> table, int row) => [.. Enumerable.Range(0, table.Shape[1]).Select(column => table[row, column])];
}
