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
}
