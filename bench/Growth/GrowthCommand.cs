using System.CommandLine;

namespace Makemore.Bench;

/// <summary><c>growth</c>: does time grow in a straight line, and how much memory is used?</summary>
internal static class GrowthCommand
{
    private static readonly int[] Factors = [1, 10, 100];

    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = "the folder that holds the original's names.txt" };
        Command command = new(
            "growth", "Prints the time for a name and for a step as names, steps, batch and hidden layer grow, and the memory used.")
        {
            data,
        };
        command.SetAction(call => Run(BenchmarkData.Load(call.GetValue(data))));
        return command;
    }

    private static void Run(BenchmarkData data)
    {
        TrainingGrowth.Print(data, Factors);
        NamesGrowth.Print(data, Factors);
    }
}
