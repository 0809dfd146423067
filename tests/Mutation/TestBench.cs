using System.Collections.Concurrent;
using System.Diagnostics;
using System.Xml.Linq;

namespace Makemore.Mutation;

/// <summary>A copy of the tests' programs, into which one mutant after another is put.</summary>
internal sealed class TestBench : IDisposable
{
    private const int RememberedTests = 5;
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(20), LongestWait = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SlowTest = TimeSpan.FromSeconds(1);

    private readonly string folder;
    private readonly Floor floor;
    private readonly int bits;
    private TimeSpan processorTime; // of the last run

    /// <summary>Copies the tests' programs. They stay in the repository, where they find what they read.</summary>
    public TestBench(string root, Floor floor, int number, int bits)
    {
        (this.floor, this.bits) = (floor, bits);
        folder = Path.Combine(root, "tests", "Mutation", "obj", "benches", $"{Environment.ProcessId}-{number}");
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

    /// <summary>How long the tests take, from the bench that measured it.</summary>
    public Calibration Calibration { get; init; } = new([], []);

    /// <summary>Runs all tests without a change, and measures them. A mutant may take three times as long.</summary>
    /// <exception cref="InvalidOperationException">They fail.</exception>
    public Calibration Calibrate()
    {
        Install(floor.Original);
        string own = floor.TestProjects[0], report = Path.Combine(folder, "report.xml");
        foreach (string tests in floor.TestProjects)
        {
            Calibration.Limits[tests] = TimeSpan.FromMinutes(30);
            if (FirstFailure(tests, tests == own ? ["-preEnumerateTheories", "-xml", report] : []) is { } failed)
                throw new InvalidOperationException($"{tests} fails without any change: {failed}");
            Calibration.Limits[tests] = ShortestLimit + (3 * processorTime);
            Console.Error.WriteLine($"{tests} passes in {processorTime.TotalSeconds:f0} s of a processor's time");
        }

        return Calibration with
        {
            SlowTests = [.. XDocument.Load(report).Descendants("test")
                .Where(test => (double)test.Attribute("time")! > SlowTest.TotalSeconds)
                .Select(test => (string)test.Attribute("name")!)],
        };
    }

    /// <summary>
    /// The test that notices this assembly; null if none does. First come the quick tests that are named after the changed file, and those
    /// that noticed its other mutants.
    /// </summary>
    public string? NoticedBy(byte[] assembly, string file, ConcurrentStack<string> noticedBefore)
    {
        Install(assembly);
        IEnumerable<string> likely = noticedBefore.Take(RememberedTests).Append($"*{Path.GetFileNameWithoutExtension(file).Split('.')[0]}*");
        string? noticed = FirstFailure(floor.TestProjects[0],
        [
            "-preEnumerateTheories",
            .. likely.SelectMany(test => new[] { "-displayName", test }),
            .. Calibration.SlowTests.SelectMany(test => new[] { "-displayName-", test }),
        ]);
        foreach (string tests in floor.TestProjects)
        {
            if (noticed is not null) break;
            noticed = FirstFailure(tests, []);
            if (noticed is not null && tests == floor.TestProjects[0] && !noticed.StartsWith('(')) noticedBefore.Push(noticed);
        }

        return noticed;
    }

    /// <summary>Deletes the copy.</summary>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Install(byte[] assembly)
    {
        foreach (string tests in floor.TestProjects) File.WriteAllBytes(Path.Combine(folder, tests, floor.AssemblyFile), assembly);
    }

    // On a busy machine a run gets little of a processor, so what counts is the time that it works. A run that waits does not work at all.
    private bool EndsWithin(Process process, TimeSpan limit)
    {
        var sinceItWorked = Stopwatch.StartNew();
        TimeSpan worked = processorTime = TimeSpan.Zero;
        while (!process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            processorTime = TimeOf(process);
            if (processorTime > limit || sinceItWorked.Elapsed > LongestWait) return false;
            if (processorTime - worked < TimeSpan.FromSeconds(0.1)) continue;
            worked = processorTime;
            sinceItWorked.Restart();
        }

        return true;
    }

    private static TimeSpan TimeOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has just ended
        }
    }

    private string? FirstFailure(string tests, string[] filters)
    {
        string temporary = Path.Combine(folder, "tmp");
        Directory.CreateDirectory(temporary);
        var start = new ProcessStartInfo(Path.Combine(folder, tests, $"Makemore.{tests}"))
        {
            WorkingDirectory = Path.Combine(folder, tests),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-noLogo", "-noColor", "-stopOnFail", "-maxThreads", "1", .. filters])
            start.ArgumentList.Add(argument);
        start.Environment["TMPDIR"] = temporary;
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts faster
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000"; // 2 GB: an absurd size fails at once
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        if (bits < 512) start.Environment["DOTNET_EnableAVX512"] = "0";
        if (bits < 256) start.Environment["DOTNET_EnableAVX2"] = "0";
        start.Environment["MAKEMORE_EXPECT_VECTOR_BITS"] = $"{bits}";

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        bool ended = EndsWithin(process, Calibration.Limits[tests]);
        if (!ended) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Directory.Delete(temporary, recursive: true);
        if (!ended) return "(hangs)";
        if (process.ExitCode == 0) return null;
        string? failed = output.Result.Split('\n').FirstOrDefault(line => line.TrimEnd().EndsWith("[FAIL]", StringComparison.Ordinal));
        return failed?.Replace("[FAIL]", "").Trim() ?? $"(exit code {process.ExitCode}) {errors.Result.Split('\n')[0]}";
    }
}

/// <summary>How long the tests take without a change.</summary>
/// <param name="Limits">For each test project, after how much of a processor's time it counts as hanging.</param>
/// <param name="SlowTests">Those of the floor's own tests that are not worth trying first.</param>
internal sealed record Calibration(Dictionary<string, TimeSpan> Limits, IReadOnlyList<string> SlowTests);
