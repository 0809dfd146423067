namespace Makemore.Bench;

/// <summary>
/// The time of a training step as the run, the batch and the hidden layer grow. For each step, example and neuron it should stay the same.
/// </summary>
internal static class TrainingGrowth
{
    public static void Print(BenchmarkData data, IReadOnlyList<int> factors)
    {
        var table = new MarkdownTable(52, [.. factors.Select(factor => $"{factor}x").Prepend("time of a training step")]);
        PerceptronSize size = PerceptronSize.All[0];
        Row("in a run of 1,000 steps", factor => Run(1000 * factor));
        Row(
            $"for each example of a batch of {size.Batch}",
            factor => Step(size with { Batch = size.Batch * factor }) / (size.Batch * factor));
        Row(
            $"for each neuron of a hidden layer of {size.Hidden}",
            factor => Step(size with { Hidden = size.Hidden * factor }) / (size.Hidden * factor));

        void Row(string name, Func<int, double> seconds) =>
            table.Row([.. factors.Select(factor => Figures.Time(seconds(factor))).Prepend(name)]);

        double Run(int steps)
        {
            using var training = new PerceptronTraining(data.Train, size);
            training.Run(100); // until everything is compiled
            return training.Run(steps).TrainingTime.TotalSeconds / steps;
        }

        double Step(PerceptronSize size)
        {
            using var training = new PerceptronTraining(data.Train, size);
            return Contest.Run(Pace.Quick, training.Step).Ours;
        }
    }
}
