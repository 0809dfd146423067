using Makemore.Models;

namespace Makemore.Bench;

/// <summary>The names that all benchmarks use, and their examples.</summary>
public sealed class BenchmarkData
{
    private BenchmarkData(string path)
    {
        Path = path;
        Names = NameList.Clean(NamesFile.Read(path), Vocabulary.English).Names;
        Pairs = new Examples(Names, Vocabulary.English, blockSize: 1);
        Train = TrainOf(blockSize: 3);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The cleaned names, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>All examples with one character of context, for the bigram network.</summary>
    public Examples Pairs { get; }

    /// <summary>The training set, 80 % of all examples, with three characters of context, for the MLP.</summary>
    public Examples Train { get; }

    /// <summary>The training set with another number of characters of context.</summary>
    public Examples TrainOf(int blockSize) =>
        new Split(new Examples(Names, Vocabulary.English, blockSize), SplitFractions.Default, SplitBy.Example).Train;

    /// <summary>
    /// The original's <c>names.txt</c> in <paramref name="folder"/>, or else where the tests look for it: in the folder that MAKEMORE_DATA
    /// names, or in shared/data beside the repository. If it is in neither, the names that ship.
    /// </summary>
    /// <exception cref="DataException">A folder was given, and it does not hold the file.</exception>
    public static BenchmarkData Load(string? folder = null)
    {
        string repository = FindRepository();
        string original = System.IO.Path.Combine(
            folder
                ?? Environment.GetEnvironmentVariable("MAKEMORE_DATA")
                ?? System.IO.Path.Combine(repository, "..", "shared", "data"),
            "names.txt");
        if (File.Exists(original)) return new BenchmarkData(System.IO.Path.GetFullPath(original));
        if (folder is not null) throw new DataException($"{original}: there is no such file");
        return new BenchmarkData(System.IO.Path.Combine(repository, "data", "indian-names.csv"));
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Makemore.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder
            ?? throw new DataException($"{AppContext.BaseDirectory} is not in the repository, which has the names to measure on");
    }
}
