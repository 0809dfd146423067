using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of a <see cref="PointTraining"/>, an object that JavaScript holds and hands back.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Points
{
    /// <summary>Begins a training. The seed is text, because JavaScript's numbers end at 2⁵³.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Start(
        string kind, double noise, int[] hidden, string activation, int batchSize, string seed, string precision) =>
        PointTraining.Start(kind, noise, hidden, activation, batchSize, Texts.Seed(seed), precision);

    /// <summary>x, y and class of points, to show what there is to learn from.</summary>
    [JSExport]
    internal static double[] Draw(string kind, int count, double noise, string seed) =>
        Flat(PointSet.Draw(kind, count, noise, new TorchGenerator(Texts.Seed(seed))));

    /// <summary>A step on one point with the network as it is now: what <see cref="Walks.Take"/> walks through.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object StepOn([JSMarshalAs<JSType.Any>] object training, double x, double y, int ofClass) =>
        Of(training).StepOn(x, y, ofClass);

    /// <summary>The losses of the next steps.</summary>
    [JSExport]
    internal static double[] Train([JSMarshalAs<JSType.Any>] object training, int steps) => Of(training).Train(steps);

    /// <summary>The known points that the last step looked at, by their number.</summary>
    [JSExport]
    internal static int[] LastBatch([JSMarshalAs<JSType.Any>] object training) => Of(training).LastBatch.ToArray();

    /// <summary>Sets the learning rate of the steps to come.</summary>
    [JSExport]
    internal static void SetRate([JSMarshalAs<JSType.Any>] object training, double rate) => Of(training).Rate = rate;

    /// <summary>x, y and class of each point that it learns from.</summary>
    [JSExport]
    internal static double[] Known([JSMarshalAs<JSType.Any>] object training) => Flat(Of(training).Known);

    /// <summary>x, y and class of each point that it does not learn from.</summary>
    [JSExport]
    internal static double[] Fresh([JSMarshalAs<JSType.Any>] object training) => Flat(Of(training).Fresh);

    /// <summary>Loss and accuracy on known points, then on fresh ones.</summary>
    [JSExport]
    internal static double[] Test([JSMarshalAs<JSType.Any>] object training)
    {
        (PointResult known, PointResult fresh) = Of(training).Test();
        return [known.Loss, known.Accuracy, fresh.Loss, fresh.Accuracy];
    }

    /// <summary>The logit of each known point, as of the last test.</summary>
    [JSExport]
    internal static double[] Logits([JSMarshalAs<JSType.Any>] object training) => Of(training).Logits();

    /// <summary>Weights (in, out) and bias (out) of each layer.</summary>
    [JSExport]
    internal static double[] Parameters([JSMarshalAs<JSType.Any>] object training) => Of(training).Parameters();

    /// <summary>What every neuron says over the plane, for each layer (size, size, neurons), as the bytes of float32.</summary>
    [JSExport]
    internal static byte[] Field([JSMarshalAs<JSType.Any>] object training, int size, double reach) =>
        MemoryMarshal.AsBytes(Of(training).Field(size, reach).AsSpan()).ToArray();

    /// <summary>What the network says of one point: logit, probability of class 1, loss, and then each hidden neuron's output.</summary>
    [JSExport]
    internal static double[] Answer([JSMarshalAs<JSType.Any>] object training, double x, double y, int ofClass)
    {
        PointAnswer answer = Of(training).Answer(x, y, ofClass);
        return [answer.Logit, answer.Probability, answer.Loss, .. answer.Neurons];
    }

    private static double[] Flat(PointSet set) =>
        [.. set.Classes.SelectMany((ofClass, i) => new double[] { set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1], ofClass })];

    private static PointTraining Of(object training) => (PointTraining)training;
}
