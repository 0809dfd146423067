using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The networks of a list of models, each with how to draw a random small one, for the same checks as the operations of
/// <see cref="OperationCatalogue"/> and the layers of <see cref="LayerCatalogue"/>.
/// </summary>
public static class ModelCatalogue
{
    // A relu has a corner at 0. A difference quotient across it is between the two slopes, so no case has a sum this close to it. A norm of
    // numbers that hardly differ is too steep for a difference quotient, so no case has a variance or a mean square this small.
    private const double Corner = 1e-3, Steep = 0.1;

    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abc");

    /// <summary>All networks of the list. A case's output, the logits, depends on the network's parameters.</summary>
    public static IReadOnlyList<OperationEntry<T>> Entries<T>(IReadOnlyList<ModelKind> kinds) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var entries = new List<OperationEntry<T>>();
        foreach (ModelKind kind in kinds)
            if (Made(kind, OptionValues.Defaults) is { } model)
                entries.Add(new OperationEntry<T>(
                    kind.Name, model.MakeAgain(ValueSource<T>.Zeros).GetType(), $"{kind.Name}.Logits(tokens)", draw => Case(kind, draw)));
        return entries;
    }

    private static NeuralModel<float>? Made(ModelKind kind, OptionValues options) =>
        kind.Make(Letters, options, ValueSource<float>.Zeros) as NeuralModel<float>;

    private static OperationCase<T> Case<T>(ModelKind kind, OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (true)
        {
            NeuralModel<T> model = Made(kind, Options(kind, draw))!.MakeAgain(LayerCatalogue.Values(draw));
            Mode mode = draw.Between(0, 2) == 0 ? Mode.Training : Mode.Inference;
            int time = model.AnswersEveryPosition ? draw.Between(1, model.BlockSize + 1) : model.BlockSize;
            int rows = model.RowsAreIndependent ? draw.Size() : 4 + draw.Size(); // statistics of fewer rows change too fast
            Indices tokens = draw.Indices([rows, time], Letters.Size);
            if (!IsAtACorner(model.Logits(tokens, mode))) return new OperationCase<T>([], _ => model.Logits(tokens, mode));
        }
    }

    private static OptionValues Options<T>(ModelKind kind, OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        OptionValues options;
        do
        {
            options = kind.Options.Aggregate(OptionValues.Defaults, (chosen, option) =>
                chosen.With(option, option.Minimum + draw.Between(0, option.Words?.Count ?? 3)));
        }
        while (kind.Fault(options) is not null);
        return options;
    }

    private static bool IsAtACorner<T>(Variable<T> output) where T : unmanaged, IFloatingPointIeee754<T> =>
        new Graph<T>(output.Sum()).Nodes.Any(node => node switch
        {
            Relu<T> => Values(node.Inputs[0]).Any(x => Math.Abs(x) < Corner),
            NormalizeRms<T> => Rows(node.Inputs[0]).Any(row => row.Average(x => x * x) < Steep),
            NormalizeRows<T> => Rows(node.Inputs[0]).Any(row => Variance(row) < Steep),
            NormalizeBatch<T> => Columns(node.Inputs[0]).Any(column => Variance(column) < Steep),
            _ => false,
        });

    private static double Variance(IReadOnlyCollection<double> values) => values.Average(x => x * x) - Math.Pow(values.Average(), 2);

    private static double[][] Rows<T>(Variable<T> node) where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Values(node).Chunk(node.Shape[^1])];

    private static double[][] Columns<T>(Variable<T> node) where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, node.Shape[^1]).Select(j => Array.ConvertAll(Rows(node), row => row[j]))];

    private static double[] Values<T>(Variable<T> node) where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(node.Value.Span.ToArray(), double.CreateChecked);
}
