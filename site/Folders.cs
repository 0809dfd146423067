namespace Makemore.Site;

/// <summary>Folders of files.</summary>
internal static class Folders
{
    /// <summary>Copies all files of a folder, at any depth, into another, which need not be there yet.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
