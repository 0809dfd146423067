namespace Makemore.Models.Tests;

/// <summary>
/// The Python original's 60,600 names, which this repository does not ship: in the folder that MAKEMORE_DATA names, or in shared/data beside the
/// repository. A test that needs them is skipped where they are not.
/// </summary>
internal static class OriginalData
{
    /// <summary>The raw download: header Name, upper case, CRLF.</summary>
    public static string CsvPath => Path.Combine(Folder(), "IndianNamesUnique.csv");

    /// <summary>The original's cleaned and shuffled list, one name a line.</summary>
    public static string TextPath => Path.Combine(Folder(), "names.txt");

    /// <summary>The original's list in its order, as it was trained on.</summary>
    public static IReadOnlyList<string> Names() => File.ReadAllLines(TextPath);

    private static string Folder()
    {
        string? named = Environment.GetEnvironmentVariable("MAKEMORE_DATA");
        string? folder = named ?? BesideRepository();
        if (!File.Exists(Path.Combine(folder ?? "", "IndianNamesUnique.csv")))
            Assert.Skip($"no IndianNamesUnique.csv in {folder ?? "shared/data"}; set MAKEMORE_DATA to the folder that holds it and names.txt");
        return folder!;
    }

    private static string? BesideRepository()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Makemore.sln"))) root = root.Parent;
        return root?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : null;
    }
}
