using System.CommandLine;
using Makemore.Autograd;

namespace Makemore.Bench;

/// <summary><c>profile</c>: where the time of one training step goes, operation by operation.</summary>
internal static class ProfileCommand
{
    // Trainers cut a large batch into chunks of 64 rows, so that size is measured too.
    private static readonly PerceptronSize[] Sizes = [new(2, 100, 32), new(10, 200, 32), new(10, 200, 64), new(10, 200, 4096)];

    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = "the folder that holds the original's names.txt" };
        Command command = new("profile", "Prints how long each operation of a training step takes, forward and backward.") { data };
        command.SetAction(call =>
        {
            BenchmarkData names = BenchmarkData.Load(call.GetValue(data));
            foreach (PerceptronSize size in Sizes) Print(size, names);
        });
        return command;
    }

    private static void Print(PerceptronSize size, BenchmarkData data)
    {
        var step = new TimedStep(data.Train, size);
        TimedStep.Times times = step.Measure();
        double whole = times.Total;
        var table = new MarkdownTable(64, $"MLP step {size}", "forward", "backward", "share");

        table.Row("draw the mini-batch", Figures.Time(times.Choosing), "", Figures.Share(times.Choosing / whole));
        for (int i = 0; i < step.Nodes.Count; i++)
        {
            if (step.Nodes[i] is Leaf<float>) continue;
            (double forward, double backward) = (times.Forward[i], times.Backward[i]);
            table.Row(
                Describe(step.Nodes[i]), Figures.Time(forward), Figures.Time(backward), Figures.Share((forward + backward) / whole));
        }

        table.Row("move the parameters", "", Figures.Time(times.Updating), Figures.Share(times.Updating / whole));
        table.Row("everything", "", Figures.Time(whole), Figures.Share(1));
    }

    private static string Describe(Variable<float> node) =>
        $"{node.Label} of {string.Join(", ", node.Inputs.Select(input => input.Name ?? $"{input.Shape}"))}";
}
