namespace Makemore.Models.Tests;

/// <summary>Files of names as they come: damaged, in another encoding, not of names at all.</summary>
public sealed class NamesBadInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_mutated_file_of_names_gives_names_or_is_refused() =>
        MutatedInputs.ForAll(usual: 3_000, new Mutator(Corpus.Files("names")).Next, Read);

    private string? Read(byte[] bytes)
    {
        // The length chooses how it is read, because the input alone is to decide what happens.
        string path = Path.Combine(folder, bytes.Length % 3 == 0 ? "names.txt" : "names.csv");
        Vocabulary? vocabulary = bytes.Length % 2 == 0 ? Vocabulary.English : null;
        File.WriteAllBytes(path, bytes);
        try
        {
            var names = NameList.Read(path, "Name", vocabulary, bytes.Length % 5 == 0 ? Duplicates.Keep : Duplicates.Drop);
            Assert.Equal(names.TotalRows, names.Names.Count + names.Dropped.Sum(dropped => dropped.Count));
            Assert.All(names.Names, name => Assert.True(name.Length > 0 && names.Vocabulary.TryEncode(name, out _), name));
            Assert.All(names.Dropped, dropped => Assert.Null(MutatedInputs.FaultOf($"{dropped}", input: "", longest: 500)));
            Assert.Equal(names.Names.Sum(name => name.EnumerateRunes().Count() + 1), names.Pairs.Examples);
            return null;
        }
        catch (DataException exception)
        {
            return exception.Message.Replace(path, "file", StringComparison.Ordinal);
        }
    }
}
