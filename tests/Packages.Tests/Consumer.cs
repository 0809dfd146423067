using System.Diagnostics;
using System.Runtime.InteropServices;

[assembly: AssemblyFixture(typeof(Makemore.Packages.Tests.Consumer))]

namespace Makemore.Packages.Tests;

/// <summary>
/// Somebody who has never seen the repository: folders outside of it, in which programs get our packages from the folder where they were
/// packed, and all others as this computer always does.
/// </summary>
public sealed class Consumer : IDisposable
{
    // Where packages are unpacked. Those of others stay for the next run: a compiler to native code is large. Ours go, for NuGet does not
    // look again at a version that it has.
    private static readonly string Unpacked = Path.Combine(Repository.Root.FullName, "artifacts", "unpacked");

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("makemore-");

    public Consumer()
    {
        File.WriteAllText(Path.Combine(root.FullName, "nuget.config"),
            $"""<configuration><packageSources><add key="packed" value="{PackedFolder.Path}" /></packageSources></configuration>""");
        if (!Directory.Exists(Unpacked)) return;
        foreach (string ours in Directory.GetDirectories(Unpacked, "makemore.*")) Directory.Delete(ours, recursive: true);
    }

    /// <summary>The package file that a library was unpacked from.</summary>
    public static string UnpackedFile(string id)
    {
        string name = id.ToLowerInvariant();
        return Path.Combine(Unpacked, name, PackedFolder.Version, $"{name}.{PackedFolder.Version}.nupkg");
    }

    /// <summary>An empty folder. Skips the test if there are no packages.</summary>
    public string NewFolder(string name)
    {
        PackedFolder.Require();
        return root.CreateSubdirectory(name).FullName;
    }

    /// <summary>Runs a program that must succeed and warn of nothing. Returns what it said.</summary>
    public static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = Unpacked;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // or a process of the build would stay, and hold the pipes open
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{said}");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        return said;
    }

    public void Dispose() => root.Delete(recursive: true);
}
