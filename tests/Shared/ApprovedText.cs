namespace Makemore.Tests;

/// <summary>
/// Compares a text with a file that somebody has read. With MAKEMORE_APPROVE=1 in the environment, a file that differs is written instead.
/// Look at it before you commit it: nothing else says that it is right.
/// </summary>
internal static class ApprovedText
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("MAKEMORE_APPROVE") == "1";

    /// <summary>Asserts that a file in the folder <c>tests</c> holds this text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="difference">Says where the approved text and the text of now differ; null if they are as good as the same.</param>
    public static void Holds(string file, string text, Func<string, string, string?> difference)
    {
        string path = Path.Combine(Repository.Root.FullName, "tests", file);
        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (difference(approved, text) is not { } found) return;
        if (!Writes)
            Assert.Fail($"""
                tests/{file} differs in {found}
                If this is meant, run the test with MAKEMORE_APPROVE=1, and look at the file before you commit it.
                """);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
