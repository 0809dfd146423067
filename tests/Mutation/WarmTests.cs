using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text.Json;

namespace Makemore.Mutation;

/// <summary>A test project's program that stays: it runs the tests it is asked for, with one mutant after another (<see cref="StartupHook"/>).</summary>
internal sealed class WarmTests(TestBench bench, Floor floor, string tests) : IDisposable
{
    private Process? process;
    private NamedPipeServerStream? pipe;
    private StreamReader? reader;
    private StreamWriter? writer;
    private IReadOnlyList<(string Id, string Name)>? listed;
    private string? lastError;

    /// <summary>Whether the program runs, and has run tests before.</summary>
    public bool IsWarm => process is not null;

    /// <summary>The names of all tests, in an order that is the same for each copy of the program.</summary>
    public IReadOnlyList<string> Names => [.. Listed.Select(test => test.Name)];

    // xunit's numbers of the tests depend on the folder, so each copy of the program has its own.
    private IReadOnlyList<(string Id, string Name)> Listed => listed ??= List();

    /// <summary>Runs these tests with this mutant (0: none) until one fails.</summary>
    public Answer Run(int mutant, IReadOnlyCollection<Test> chosen, TimeSpan limit)
    {
        if (process is null) Start();
        try
        {
            writer!.WriteLine(string.Join('\t', chosen.Select(test => Listed[test.Number].Id).Prepend($"{mutant}")));
            Task<string?> answer = reader!.ReadLineAsync();
            var watch = new ProcessWatch(process!, limit);
            while (!answer.Wait(TimeSpan.FromSeconds(0.2)))
            {
                if (!watch.IsOver) continue;
                Dispose();
                return new Answer("(hangs)", EndedTheProgram: true, 0, [], []);
            }

            if (answer.Result?.Split('\t') is [var failed, var seconds, var entered, var atStart])
            {
                return new Answer(
                    failed.Length > 0 ? failed : null, EndedTheProgram: false, double.Parse(seconds, CultureInfo.InvariantCulture),
                    Numbers(entered), Numbers(atStart));
            }
        }
        catch (Exception error) when (error is IOException or AggregateException { InnerException: IOException })
        {
            // The program has ended: the answer below.
        }

        Dispose();
        return new Answer("(ends the program)", EndedTheProgram: true, 0, [], []);
    }

    /// <summary>Ends the program; the next run starts it anew.</summary>
    public void Dispose()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        pipe!.Dispose();
        process = null;
    }

    private IReadOnlyList<(string Id, string Name)> List()
    {
        using var listing = Process.Start(bench.StartInfo(tests, "-list", "full/json", "-preEnumerateTheories", "-noColor"))!;
        using var document = JsonDocument.Parse(listing.StandardOutput.ReadToEnd());
        return [.. document.RootElement.EnumerateArray()
            .Select(test => (test.GetProperty("ID").GetString()!, test.GetProperty("DisplayName").GetString()!))];
    }

    private static int[] Numbers(string list) => list.Length == 0 ? [] : [.. list.Split(',').Select(int.Parse)];

    private void Start()
    {
        // A whole path, because the tests have another folder for temporary files, where they would look for it.
        string name = Path.Combine(Path.GetTempPath(), $"makemore-{Guid.NewGuid():N}");
        pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        ProcessStartInfo start = bench.StartInfo(tests);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.Pipe] = name;
        start.Environment[StartupHook.Tests] = bench.PathOf(tests);
        start.Environment[StartupHook.Floor] = Path.GetFileNameWithoutExtension(floor.AssemblyFile);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data?.Length > 0) lastError = line.Data; };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!pipe.WaitForConnectionAsync().Wait(TimeSpan.FromMinutes(2)))
            throw new InvalidOperationException($"{tests} does not start: {lastError}");
        reader = new StreamReader(pipe);
        writer = new StreamWriter(pipe) { AutoFlush = true };
    }
}

/// <summary>What came of running some tests.</summary>
/// <param name="Failed">The first test that failed; null if all passed.</param>
/// <param name="EndedTheProgram">It hung, or the program ended.</param>
/// <param name="Seconds">How long the tests took.</param>
/// <param name="Entered">The bodies that ran.</param>
/// <param name="EnteredAtStart">The bodies that have run while a type was prepared for its first use.</param>
internal sealed record Answer(string? Failed, bool EndedTheProgram, double Seconds, int[] Entered, int[] EnteredAtStart);
