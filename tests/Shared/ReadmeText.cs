namespace Makemore.Tests;

/// <summary>Checks the README against code that is compiled and tested.</summary>
internal static class ReadmeText
{
    private const string Begin = "// README: ", End = "// end";

    /// <summary>
    /// A file has as many parts between a line <c>// README: ...</c> and <c>// end</c> as expected, and the README shows each exactly,
    /// apart from the indentation of the whole part.
    /// </summary>
    public static void ShowsPartsOf(string file, int expected)
    {
        string readme = Read("README.md");
        string[] parts = [.. Parts(Read(file).Split('\n'))];
        Assert.Equal(expected, parts.Length);
        Assert.All(parts, part => Assert.Contains(part, readme, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Parts(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith(Begin, StringComparison.Ordinal)) continue;
            int indent = lines[i].Length - lines[i].TrimStart().Length;
            IEnumerable<string> part = lines.Skip(i + 1).TakeWhile(line => line.Trim() != End);
            yield return string.Join('\n', part.Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));
        }
    }

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root.FullName, file)).ReplaceLineEndings("\n");
}
