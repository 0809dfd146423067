using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Every layer of this library, each with how to draw a random valid case of it, for the same checks as the operations of
/// <see cref="OperationCatalogue"/>. A test fails if a layer is missing from it.
/// </summary>
public static class LayerCatalogue
{
    /// <summary>All layers. A case's output depends on its input and on the layer's parameters, which are drawn too.</summary>
    public static IReadOnlyList<OperationEntry<T>> Entries<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        new("LinearLayer", typeof(LinearLayer<>), "linear.Forward(x)", Linear),
        new("EmbeddingLayer", typeof(EmbeddingLayer<>), "embedding.Forward(indices)", Embedding),
        new("FlattenConsecutive", typeof(FlattenConsecutive<>), "flatten.Forward(x)", Flatten),
        new("BatchNorm", typeof(BatchNorm<>), "norm.Forward(x, mode)", BatchNorm),
        new("LayerNorm", typeof(LayerNorm<>), "norm.Forward(x)", LayerNorm),
        new("RmsNorm", typeof(RmsNorm<>), "norm.Forward(x)", RmsNorm),
        new("CausalSelfAttention", typeof(CausalSelfAttention<>), "attention.Forward(x)", Attention),
        new("RnnCell", typeof(RnnCell<>), "cell.Forward(x, state)", draw => Cell(draw, (i, w, v) => new RnnCell<T>(i, w, v))),
        new("GruCell", typeof(GruCell<>), "cell.Forward(x, state)", draw => Cell(draw, (i, w, v) => new GruCell<T>(i, w, v))),
        new("LstmCell", typeof(LstmCell<>), "cell.Forward(x, state)", draw => Cell(draw, (i, w, v) => new LstmCell<T>(i, w, v))),
        new("DropoutLayer", typeof(DropoutLayer<>), "dropout.Forward(x, mode)", Dropout) { HasGradient = false }, // drawn again each time
    ];

    private static OperationCase<T> Linear<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inputs, int outputs) = (draw.Size(), draw.Size());
        Shape rows = draw.Shape();
        var layer = new LinearLayer<T>(inputs, outputs, Values(draw), hasBias: rows.Rank == 0 || draw.Between(0, 2) == 0);
        return draw.Input("x", layer.Bias is null ? [draw.Size(), inputs] : [.. rows, inputs]).Apply(layer.Forward);
    }

    private static OperationCase<T> Embedding<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = draw.Size();
        var layer = new EmbeddingLayer<T>(count, draw.Size(), Values(draw));
        Indices indices = draw.Indices(draw.Shape(), count);
        return new OperationCase<T>([], _ => layer.Forward(indices));
    }

    private static OperationCase<T> Flatten<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = draw.Size();
        return draw.Input("x", [draw.Size(), count * draw.Size(), draw.Size()]).Apply(new FlattenConsecutive<T>(count).Forward);
    }

    private static OperationCase<T> BatchNorm<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int features = draw.Size(), element = 0;
        Shape shape = [.. draw.Shape(), 1 + draw.Size(), features];
        var layer = new BatchNorm<T>(features, Values(draw), correction: draw.Between(0, 2));
        Mode mode = draw.Between(0, 2) == 0 ? Mode.Training : Mode.Inference;
        return draw.Input("x", shape, x => Spread(x, element++ / features)).Apply(x => layer.Forward(x, mode));
    }

    private static OperationCase<T> LayerNorm<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int features = draw.Size(), element = 0;
        var layer = new LayerNorm<T>(features, Values(draw));
        return draw.Input("x", [.. draw.Shape(), features], x => Spread(x, element++ % features)).Apply(layer.Forward);
    }

    private static OperationCase<T> RmsNorm<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int features = draw.Size();
        RmsNorm<T> layer = draw.Between(0, 4) == 0 ? Modules.RmsNorm<T>.WithoutScale() : new RmsNorm<T>(features, Values(draw));
        return draw.Input("x", [.. draw.Shape(), features], x => x + Math.CopySign(0.1, x)).Apply(layer.Forward);
    }

    private static OperationCase<T> Attention<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int heads = draw.Between(1, 4), features = heads * draw.Between(1, 4);
        var layer = new CausalSelfAttention<T>(features, heads, Values(draw), hasBias: draw.Between(0, 2) == 0);
        return draw.Input("x", [draw.Size(), draw.Size(), features]).Apply(layer.Forward);
    }

    private static OperationCase<T> Cell<T>(OperationDraw<T> draw, Func<int, int, ValueSource<T>, IRecurrentCell<T>> make)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int inputs, int width) = (draw.Size(), draw.Size(), draw.Size());
        IRecurrentCell<T> cell = make(inputs, width, Values(draw));
        return draw.Input("x", [n, inputs]).Input("state", [n, cell.StateSize]).Apply(cell.Forward);
    }

    private static OperationCase<T> Dropout<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layer = new DropoutLayer<T>(0.3, NewGenerator(draw));
        return draw.Input("x", draw.Shape()).Apply(x => layer.Forward(x, Mode.Training));
    }

    // Where values are almost equal, their normalized ones change too fast for a difference quotient. So they lie about 1 apart.
    private static double Spread(double x, int place) => place + (0.4 * Math.Tanh(x));

    /// <summary>
    /// Values as a layer begins, and each up to a half more or less: a scale of 1 or a shift of 0 would hide that it is left out.
    /// </summary>
    public static ValueSource<T> Values<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T> =>
        new((shape, initial) =>
        {
            Tensor<T> values = initial.Draw<T>(NewGenerator(draw), shape);
            foreach (ref T value in values.Span) value += T.CreateChecked(draw.Between(-50, 51) / 100f);
            return values;
        });

    private static TorchGenerator NewGenerator<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T> =>
        new((ulong)draw.Between(0, int.MaxValue));
}
