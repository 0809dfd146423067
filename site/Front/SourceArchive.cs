using System.Diagnostics;
using Makemore.Models;

namespace Makemore.Site;

/// <summary>The project's files in one archive, so that whoever reads the site can have them, wherever it is hosted.</summary>
internal static class SourceArchive
{
    /// <summary>Its name in the site.</summary>
    public const string File = "makemore.zip";

    private const string Folder = "makemore/"; // the folder that unpacking makes

    /// <summary>Writes the files of the last commit into an archive.</summary>
    /// <exception cref="DataException">Git cannot: the checkout has no history, or git is not installed.</exception>
    public static void Write(string path)
    {
        var start = new ProcessStartInfo("git", ["archive", "--format=zip", $"--prefix={Folder}", $"--output={path}", "HEAD"])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardError = true,
        };
        using Process git = Process.Start(start)!;
        string said = git.StandardError.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new DataException($"git archive, for {File}: {said.Trim()}");
    }
}
