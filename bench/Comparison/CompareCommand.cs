using System.CommandLine;

namespace Makemore.Bench;

/// <summary><c>compare</c>: our work against libtorch's, in one process and in turns, and against the limits of the hardware.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Option<int> threads = new("--threads") { Description = "how many threads both may use", DefaultValueFactory = _ => 1 };
        threads.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int>() < 1) option.AddError("--threads must be at least 1");
        });
        Option<bool> quick = new("--quick") { Description = "shorter rounds, and fewer: a first look" };
        Option<string?> data = new("--data") { Description = "the folder that holds the original's names.txt" };
        Option<string[]> only = new("--only")
        {
            Description = $"the rows to measure, by commas: {string.Join(", ", Rows.All)}",
            DefaultValueFactory = _ => [.. Rows.All],
            CustomParser = option => option.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries),
        };
        only.Validators.Add(option =>
        {
            foreach (string row in option.GetValueOrDefault<string[]>()!.Except(Rows.All))
                option.AddError($"--only: there is no row '{row}'; there are {string.Join(", ", Rows.All)}");
        });
        const string What = "Runs our work and libtorch's in turns and prints how they compare.";
        Command command = new("compare", What) { only, threads, quick, data };
        command.SetAction(call => Run(
            new Rows(call.GetValue(only)!), call.GetValue(threads), call.GetValue(quick) ? Pace.Quick : Pace.Full, call.GetValue(data)));
        return command;
    }

    private static int Run(Rows rows, int threads, Pace pace, string? folder)
    {
        BenchmarkData data = BenchmarkData.Load(folder);
        Console.WriteLine($"{Machine.Describe()}; {threads} {(threads == 1 ? "thread" : "threads")}; {DateTime.Today:yyyy-MM-dd}");
        Console.WriteLine($"{data.Names.Count:N0} names of {Path.GetFileName(data.Path)}; best of {pace.Rounds} rounds each, in turns");

        string? problem = LibtorchLoader.Start(threads);
        if (problem is not null) Console.Error.WriteLine(problem);

        HardwareLimits limits = HardwareLimits.Measure(threads);
        Console.WriteLine(
            $"multiply-add peak {Figures.Rate(limits.Flops)}; " +
            $"a float's tanh {Figures.Time(limits.Tanh)}, exp {Figures.Time(limits.Exp)} " +
            $"(our kernels: {Figures.Time(limits.OurTanh)}, {Figures.Time(limits.OurExp)})");

        var comparison = new Comparison(data, rows, limits, pace, threads, hasLibtorch: problem is null);
        comparison.OneByOne();
        comparison.EqualContextsOnce();
        Allocations.Print(data, rows, threads);
        return 0;
    }
}
