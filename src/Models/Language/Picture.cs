using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Something a model can show, as numbers. The code that draws them knows the pictures below, but not the models. The numbers come from a
/// function, so that a picture with too many characters is left out without being computed.
/// </summary>
/// <param name="Name">One word for its file, such as "hidden". The model's name is put in front of it.</param>
/// <param name="Title">What it shows: its heading.</param>
public abstract record Picture(string Name, string Title)
{
    /// <summary>How often each character follows each other one.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, vocabulary), row-major: the row is the first character, the column the second.</param>
    public sealed record PairCounts(string Name, string Title, Func<long[]> Values) : Picture(Name, Title);

    /// <summary>How probable each character is after each other one.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, vocabulary), row-major: the row is the first character, the column the second.</param>
    public sealed record PairProbabilities(string Name, string Title, Func<double[]> Values) : Picture(Name, Title)
    {
        /// <summary>The pair probabilities of a model that looks back at one character.</summary>
        public static PairProbabilities Of(ILanguageModel model) =>
            new("probabilities", $"What follows, according to the {model.Kind.Title}", () =>
            {
                int size = model.Vocabulary.Size;
                var logarithms = new Tensor<double>([size, size]);
                model.LogProbabilities(new Indices([size, 1], [.. Enumerable.Range(0, size)]), logarithms);
                return Array.ConvertAll(logarithms.Span.ToArray(), Math.Exp);
            });
    }

    /// <summary>The vectors that a model learned for the characters. Characters that it treats alike lie close together.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, width), row-major: one vector for each character.</param>
    public sealed record CharacterMap(string Name, string Title, Func<double[]> Values) : Picture(Name, Title);

    /// <summary>How the outputs of tanh neurons spread from -1 to 1.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">The outputs, in any order.</param>
    public sealed record TanhOutputs(string Name, string Title, Func<double[]> Values) : Picture(Name, Title);

    /// <summary>What the places of one text look at, with each head of attention in each layer.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Text">The t tokens.</param>
    /// <param name="Layers">The number of layers.</param>
    /// <param name="Heads">The number of heads in each.</param>
    /// <param name="Values">
    /// (layers, heads, t, t), row-major: how much the row's place looks at the column's. The sum of a row is 1; later places have 0.
    /// </param>
    public sealed record Attention(string Name, string Title, IReadOnlyList<int> Text, int Layers, int Heads, Func<double[]> Values)
        : Picture(Name, Title);

    /// <summary>How far the gates of a recurrent cell are open while it reads a text.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Text">The t tokens.</param>
    /// <param name="Gates">The gates.</param>
    /// <param name="Values">(gates, t, width), row-major: 0 is shut and 1 is open.</param>
    public sealed record GateOpenings(string Name, string Title, IReadOnlyList<int> Text, IReadOnlyList<Gate> Gates, Func<double[]> Values)
        : Picture(Name, Title);

    /// <summary>What batch normalization takes out of sums: the running mean and deviation of each neuron, layer by layer.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">The layers, the first one first.</param>
    public sealed record RunningStatistics(string Name, string Title, Func<IReadOnlyList<NormalizedLayer>> Values) : Picture(Name, Title);

    /// <summary>
    /// The first row of tokens (n, t), up to where its name ends: before the second boundary, and after 20 tokens at the latest, so that
    /// pictures of it stay readable. Null if there are no rows.
    /// </summary>
    internal static Indices? FirstName(Indices tokens)
    {
        const int Longest = 20;
        if (tokens.Shape[0] == 0) return null;
        int[] row = [.. tokens.Span[..tokens.Shape[1]]];
        int end = Array.IndexOf(row, Vocabulary.Boundary, 1), length = Math.Min(Longest, end < 0 ? row.Length : end);
        return new Indices([1, length], row[..length]);
    }
}

/// <summary>A gate of a recurrent cell.</summary>
/// <param name="Name">Its name, such as "forget".</param>
/// <param name="Meaning">What it does when it is open, in a few words.</param>
public sealed record Gate(string Name, string Meaning);

/// <summary>What a normalized layer has seen in training.</summary>
/// <param name="Name">Its name, such as "hidden layer 2".</param>
/// <param name="Means">The running mean of each neuron's sum.</param>
/// <param name="Deviations">The root of each one's running variance.</param>
public sealed record NormalizedLayer(string Name, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations);
