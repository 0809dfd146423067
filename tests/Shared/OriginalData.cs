namespace Makemore.Tests;

/// <summary>
/// The Python original's 60,600 names, which this repository does not ship. They are in the folder that MAKEMORE_DATA names, or in
/// shared/data beside the repository. If they are in neither, tests that need them are skipped.
/// </summary>
internal static class OriginalData
{
    /// <summary>The raw download: header Name, upper case, CRLF.</summary>
    public static string CsvPath => Find("IndianNamesUnique.csv");

    /// <summary>The original's cleaned and shuffled list, one name a line.</summary>
    public static string TextPath => Find("names.txt");

    /// <summary>The original's names in the order in which it was trained on them.</summary>
    public static IReadOnlyList<string> Names() => File.ReadAllLines(TextPath);

    private static string Find(string file)
    {
        string folder = Environment.GetEnvironmentVariable("MAKEMORE_DATA")
            ?? Path.Combine(Repository.Root.Parent?.FullName ?? "", "shared", "data");
        string path = Path.Combine(folder, file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; set MAKEMORE_DATA to the folder that holds {file}");
        return path;
    }
}
