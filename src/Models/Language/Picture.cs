using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Something that a model has to show, as numbers. Who draws it knows the pictures below, and no model. The numbers come from a function,
/// because a picture of many characters would be too large to compute and is left out.
/// </summary>
/// <param name="Name">One word for its file, such as "hidden"; the model's name goes before it.</param>
/// <param name="Title">What it shows, to stand above it.</param>
public abstract record Picture(string Name, string Title)
{
    /// <summary>How often each character follows each other.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, vocabulary), row-major: row is the first character, column the second.</param>
    public sealed record PairCounts(string Name, string Title, Func<long[]> Values) : Picture(Name, Title);

    /// <summary>How probable each character is after each other.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, vocabulary), row-major: row is the first character, column the second.</param>
    public sealed record PairProbabilities(string Name, string Title, Func<double[]> Values) : Picture(Name, Title)
    {
        /// <summary>What a model that looks back at one character finds probable.</summary>
        public static PairProbabilities Of(ILanguageModel model) =>
            new("probabilities", $"What follows, according to the {model.Kind.Title}", () =>
            {
                int size = model.Vocabulary.Size;
                var logarithms = new Tensor<double>([size, size]);
                model.LogProbabilities(new Indices([size, 1], [.. Enumerable.Range(0, size)]), logarithms);
                return Array.ConvertAll(logarithms.Span.ToArray(), Math.Exp);
            });
    }

    /// <summary>The vectors that a model learned for the characters; those that it treats alike lie together.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">(vocabulary, width), row-major: a vector for each character.</param>
    public sealed record CharacterMap(string Name, string Title, Func<double[]> Values) : Picture(Name, Title);

    /// <summary>How the outputs of some tanh neurons spread over -1 to 1.</summary>
    /// <param name="Name">One word for its file.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="Values">The outputs, in any order.</param>
    public sealed record TanhOutputs(string Name, string Title, Func<double[]> Values) : Picture(Name, Title);
}
