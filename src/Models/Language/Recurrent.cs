using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A network that reads a name character by character, and keeps in a state what it needs of those before: Mikolov et al., "Recurrent Neural
/// Network Based Language Model" (2010), section 2, on characters. Its first state is learned too. The sizes, and how it begins, are those of
/// Karpathy's makemore (2022), which has no LSTM.
/// </summary>
public sealed class Recurrent<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose weights are drawn in the order tokens, cell, head.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or a tensor would have more elements than an array can hold.</exception>
    public Recurrent(Vocabulary vocabulary, RecurrentSizes sizes, ValueSource<T> values)
    {
        (CellKind cell, int width, int embedding, int block) = sizes;
        if (width < 1 || embedding < 1 || block < 1)
            throw new ArgumentException($"Recurrent: width {width}, embedding {embedding} and block {block} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Start = Add("start", values.Next([1, cell == CellKind.Lstm ? 2 * width : width], Initial.Zeros));
        Tokens = Add("tokens", new EmbeddingLayer<T>(vocabulary.Size, embedding, values));
        Cell = cell switch
        {
            CellKind.Rnn => Add("cell", new RnnCell<T>(embedding, width, values)),
            CellKind.Gru => Add("cell", new GruCell<T>(embedding, width, values)),
            _ => Add("cell", new LstmCell<T>(embedding, width, values)),
        };
        Head = Add("head", new LinearLayer<T>(width, vocabulary.Size, values));
    }

    /// <inheritdoc/>
    public override ModelKind Kind => Sizes.Cell switch
    {
        CellKind.Rnn => ModelKinds.Rnn,
        CellKind.Gru => ModelKinds.Gru,
        _ => ModelKinds.Lstm,
    };

    /// <inheritdoc/>
    public override OptionValues Options => Sizes.ToOptions();

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public RecurrentSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <inheritdoc/>
    public override bool AnswersEveryPosition => true;

    /// <inheritdoc/>
    public override int RowsTogether => RecurrentSizes.RowsTogether;

    /// <summary>(1, state): what it knows before the first character.</summary>
    public Parameter<T> Start { get; }

    /// <summary>(vocabulary, embedding): what each character is.</summary>
    public EmbeddingLayer<T> Tokens { get; }

    /// <summary>Brings the state from one character to the next.</summary>
    public IRecurrentCell<T> Cell { get; }

    /// <summary>(width, vocabulary): scores for what comes next.</summary>
    public LinearLayer<T> Head { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        Variable<T> start = Start.Embedding(new Indices([tokens.Shape[0]])); // (n, state): the same for every row

        // What a character adds to the gates is the same wherever it stands. It is computed once for each one of the vocabulary, unless these
        // are more than there are places.
        Variable<T> sums = tokens.Length < Vocabulary.Size
            ? Cell.InputSums(Tokens.Forward(tokens))
            : Cell.InputSums(Tokens.Table).Embedding(tokens); // (n, t, gates · width)
        Variable<T> outputs = Cell.Outputs(sums, start); // (n, t, width)
        return Head.Forward(outputs); // (n, t, vocabulary)
    }

    /// <inheritdoc/>
    public override Variable<T> NextLogits(Indices token, Past<T> past)
    {
        Variable<T> before = past.Recall(Start); // (1, state)
        Variable<T> state = past.Keep(Cell.Forward(Tokens.Forward(token), before), before); // (1, state)
        return Head.Forward(state.Slice(-1, 0, Cell.Width)); // (1, vocabulary)
    }

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new Recurrent<TOther>(Vocabulary, Sizes, values);

    /// <summary>
    /// The characters' vectors, how far the gates open while the first name is read, and how saturated the tanh is that makes new states.
    /// </summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return MapOf(Tokens);
        if (Picture.FirstName(tokens) is not { } name) yield break;
        int[] text = [.. name.Span];
        if (Gates.Count > 0)
            yield return new Picture.GateOpenings(
                "gates",
                $"How far the gates of the {Kind.ShortTitle} open while it reads {Vocabulary.Decode(text)}",
                text,
                [.. Gates.Select(gate => gate.Gate)],
                () => GateValues(name));
        int names = Math.Min(tokens.Shape[0], RecurrentSizes.PicturedNames);
        yield return new Picture.TanhOutputs(
            "drafts",
            $"Outputs of tanh {(Sizes.Cell == CellKind.Rnn ? "that are the state" : "that are drafts of the state")}, on {names:N0} names",
            () => DraftValues(tokens, names));
    }

    // The cell's gates and their layers.
    private IReadOnlyList<(Gate Gate, LinearLayer<T> Layer)> Gates => Cell switch
    {
        GruCell<T> gru =>
        [
            (new Gate("update", "how much of the state is replaced"), gru.Update),
            (new Gate("reset", "how much of the past its draft sees"), gru.Reset),
        ],
        LstmCell<T> lstm =>
        [
            (new Gate("input", "how much of the draft is let in"), lstm.Input),
            (new Gate("forget", "how much of the memory is kept"), lstm.Forget),
            (new Gate("output", "how much of the memory is let out"), lstm.Output),
        ],
        _ => [],
    };

    // (gates, t, width) for one row, as in the cells' Forward.
    private double[] GateValues(Indices name)
    {
        var places = Places(name).ToList();
        return
        [
            .. Gates.SelectMany(gate => places.SelectMany(place =>
                Widened(gate.Layer.Forward(place.X.Concat(-1, Output(place.State))).Sigmoid().Value))),
        ];
    }

    // The new state of an RNN, and the draft of another cell, at each place of the first names: as in the cells' Forward.
    private double[] DraftValues(Indices tokens, int names)
    {
        var drafts = new List<double>();
        for (int row = 0; row < names; row++)
        {
            int time = tokens.Shape[1];
            var name = Picture.FirstName(new Indices([1, time], tokens.Span.Slice(row * time, time).ToArray()))!;
            foreach ((Variable<T> x, Variable<T> state) in Places(name)) drafts.AddRange(Widened(Draft(x, Output(state)).Value));
        }

        return [.. drafts];
    }

    private Variable<T> Draft(Variable<T> x, Variable<T> h) => Cell switch
    {
        GruCell<T> gru => gru.Draft.Forward(x.Concat(-1, gru.Reset.Forward(x.Concat(-1, h)).Sigmoid() * h)).Tanh(),
        LstmCell<T> lstm => lstm.Draft.Forward(x.Concat(-1, h)).Tanh(),
        _ => Cell.Forward(x, h),
    };

    // What the cell is given at each place of one row: the character's vector (1, embedding), and the state before it (1, state).
    private IEnumerable<(Variable<T> X, Variable<T> State)> Places(Indices name)
    {
        Variable<T> state = Start.Detach();
        foreach (int token in name.Span.ToArray())
        {
            Variable<T> x = Tokens.Forward(new Indices([1], [token])); // (1, embedding)
            yield return (x, state);
            state = Cell.Forward(x, state).Detach();
        }
    }

    private Variable<T> Output(Variable<T> state) => state.Slice(-1, 0, Cell.Width); // (1, width)
}

/// <summary>What brings a <see cref="Recurrent{T}"/>'s state from one character to the next.</summary>
public enum CellKind
{
    /// <summary><see cref="RnnCell{T}"/>.</summary>
    Rnn,

    /// <summary><see cref="GruCell{T}"/>.</summary>
    Gru,

    /// <summary><see cref="LstmCell{T}"/>.</summary>
    Lstm,
}

/// <summary>The cell of a <see cref="Recurrent{T}"/>, and the sizes of its layers.</summary>
/// <param name="Cell">What brings the state from one character to the next.</param>
/// <param name="Width">The length of the cell's output.</param>
/// <param name="Embedding">The length of each character's vector.</param>
/// <param name="Block">How many characters it looks back at, at most.</param>
public sealed record RecurrentSizes(CellKind Cell, int Width, int Embedding, int Block)
{
    // A step of time has one small product for each gate. With few rows, little of it is multiplying.
    internal const int RowsTogether = 16;

    // The numbers of so many names show how a layer's outputs spread.
    internal const int PicturedNames = 100;

    private static readonly ModelOption WidthOption = ModelOption.Whole("width", "The length of the state", 64);

    private static readonly ModelOption EmbeddingOption = ModelOption.Whole("embedding-size", "The length of each character's vector", 64);

    private static readonly ModelOption BlockOption = ModelOption.Whole("block-size", "How many characters the model looks back at", 16);

    /// <summary>The sizes as the model's options.</summary>
    public static IReadOnlyList<ModelOption> Options { get; } = [WidthOption, EmbeddingOption, BlockOption];

    /// <summary>The sizes that were chosen.</summary>
    public static RecurrentSizes Of(CellKind cell, OptionValues options) =>
        new(cell, options.Whole(WidthOption), options.Whole(EmbeddingOption), options.Whole(BlockOption));

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues ToOptions() =>
        OptionValues.Defaults.With(WidthOption, Width).With(EmbeddingOption, Embedding).With(BlockOption, Block);
}

public static partial class ModelKinds
{
    /// <summary><see cref="Recurrent{T}"/> with an <see cref="RnnCell{T}"/>.</summary>
    public static ModelKind Rnn { get; } = Recurrent(CellKind.Rnn, "rnn", "recurrent network", products: 1);

    /// <summary><see cref="Recurrent{T}"/> with a <see cref="GruCell{T}"/>.</summary>
    public static ModelKind Gru { get; } = Recurrent(CellKind.Gru, "gru", "gated recurrent network", products: 3);

    /// <summary><see cref="Recurrent{T}"/> with an <see cref="LstmCell{T}"/>.</summary>
    public static ModelKind Lstm { get; } = Recurrent(CellKind.Lstm, "lstm", "long short-term memory", products: 4);

    private static ModelKind Recurrent(CellKind cell, string name, string title, int products) => new()
    {
        Name = name,
        Title = title,
        ShortTitle = name.ToUpperInvariant(),
        Summary = $"Train the {title}{(cell == CellKind.Lstm ? "" : " of Karpathy's makemore (2022)")}",
        Options = RecurrentSizes.Options,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.005..0:2000"))
        {
            Optimizer = parameters => new AdamW<float>(parameters, beta2: 0.99),
        },
        Make = (vocabulary, options, values) => new Recurrent<float>(vocabulary, RecurrentSizes.Of(cell, options), values),
        Size = (vocabulary, options) =>
        {
            var sizes = RecurrentSizes.Of(cell, options);
            (double width, double embedding, double block) = (sizes.Width, sizes.Embedding, sizes.Block);
            return new ModelSize(
                Parameters: (vocabulary * (embedding + width)) + (products * (embedding + width) * width),
                Layers: block * (vocabulary + embedding + (products * (embedding + (4 * width)))),
                block)
            {
                AnswersEveryPosition = true,
                RowsTogether = RecurrentSizes.RowsTogether,
                Pictured = 0,
            };
        },
    };
}
