using System.CommandLine;
using System.Diagnostics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Spectre.Console;

namespace Makemore.Runner.Commands;

/// <summary><c>gradcheck</c>: compares every gradient of every operation, layer and whole network with central differences.</summary>
internal static class GradientCheckCommand
{
    private static IEnumerable<OperationEntry<double>> Everything =>
        [.. OperationCatalogue.Entries<double>(), .. LayerCatalogue.Entries<double>(), .. ModelCatalogue.Entries<double>(ModelKinds.All)];

    public static Command Create()
    {
        Option<int> cases = Arguments.Whole("--cases", "Random cases for each operation, layer and network", 200);
        Option<ulong> seed = Arguments.Seed();
        Option<string?> json = Arguments.Json();
        var command = new Command("gradcheck", "Check the gradient of every operation, layer and network against central differences")
        {
            cases, seed, json,
        };
        command.SetAction(call => Run(
            [.. Everything.Where(entry => entry.HasGradient)],
            call.GetValue(cases),
            call.GetValue(seed),
            call.GetValue(json)));
        return command;
    }

    /// <summary>Checks these operations, layers and networks. Returns the exit code.</summary>
    public static int Run(IReadOnlyList<OperationEntry<double>> entries, int cases, ulong seed, string? json)
    {
        var watch = Stopwatch.StartNew();
        Results.CheckWritable(json);
        var checks = new List<OperationCheck>();
        var failures = new List<string>();
        Table table = Screen.NewTable(["operation", "input", "cases", "worst error", ""], 2, 3);
        table.Columns[0].NoWrap = false; // a long expression goes on below, so that 80 places are enough
        Screen.WithProgress("gradients", (double)entries.Count * cases, progress =>
        {
            for (int i = 0; i < entries.Count; i++)
            {
                double before = (double)i * cases;
                string name = entries[i].Name;
                IReadOnlyDictionary<string, GradientComparison> all =
                    GradientCheck.Worst(entries[i], cases, seed, done => progress(before + done, name));
                foreach ((string input, GradientComparison worst) in IsNetwork(entries[i]) ? WorstOf(all) : all)
                {
                    checks.Add(new OperationCheck(entries[i].Name, input, cases, worst.Error));
                    table.AddRow(
                        Markup.Escape(entries[i].Expression), input, $"{cases}", $"{worst.Error:0.0e+00}", worst.Passes ? "ok" : "WRONG");
                    if (!worst.Passes) failures.Add($"{entries[i].Name}: {worst}");
                }
            }

            return 0;
        });

        Screen.Result(table);
        Screen.Result(
            $"{checks.Count - failures.Count} of {checks.Count} gradients are within {GradientCheck.Tolerance:0e+0} " +
            "of central differences in float64");
        new Results { Command = "gradcheck", Seed = seed, Operations = checks, Seconds = watch.Elapsed.TotalSeconds }.Write(json);
        foreach (string failure in failures) Screen.Message(failure);
        return failures.Count == 0 ? 0 : 1;
    }

    private static bool IsNetwork(OperationEntry<double> entry) => entry.Kind.IsSubclassOf(typeof(NeuralModel<double>));

    // A network has too many parameters for a line each.
    private static Dictionary<string, GradientComparison> WorstOf(IReadOnlyDictionary<string, GradientComparison> all) => new()
    {
        ["all parameters"] = all.Values.MaxBy(comparison => double.IsNaN(comparison.Error) ? double.PositiveInfinity : comparison.Error)!,
    };
}
