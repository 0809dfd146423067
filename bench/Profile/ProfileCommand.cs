using System.CommandLine;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary><c>profile</c>: where the time of one training step goes, operation by operation.</summary>
internal static class ProfileCommand
{
    // Trainers cut a large batch into chunks of 64 rows, so that size is measured too.
    private static readonly PerceptronSize[] Sizes = [new(2, 100, 32), new(10, 200, 32), new(10, 200, 64), new(10, 200, 4096)];

    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = "the folder that holds the original's names.txt" };
        Argument<string> row = new("model") { Description = "what is trained", DefaultValueFactory = _ => Rows.Perceptron };
        row.AcceptOnlyFromAmong(Rows.Perceptron, Rows.NormalizedPerceptron, Rows.WaveNet, Rows.Transformer);
        Command command = new("profile", "Prints how long each operation of a training step takes, forward and backward.") { row, data };
        command.SetAction(call => Print(call.GetValue(row)!, BenchmarkData.Load(call.GetValue(data))));
        return command;
    }

    private static void Print(string row, BenchmarkData data)
    {
        if (row == Rows.Perceptron)
            foreach (PerceptronSize size in Sizes)
                Print(
                    $"MLP step {size}",
                    new TimedStep(
                        PerceptronTraining.NewModel(data.Train.Vocabulary, size), data.Train, size.Batch, data.Train.BlockSize,
                        new TrainingPlan(ModelKinds.Perceptron), rate: 0.1),
                    Describe);

        foreach ((NormalizedSize size, _) in NormalizedSize.All)
            if (row == (size.IsWaveNet ? Rows.WaveNet : Rows.NormalizedPerceptron))
                Print(
                    $"{size}",
                    new TimedStep(NewModel(size.Plan), data.TrainOf(size.Block), size.Batch, size.Block, size.Plan, rate: 0.1), Operation);

        if (row == Rows.Transformer)
            foreach ((TransformerSize size, _) in TransformerSize.All)
            {
                NeuralModel<float> model = NewModel(size.Plan);
                (int rows, int time) = (model.RowsTogether, (int)Math.Round(data.Names.Average(name => name.Length + 1.0)));
                Print(
                    $"a piece of a {size}: {rows} rows of {time}",
                    new TimedStep(model, data.Train, rows, time, size.Plan, rate: 0.0005), Operation);
            }

        static NeuralModel<float> NewModel(TrainingPlan plan) =>
            (NeuralModel<float>)plan.Kind.Make(Vocabulary.English, plan.Options, new TorchGenerator(1));
    }

    /// <summary>Prints a row for all operations that are described alike.</summary>
    private static void Print(string title, TimedStep step, Func<Variable<float>, string> describe)
    {
        TimedStep.Times times = step.Measure();
        double whole = times.Total;
        var table = new MarkdownTable(64, title, "forward", "backward", "share");

        table.Row("draw the mini-batch", Figures.Time(times.Choosing), "", Figures.Share(times.Choosing / whole));
        foreach (IGrouping<string, int> alike in Enumerable.Range(0, step.Nodes.Count)
            .Where(i => step.Nodes[i] is not Leaf<float>).GroupBy(i => describe(step.Nodes[i])))
        {
            (double forward, double backward) = (alike.Sum(i => times.Forward[i]), alike.Sum(i => times.Backward[i]));
            table.Row(alike.Key, Figures.Time(forward), Figures.Time(backward), Figures.Share((forward + backward) / whole));
        }

        table.Row("move the parameters", "", Figures.Time(times.Updating), Figures.Share(times.Updating / whole));
        table.Row("everything", "", Figures.Time(whole), Figures.Share(1));
    }

    // Of a large network, what its layers do is told together.
    private static string Operation(Variable<float> node) => node.Label;

    private static string Describe(Variable<float> node) =>
        $"{node.Label} of {string.Join(", ", node.Inputs.Select(input => input.Name ?? $"{input.Shape}"))}";
}
