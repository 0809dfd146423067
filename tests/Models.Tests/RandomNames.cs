using FsCheck;
using FsCheck.Fluent;

namespace Makemore.Models.Tests;

/// <summary>Some names, and a vocabulary of their letters, made so that names, contexts and targets often repeat.</summary>
public sealed record RandomNames(string[] Names, Vocabulary Vocabulary)
{
    /// <summary>Up to 30 names of 1 to 8 letters from an alphabet of 1 to 5.</summary>
    public static Arbitrary<RandomNames> Arbitrary() =>
        (from alphabet in Gen.Elements("a", "ab", "abc", "xyz", "aनि", "ab𐐨c़")
         let letters = alphabet.EnumerateRunes().Select(letter => letter.ToString()).ToArray()
         from lengths in Gen.NonEmptyListOf(Gen.Choose(1, 8)).Resize(30)
         from names in Gen.CollectToArray(lengths, length => Gen.Elements(letters).ArrayOf(length).Select(string.Concat))
         select new RandomNames(names, Vocabulary.FromLetters(alphabet))).ToArbitrary();

    public override string ToString() => $"{string.Join(" ", Names)} over {Vocabulary}";
}
