using System.Text;

namespace Makemore.Tests;

/// <summary>Good inputs, small ones, in tests/Shared/Corpus. A <see cref="Mutator"/> makes bad ones of them.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(Repository.Root.FullName, "tests", "Shared", "Corpus");

    /// <summary>The files of a folder, in the order of their names.</summary>
    public static byte[][] Files(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Folder, folder)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>The lines of a file, each an input.</summary>
    public static byte[][] Lines(string file) => [.. File.ReadAllLines(Path.Combine(Folder, file)).Select(Encoding.UTF8.GetBytes)];
}
