using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Models;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of a training on names: <see cref="NamesTraining"/>, an object that JavaScript holds and hands back.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Names
{
    /// <summary>Begins a training. The seed is text, because JavaScript's numbers end at 2⁵³.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Start(string kind, string names, string[] options, int batchSize, string seed, string precision) =>
        NamesTraining.Start(kind, names, options, batchSize, Texts.Seed(seed), precision);

    /// <summary>Goes on with the model of a file that <c>train</c> wrote.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object GoOn(byte[] model, string names, int batchSize, string seed, string precision)
    {
        string path = Path.GetTempFileName(); // in the page's memory
        File.WriteAllBytes(path, model);
        return NamesTraining.GoOn(Checkpoint.Load(path), names, batchSize, Texts.Seed(seed), precision);
    }

    /// <summary>The losses of the next steps.</summary>
    [JSExport]
    internal static double[] Train([JSMarshalAs<JSType.Any>] object training, int steps) => Of(training).Train(steps);

    /// <summary>Sets the learning rate of the steps to come.</summary>
    [JSExport]
    internal static void SetRate([JSMarshalAs<JSType.Any>] object training, double rate) => Of(training).Rate = rate;

    /// <summary>Takes the training back to after this many steps.</summary>
    [JSExport]
    internal static void GoBackTo([JSMarshalAs<JSType.Any>] object training, int steps) => Of(training).GoBackTo(steps);

    /// <summary>The mean loss over the examples that it trains on.</summary>
    [JSExport]
    internal static double Loss([JSMarshalAs<JSType.Any>] object training) => Of(training).Loss();

    /// <summary>The mean loss over the examples that are held back.</summary>
    [JSExport]
    internal static double ValidationLoss([JSMarshalAs<JSType.Any>] object training) => Of(training).ValidationLoss();

    /// <summary>The loss that counting pairs reaches.</summary>
    [JSExport]
    internal static double CountingLoss([JSMarshalAs<JSType.Any>] object training) => Of(training).CountingLoss();

    /// <summary>The tokens as text, the boundary first.</summary>
    [JSExport]
    internal static string[] Letters([JSMarshalAs<JSType.Any>] object training) => Texts.Letters(Of(training).Model.Vocabulary);

    /// <summary>The names of the network's tensors.</summary>
    [JSExport]
    internal static string[] Tensors([JSMarshalAs<JSType.Any>] object training) => Of(training).Tensors;

    /// <summary>The elements of a tensor, row by row.</summary>
    [JSExport]
    internal static double[] Values([JSMarshalAs<JSType.Any>] object training, string tensor) => Of(training).Values(tensor);

    /// <summary>The shape of a tensor.</summary>
    [JSExport]
    internal static int[] ShapeOf([JSMarshalAs<JSType.Any>] object training, string tensor) => Of(training).ShapeOf(tensor);

    /// <summary>Changes one element of a tensor.</summary>
    [JSExport]
    internal static void Change([JSMarshalAs<JSType.Any>] object training, string tensor, int element, double value) =>
        Of(training).Change(tensor, element, value);

    /// <summary>How probable each token is after the beginning of a name.</summary>
    [JSExport]
    internal static double[] Next([JSMarshalAs<JSType.Any>] object training, string beginning) => Of(training).Next(beginning);

    /// <summary>A step on a name with the network as it is now: what <see cref="Walks.Take"/> walks through.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object StepOn([JSMarshalAs<JSType.Any>] object training, string name, int batchSize) =>
        Of(training).StepOn(name, batchSize);

    /// <summary>The contexts of a step, a text for each; then its targets.</summary>
    [JSExport]
    internal static string[] ExamplesOf([JSMarshalAs<JSType.Any>] object step)
    {
        var one = (ExplorableStep)step;
        int rows = one.Contexts.Shape[0], block = one.Contexts.Shape[1];
        return
        [
            .. Enumerable.Range(0, rows).Select(row => one.Vocabulary.Decode(one.Contexts.Span.Slice(row * block, block))),
            .. one.Targets.Span.ToArray().Select(one.Vocabulary.TextOf),
        ];
    }

    /// <summary>New names.</summary>
    [JSExport]
    internal static string[] Sample([JSMarshalAs<JSType.Any>] object training, string seed, int count) =>
        Of(training).Sample(Texts.Seed(seed), count);

    /// <summary>What each character of a name looks at.</summary>
    [JSExport]
    internal static double[] Attention([JSMarshalAs<JSType.Any>] object training, string name) => Of(training).Attention(name);

    /// <summary>What the network remembers while it reads a name: <see cref="NameMemory.ToJson"/>; null if it has no state.</summary>
    [JSExport]
    internal static string? Memory([JSMarshalAs<JSType.Any>] object training, string name) => Of(training).Memory(name)?.ToJson();

    /// <summary>How the network fuses the beginning of a name two by two: <see cref="LetterTree.ToJson"/>; null if it does not.</summary>
    [JSExport]
    internal static string? Tree([JSMarshalAs<JSType.Any>] object training, string beginning) => Of(training).Tree(beginning)?.ToJson();

    /// <summary>How many numbers the network learns.</summary>
    [JSExport]
    internal static int ParameterCount([JSMarshalAs<JSType.Any>] object training) => Of(training).Model.ParameterCount;

    /// <summary>How many letters the network looks back at, at most.</summary>
    [JSExport]
    internal static int BlockSize([JSMarshalAs<JSType.Any>] object training) => Of(training).Model.BlockSize;

    private static NamesTraining Of(object training) => (NamesTraining)training;
}
