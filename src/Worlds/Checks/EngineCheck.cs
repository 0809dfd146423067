using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// Checks the engine where it runs: every operation, layer and network, by central differences, and by doing the same again so often that
/// whatever compiles the code has made it fast. An interpreter in a browser, too, optimizes what runs a thousand times, and may be wrong.
/// </summary>
public static class EngineCheck
{
    private const int LargestSize = 5, Cases = 3;

    /// <summary>What can be checked, by name: the operations, the layers and the networks.</summary>
    public static IReadOnlyList<string> Everything => [.. Entries<double>().Select(entry => entry.Name)];

    /// <summary>Checks one of <see cref="Everything"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="repeats">How often each random case is computed again.</param>
    /// <param name="seed">The seed of the cases.</param>
    /// <exception cref="ArgumentException">There is nothing of this name.</exception>
    public static EngineVerdict Check(string name, int repeats, ulong seed)
    {
        var generator = new TorchGenerator(seed);
        double worst = 0;
        bool isSteady = true;
        var numbers = new List<double>();
        bool hasGradient = Entry<double>(name).HasGradient;
        for (int i = 0; i < Cases; i++)
        {
            // The same generator gives the same case in both precisions.
            ulong drawn = generator.Random32();
            isSteady &= StaysTheSame(Case<float>(name, drawn), repeats, out _);
            isSteady &= StaysTheSame(Case<double>(name, drawn), repeats, out double[] computed);
            numbers.AddRange(computed);
            if (!hasGradient) continue;
            foreach (GradientComparison comparison in GradientCheck.Compare(Case<double>(name, drawn), new TorchGenerator(drawn)))
                worst = double.IsNaN(comparison.Error) ? double.NaN : Math.Max(worst, comparison.Error);
        }

        return new EngineVerdict(name, worst, isSteady, [.. numbers]);
    }

    private static Variable<T> Case<T>(string name, ulong seed) where T : unmanaged, IFloatingPointIeee754<T> =>
        Entry<T>(name).Case(new TorchGenerator(seed), LargestSize).Output();

    private static OperationEntry<T> Entry<T>(string name) where T : unmanaged, IFloatingPointIeee754<T> =>
        Entries<T>().FirstOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"there is no operation, layer or network '{Quote.Start(name)}'");

    private static IEnumerable<OperationEntry<T>> Entries<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. OperationCatalogue.Entries<T>(), .. LayerCatalogue.Entries<T>(), .. ModelCatalogue.Entries<T>(ModelKinds.All)];

    // Values and gradients, bit for bit. Dropout draws another mask each time, and is not compared.
    private static bool StaysTheSame<T>(Variable<T> output, int repeats, out double[] computed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var graph = new Graph<T>((output * output).Sum());
        T[] first = Run(graph);
        computed = Array.ConvertAll(first, double.CreateTruncating);
        if (graph.Nodes.Any(node => node is DropoutMask<T>)) return true;
        for (int i = 0; i < repeats; i++)
        {
            graph.Forward();
            if (output.NeedsGradient) graph.Backward();
        }

        return Run(graph).AsSpan().SequenceEqual(first);
    }

    private static T[] Run<T>(Graph<T> graph) where T : unmanaged, IFloatingPointIeee754<T>
    {
        graph.Forward();
        if (graph.Loss.NeedsGradient) graph.Backward();
        return
        [
            .. graph.Nodes.SelectMany(node => node.Value.Span.ToArray()),
            .. graph.Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray()),
        ];
    }
}

/// <summary>What a check of the engine found.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="WorstError">The largest error of a gradient against central differences, in float64; 0 if it has none.</param>
/// <param name="IsSteady">Whether all numbers were the same, bit for bit, when they were computed again and again.</param>
/// <param name="Numbers">Every value and gradient of the cases, in float64, to be compared with another machine's.</param>
public sealed record EngineVerdict(string Name, double WorstError, bool IsSteady, IReadOnlyList<double> Numbers)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsRight => IsSteady && WorstError < GradientCheck.Tolerance;

    /// <summary>
    /// <code>{ "name": "Tanh", "error": float64, "isSteady": true, "isRight": true, "numbers": float64 }</code> with float64 as in
    /// <see cref="WorldJson"/>.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteString("name", Name);
        json.WriteNumbers("error", [WorstError]);
        json.WriteBoolean("isSteady", IsSteady);
        json.WriteBoolean("isRight", IsRight);
        json.WriteNumbers("numbers", [.. Numbers]);
    });
}
