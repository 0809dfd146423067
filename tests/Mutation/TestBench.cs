using System.Diagnostics;

namespace Makemore.Mutation;

/// <summary>A copy of the tests' programs, into which a changed floor is put.</summary>
internal sealed class TestBench : IDisposable
{
    private readonly string folder;
    private readonly Floor floor;
    private readonly int bits;

    /// <summary>Copies the tests' programs. They stay in the repository, where they find what they read.</summary>
    public TestBench(string root, Floor floor, string name, int bits)
    {
        (this.floor, this.bits) = (floor, bits);
        folder = Path.Combine(root, "tests", "Mutation", "obj", "benches", $"{Environment.ProcessId}-{name}");
        foreach (string tests in floor.TestProjects)
        {
            string built = Path.Combine(root, "tests", tests, "bin", "Release", "net10.0");
            foreach (string file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(folder, tests, Path.GetRelativePath(built, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Puts a changed floor into every test project. None of them may be running.</summary>
    public void Install(byte[] assembly)
    {
        foreach (string tests in floor.TestProjects) File.WriteAllBytes(Path.Combine(folder, tests, floor.AssemblyFile), assembly);
    }

    /// <summary>Where a test project's assembly is.</summary>
    public string PathOf(string tests) => Path.Combine(folder, tests, $"Makemore.{tests}.dll");

    /// <summary>How to start a test project's program. Each run has a folder of its own for temporary files, deleted with the bench.</summary>
    public ProcessStartInfo StartInfo(string tests, params IEnumerable<string> arguments)
    {
        string temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp", Path.GetRandomFileName())).FullName;
        var start = new ProcessStartInfo(Path.ChangeExtension(PathOf(tests), null), arguments)
        {
            WorkingDirectory = Path.Combine(folder, tests),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts faster
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000"; // 2 GB: an absurd size fails at once
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        if (bits < 512) start.Environment["DOTNET_EnableAVX512"] = "0";
        if (bits < 256) start.Environment["DOTNET_EnableAVX2"] = "0";
        start.Environment["MAKEMORE_EXPECT_VECTOR_BITS"] = $"{bits}";
        return start;
    }

    /// <summary>Deletes the copy.</summary>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
