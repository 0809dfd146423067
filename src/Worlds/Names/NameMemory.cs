using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// What a recurrent network holds in its memory while it reads a name of t - 1 letters, after the boundary and after each letter; and how much
/// what it says at the end still depends on that.
/// </summary>
public sealed class NameMemory
{
    // Nothing lies exactly at 0 or 1. So near to one of them, a number is called kept or replaced.
    private const double Near = 0.1;

    private const int AskedFor = 1; // the first letter, as in lesson 17: any would do

    internal NameMemory(Recurrent<double> network, string name)
    {
        int[] tokens = [Vocabulary.Boundary, .. network.Vocabulary.Encode(name)];
        Letters = Array.ConvertAll(tokens, network.Vocabulary.TextOf);
        Asked = network.Vocabulary.TextOf(AskedFor);
        Width = network.Cell.Width;
        var states = new List<Variable<double>>();
        var kept = new List<double>();
        Variable<double> state = network.Start; // (1, state)
        foreach (int token in tokens)
        {
            Variable<double> x = network.Tokens.Forward(new Indices([1], [token])); // (1, embedding)
            if (Kept(network.Cell, x.Concat(-1, Output(state))) is { } share) kept.AddRange(share.Value.Span);
            states.Add(state = network.Cell.Forward(x, state));
        }

        Shares = [.. kept];
        Memories = [.. states.SelectMany(one => Memory(network.Cell, one).Value.Span.ToArray())];
        network.Head.Forward(Output(state)).CrossEntropy(new Indices([1], [AskedFor])).Backward();
        Gradients = [.. states.Select(one => Math.Sqrt(one.Gradient.Span.ToArray().Sum(slope => slope * slope)))];
        Left = [.. Enumerable.Range(0, Shares.Length == 0 ? 0 : Width).Select(LeftOf)];
    }

    /// <summary>What it reads: t texts, the boundary first.</summary>
    public string[] Letters { get; }

    /// <summary>How many numbers its memory has.</summary>
    public int Width { get; }

    /// <summary>
    /// (t, width), row-major: the memory after each letter, each number between -1 and 1. It is the state h; for an LSTM tanh(c), of which its
    /// output gate lets out a part.
    /// </summary>
    public double[] Memories { get; }

    /// <summary>
    /// (t, width), row-major: the share of each number that a letter leaves in the memory. It is 1 - z for a GRU with the update gate z, and the
    /// forget gate f for an LSTM; empty without gates.
    /// </summary>
    public double[] Shares { get; }

    /// <summary>The letter whose probability at the end the <see cref="Gradients"/> are of.</summary>
    public string Asked { get; }

    /// <summary>(t): the length of the gradient of -ln p(asked) in the whole state after each letter; for an LSTM, h and c.</summary>
    public double[] Gradients { get; }

    /// <summary>
    /// (width): which share of what each number held after the first letter is left after the last: the product of the <see cref="Shares"/>
    /// of the letters after the first; empty without gates.
    /// </summary>
    public double[] Left { get; }

    /// <summary>How many of the numbers a letter kept, more than nine tenths of each.</summary>
    public int KeptAt(int place) => SharesAt(place).Count(share => share > 1 - Near);

    /// <summary>How many of the numbers a letter replaced: less than a tenth of each was left.</summary>
    public int ReplacedAt(int place) => SharesAt(place).Count(share => share < Near);

    /// <summary>
    /// <code>
    /// {
    ///   "letters": [text], "asked": text, "width": int, "memories": float64, "shares": float64, "gradients": float64,
    ///   "left": float64, "kept": [int], "replaced": [int]
    /// }
    /// </code>
    /// with float64 as in <see cref="WorldJson"/>, and "kept" and "replaced" for each letter; empty without gates.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        int[] gated = Shares.Length == 0 ? [] : [.. Enumerable.Range(0, Letters.Length)];
        json.WriteTexts("letters", Letters);
        json.WriteString("asked", Asked);
        json.WriteNumber("width", Width);
        json.WriteNumbers("memories", Memories);
        json.WriteNumbers("shares", Shares);
        json.WriteNumbers("gradients", Gradients);
        json.WriteNumbers("left", Left);
        json.WriteArray("kept", gated, place => json.WriteNumberValue(KeptAt(place)));
        json.WriteArray("replaced", gated, place => json.WriteNumberValue(ReplacedAt(place)));
    });

    private static Variable<double>? Kept(IRecurrentCell<double> cell, Variable<double> xh) => cell switch
    {
        GruCell<double> gru => 1 - gru.Update.Forward(xh).Sigmoid(),
        LstmCell<double> lstm => lstm.Forget.Forward(xh).Sigmoid(),
        _ => null,
    };

    private static Variable<double> Memory(IRecurrentCell<double> cell, Variable<double> state) =>
        cell is LstmCell<double> ? state.Slice(-1, cell.Width, cell.Width).Tanh() : state; // (1, width)

    private Variable<double> Output(Variable<double> state) => state.Slice(-1, 0, Width); // (1, width)

    private IEnumerable<double> SharesAt(int place) => Shares.Skip(place * Width).Take(Width);

    private double LeftOf(int unit)
    {
        double left = 1;
        for (int place = 2; place < Letters.Length; place++) left *= Shares[(place * Width) + unit];
        return left;
    }
}
