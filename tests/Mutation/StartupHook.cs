using System.Diagnostics;
using System.IO.Pipes;
using System.Reflection;
using Makemore.Mutation;

/// <summary>
/// Runs inside a program of tests, before its Main (DOTNET_STARTUP_HOOKS names this assembly), and keeps it running: it is told over a
/// pipe which mutant to switch on and which tests to run, and answers with what came of it. The runtime wants this name, without a
/// namespace.
/// </summary>
internal static class StartupHook
{
    public const string Pipe = "MAKEMORE_WARM_PIPE", Tests = "MAKEMORE_WARM_TESTS", Floor = "MAKEMORE_WARM_FLOOR";

    public static void Initialize()
    {
        if (Taken(Pipe) is not { } name) return;
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null); // A test may start programs, which are left alone.
        var tests = Assembly.LoadFrom(Taken(Tests)!);
        Type mutantSwitch = Assembly.Load(new AssemblyName(Taken(Floor)!)).GetType(SwitchedAssembly.SwitchName)!;
        FieldInfo active = mutantSwitch.GetField("Active")!;
        var entered = (bool[])mutantSwitch.GetField("Entered")!.GetValue(null)!;
        var atStart = (bool[])mutantSwitch.GetField("EnteredAtStart")!.GetValue(null)!;
        var runner = Type.GetType("Xunit.Runner.InProc.SystemConsole.ConsoleRunner, xunit.v3.runner.inproc.console", throwOnError: true)!;
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);

        using var stream = new NamedPipeClientStream(".", name, PipeDirection.InOut);
        stream.Connect();
        using var reader = new StreamReader(stream);
        using var writer = new StreamWriter(stream) { AutoFlush = true };
        while (reader.ReadLine() is { } line)
        {
            string[] asked = line.Split('\t'); // the mutant, then the tests
            string[] filters = [.. asked.Skip(1).SelectMany(id => new[] { "-id", id })];
            Array.Clear(entered);
            active.SetValue(null, int.Parse(asked[0]));
            Environment.SetEnvironmentVariable(SwitchedAssembly.Variable, asked[0]); // for programs that a test starts
            var watch = Stopwatch.StartNew();
            var output = new StringWriter();
            object run = Activator.CreateInstance(
                runner, (string[])["-noLogo", "-noColor", "-stopOnFail", "-parallelMode", "none", "-preEnumerateTheories", .. filters], tests)!;
            int code = ((Task<int>)runner.GetMethod("EntryPoint")!.Invoke(run, [TextReader.Null, output])!).Result;
            double seconds = watch.Elapsed.TotalSeconds;
            active.SetValue(null, 0);
            if (code == 0 && !output.ToString().Contains($"Total: {asked.Length - 1},", StringComparison.Ordinal))
                throw new InvalidOperationException($"not {asked.Length - 1} tests ran: {output}");
            string failed = code == 0 ? "" : (FirstFailed(output.ToString()) ?? $"(exit code {code})").Replace('\t', ' ');
            writer.WriteLine(string.Join('\t', failed, seconds, Listed(entered), Listed(atStart)));
        }

        Environment.Exit(0);
    }

    /// <summary>The first test that xunit says has failed; null if it names none.</summary>
    public static string? FirstFailed(string output) => output.Split('\n')
        .FirstOrDefault(line => line.TrimEnd().EndsWith("[FAIL]", StringComparison.Ordinal))?.Replace("[FAIL]", "").Trim();

    private static string? Taken(string variable)
    {
        string? value = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return value;
    }

    private static string Listed(bool[] flags) => string.Join(',', Enumerable.Range(0, flags.Length).Where(i => flags[i]));
}
