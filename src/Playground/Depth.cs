using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of a deep network: <see cref="DepthTraining"/>, an object that JavaScript holds and hands back.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Depth
{
    /// <summary>Makes ready what every network learns from, and begins one. The seed is text, because JavaScript's numbers end at 2⁵³.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Start(string names, string seed, double gain, bool normalizes) =>
        new DepthTraining(names, Texts.Seed(seed), gain, normalizes);

    /// <summary>Begins another network.</summary>
    [JSExport]
    internal static void Begin([JSMarshalAs<JSType.Any>] object training, double gain, bool normalizes) =>
        Of(training).Begin(gain, normalizes);

    /// <summary>Sets the learning rate of the steps to come.</summary>
    [JSExport]
    internal static void SetRate([JSMarshalAs<JSType.Any>] object training, double rate) => Of(training).Rate = rate;

    /// <summary>The next steps: of each, log₁₀(change / weights) for the five layers and the output, then its loss.</summary>
    [JSExport]
    internal static double[] Train([JSMarshalAs<JSType.Any>] object training, int steps) => Of(training).Train(steps);

    /// <summary>
    /// The loss, how far the strips of the gradients reach, and what layer 1 gets in parts of what layer 5 gets. Then for each layer:
    /// the outputs' mean, spread, share saturated and 50 parts, and the gradients' spread and 50 parts.
    /// </summary>
    [JSExport]
    internal static double[] Look([JSMarshalAs<JSType.Any>] object training)
    {
        DepthLook look = Of(training).Look();
        return
        [
            look.Loss, look.Reach, look.Growth,
            .. look.Layers.SelectMany(layer => (double[])
            [
                layer.Outputs.Mean, layer.Outputs.Spread, layer.Saturated, .. layer.Outputs.Bins.Select(count => (double)count),
                layer.Gradients.Spread, .. layer.Gradients.Bins.Select(count => (double)count),
            ]),
        ];
    }

    private static DepthTraining Of(object training) => (DepthTraining)training;
}
