using System.Diagnostics;
using System.Text.Json;

namespace Makemore.Runner.Tests;

/// <summary>What the program did with a command line.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Runs the program in a folder of its own, which is deleted afterwards.</summary>
internal sealed class Program : IDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Makemore.Runner.dll");

    private readonly List<Process> started = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("makemore-").FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    public Process Start(params string[] arguments) => StartFile("dotnet", [Assembly, .. arguments]);

    /// <summary>Runs a command in this process, without the third of a second that starting one takes.</summary>
    public Outcome Run(params string[] arguments) => InThisProcess.Run(Folder, arguments);

    /// <summary>Runs what a command does in this process, where a test can give it what no command line can.</summary>
    public Outcome Run(Func<int> command) => InThisProcess.Run(Folder, command);

    /// <summary>Runs a command in a process of its own, for what only that shows.</summary>
    public Outcome RunAlone(params string[] arguments) => Finish(Start(arguments));

    /// <summary>Runs a shell script in which <c>$makemore</c> is the program.</summary>
    public Outcome Shell(string script) => Finish(StartFile("sh", ["-c", $"makemore=\"dotnet {Assembly}\"; {script}"]));

    private Process StartFile(string file, string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        started.Add(process);
        return process;
    }

    public static Outcome Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs a command that must succeed, with <c>--json</c>, and reads the file.</summary>
    public JsonElement Json(params string[] arguments) => Json(Run, arguments);

    /// <summary>The same in a process of its own, beside which other tests run commands in this one: for what takes seconds.</summary>
    public JsonElement JsonAlone(params string[] arguments) => Json(RunAlone, arguments);

    private JsonElement Json(Func<string[], Outcome> run, string[] arguments)
    {
        string file = PathOf("results.json");
        Outcome outcome = run([.. arguments, "--json", file]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }

    public void Dispose()
    {
        // A test that fails may leave a long training behind.
        foreach (Process process in started.Where(process => !process.HasExited)) process.Kill();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Short ways to read the results.</summary>
internal static class JsonExtensions
{
    extension(JsonElement element)
    {
        /// <summary>A number by its path: <c>"loss.validation"</c>.</summary>
        public double Number(string path) => path.Split('.').Aggregate(element, (inner, name) => inner.GetProperty(name)).GetDouble();

        /// <summary>The strings of an array.</summary>
        public string[] Strings(string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

        /// <summary>The loss of a step in the history.</summary>
        public double LossAt(int step) =>
            element.GetProperty("history").EnumerateArray().Single(point => point.GetProperty("step").GetInt32() == step).Number("loss");
    }
}
