using System.Diagnostics;

namespace Makemore.Mutation;

/// <summary>Tests that start anew for each mutant: for what is computed only once, and to try again what survives.</summary>
internal sealed class ColdTests(TestBench bench, Floor floor)
{
    private readonly Dictionary<string, TimeSpan> limits = [];

    /// <summary>Runs all tests without a change, and measures them. A mutant may take three times as long.</summary>
    /// <exception cref="InvalidOperationException">They fail.</exception>
    public void Calibrate()
    {
        bench.Install(floor.Original);
        foreach (string tests in floor.TestProjects)
        {
            limits[tests] = TimeSpan.FromMinutes(30);
            if (FirstFailure(tests, out TimeSpan time) is { } failed)
                throw new InvalidOperationException($"{tests} fails without any change: {failed}");
            limits[tests] = TimeSpan.FromSeconds(20) + (3 * time);
        }
    }

    /// <summary>The test that notices this assembly; null if none does.</summary>
    public string? NoticedBy(byte[] assembly)
    {
        bench.Install(assembly);
        return floor.TestProjects.Select(tests => FirstFailure(tests, out _)).FirstOrDefault(failed => failed is not null);
    }

    private string? FirstFailure(string tests, out TimeSpan time)
    {
        using var process = Process.Start(bench.StartInfo(tests, "-noLogo", "-noColor", "-stopOnFail", "-maxThreads", "1"))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        var watch = new ProcessWatch(process, limits[tests]);
        while (!process.WaitForExit(TimeSpan.FromSeconds(0.5)) && !watch.IsOver) { }
        time = watch.Worked;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            return "(hangs)";
        }

        process.WaitForExit();
        if (process.ExitCode == 0) return null;
        return StartupHook.FirstFailed(output.Result) ?? $"(exit code {process.ExitCode}) {errors.Result.Split('\n')[0]}";
    }
}
