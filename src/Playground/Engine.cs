using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Models;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of the engine. A training is an object that JavaScript holds and hands back.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Engine
{
    /// <summary>Begins a training of the multilayer perceptron.</summary>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="options">Values for <see cref="MultilayerPerceptronSizes.Options"/>, each written "hidden-size=100".</param>
    /// <param name="schedule">The learning rates: <see cref="Modules.LearningRateSchedule.Parse"/>.</param>
    /// <param name="batchSize">The number of examples in a step.</param>
    /// <param name="seed">The seed of weights and batches: a whole number, as text, because JavaScript's numbers end at 2⁵³.</param>
    /// <param name="precision">"float32" or "float64".</param>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Start(string names, string[] options, string schedule, int batchSize, string seed, string precision) =>
        NamesTraining.Start(names, options, schedule, batchSize, ulong.Parse(seed, CultureInfo.InvariantCulture), precision);

    /// <summary>Goes on with other learning rates. Their first step is the training's first.</summary>
    [JSExport]
    internal static void Follow([JSMarshalAs<JSType.Any>] object session, string schedule) => Of(session).Follow(schedule);

    /// <summary>The loss of each step, before it moved the parameters. Ends early at a loss that is not finite.</summary>
    [JSExport]
    internal static double[] Train([JSMarshalAs<JSType.Any>] object session, int steps) => Of(session).Train(steps);

    /// <summary>The mean loss over all examples that the training draws from.</summary>
    [JSExport]
    internal static double Loss([JSMarshalAs<JSType.Any>] object session) => Of(session).Loss();

    /// <summary>The names of the model's tensors, such as "hidden.weights".</summary>
    [JSExport]
    internal static string[] Tensors([JSMarshalAs<JSType.Any>] object session) => Of(session).Tensors;

    /// <summary>The elements of a tensor, row by row.</summary>
    [JSExport]
    internal static double[] Values([JSMarshalAs<JSType.Any>] object session, string tensor) => Of(session).Values(tensor);

    /// <summary>Names that the model makes.</summary>
    [JSExport]
    internal static string[] Sample([JSMarshalAs<JSType.Any>] object session, string seed, int count) =>
        Experiment.Sample(Of(session).Model, ulong.Parse(seed, CultureInfo.InvariantCulture), count, new SamplingOptions());

    private static NamesTraining Of(object session) => (NamesTraining)session;
}
