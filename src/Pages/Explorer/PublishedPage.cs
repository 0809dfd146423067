using System.ComponentModel;
using System.Diagnostics;
using Makemore.Models;

namespace Makemore.Pages;

/// <summary>
/// The page in which the engine runs, as <c>dotnet publish</c> makes it from the sources of a checkout: when it is first asked for, and again
/// when they have changed. Who never asks for it never builds WebAssembly.
/// </summary>
public static class PublishedPage
{
    private const string Project = "src/Playground";

    // What the page is made from, as Runner.csproj says it for the package of the tool.
    internal static readonly string[] Floors = ["Tensors", "Autograd", "Modules", "Models", "Worlds", "Playground"];

    /// <summary>The folder of the checkout around this program; null if there is none.</summary>
    internal static string? Checkout { get; } = FindCheckout();

    /// <summary>
    /// Where the page is, in one file, if it is there and as new as its sources; null otherwise. Beside it, the folder wwwroot holds the
    /// same page in many files.
    /// </summary>
    public static string? Find()
    {
        if (Checkout is not { } root) return null;
        string page = PathIn(root);
        return File.Exists(page) && File.GetLastWriteTimeUtc(page) >= Sources(root).Max(File.GetLastWriteTimeUtc) ? page : null;
    }

    /// <summary>Where the page is. Publishes it first if it must.</summary>
    /// <param name="tell">Is told before it takes long.</param>
    /// <exception cref="DataException">There are no sources, or the page cannot be published.</exception>
    public static string Get(Action<string> tell)
    {
        if (Find() is { } page) return page;
        string root = Checkout
            ?? throw new DataException($"the page is made from {Project}, and there is no checkout of the project around {AppContext.BaseDirectory}");
        tell("building the page, with the engine as WebAssembly: this takes about half a minute, and only the first time");
        Publish(root);
        return PathIn(root);
    }

    private static void Publish(string root)
    {
        // The compressed files beside it are for a site.
        var start = new ProcessStartInfo("dotnet", $"publish {Project} -c Release -nologo -v quiet -p:CompressionEnabled=false")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            if (process.ExitCode == 0 && File.Exists(PathIn(root))) return;
            string problem = said.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "it wrote no page";
            throw new DataException($"dotnet publish {Project} -c Release failed: {problem}");
        }
        catch (Win32Exception exception)
        {
            throw new DataException($"the page is built with the .NET SDK, and \"dotnet\" cannot be started: {exception.Message}", exception);
        }
    }

    private static string PathIn(string root) => Path.Combine(root, Project, "bin", "Release", "net10.0", "publish", "playground.html");

    private static string? FindCheckout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, Project, "wwwroot"))) folder = folder.Parent;
        return folder?.FullName;
    }

    private static IEnumerable<string> Sources(string root)
    {
        IEnumerable<string> ofFloors =
            from floor in Floors
            from file in Directory.EnumerateFiles(Path.Combine(root, "src", floor), "*", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[2] // src/FLOOR/folder/...
            where folder is not ("bin" or "obj" or "README.md")
            select file;
        return [.. ofFloors, .. Directory.EnumerateFiles(root, "Directory.*.props"), .. Directory.EnumerateFiles(Path.Combine(root, "data"), "*.csv")];
    }
}
