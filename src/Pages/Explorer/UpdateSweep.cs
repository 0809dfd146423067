using Makemore.Autograd;

namespace Makemore.Pages;

/// <summary>
/// Where one update would lead, at learning rates from far too small to far too large. At each rate, the same step is taken and every value
/// is computed again. The parameters are restored afterwards.
/// </summary>
/// <param name="Rates">The learning rates.</param>
/// <param name="Values">For each rate, the value of every node of the graph after the update.</param>
internal sealed record UpdateSweep(IReadOnlyList<double> Rates, IReadOnlyList<double[][]> Values)
{
    private const int StepsPerDecade = 4;

    /// <summary>0.001 to 10.</summary>
    private static readonly double[] TriedRates =
        [.. Enumerable.Range(0, (4 * StepsPerDecade) + 1).Select(i => Math.Pow(10, -3 + ((double)i / StepsPerDecade)))];

    /// <summary>Tries every rate, with the gradients that the graph's parameters hold now.</summary>
    public static UpdateSweep Of(Graph<double> graph)
    {
        var before = graph.Parameters.ToDictionary(parameter => parameter, parameter => parameter.Value.Span.ToArray());
        var values = new List<double[][]>();
        foreach (double rate in TriedRates)
        {
            foreach ((Parameter<double> parameter, double[] old) in before)
                for (int i = 0; i < old.Length; i++) parameter.Value.Span[i] = old[i] - (rate * parameter.Gradient.Span[i]);
            graph.Forward();
            values.Add([.. graph.Nodes.Select(node => node.Value.Span.ToArray())]);
        }

        foreach ((Parameter<double> parameter, double[] old) in before) old.CopyTo(parameter.Value.Span);
        graph.Forward();
        return new UpdateSweep(TriedRates, values);
    }
}
