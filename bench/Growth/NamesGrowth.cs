using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Bench;

/// <summary>
/// The whole way from a file of names to a trained model's losses, as the number of names grows: the time for each name should stay the
/// same. Cleaning drops equal names, so the names of each repetition end in two letters of their own.
/// </summary>
internal static class NamesGrowth
{
    private const int Steps = 10_000;

    private static readonly PerceptronSize Size = PerceptronSize.All[0];

    public static void Print(BenchmarkData data, IReadOnlyList<int> factors)
    {
        Measure(data.Names, factors[0]); // until everything is compiled
        Dictionary<string, string>[] columns = [.. factors.Select(factor => Measure(data.Names, factor))];
        IEnumerable<string> sizes = factors.Select(factor => $"{data.Names.Count * factor:N0} names");
        var table = new MarkdownTable(52, [.. sizes.Prepend("the time for each name")]);
        foreach (string stage in columns[0].Keys) table.Row([.. columns.Select(column => column[stage]).Prepend(stage)]);
    }

    private static Dictionary<string, string> Measure(IReadOnlyList<string> names, int factor)
    {
        var figures = new Dictionary<string, string>();
        string path = Path.Combine(Path.GetTempPath(), $"makemore-growth-{Environment.ProcessId}.csv");
        IEnumerable<string> repeated = Enumerable.Range(0, factor)
            .SelectMany(repetition => names.Select(name => name + Ending(repetition)));
        File.WriteAllLines(path, repeated.Prepend("Name"));
        try
        {
            GC.Collect();
            IReadOnlyList<string> cleaned = Timed(
                "read and clean", () => NameList.Clean(NamesFile.Read(path), Vocabulary.English).Names);
            Split split = Timed("make the examples and split them",
                () => new Split(new Examples(cleaned, Vocabulary.English, blockSize: 3), SplitFractions.Default, SplitBy.Name));
            DistinctContexts train = Timed("find the different contexts of the training set", () => new DistinctContexts(split.Train));
            MultilayerPerceptron<float> model = PerceptronTraining.NewModel(Vocabulary.English, Size);
            using var training = new PerceptronTraining(split.Train, Size);
            TrainingResult run = training.Run(Steps);
            Timed("loss of the training set", () => Evaluation.Loss(model, train));
            Timed("loss of every name", () => Evaluation.Score(model, cleaned).Average(score => score.PerCharacter));
            figures[$"(the time of a step of {Size.Batch} examples)"] = Figures.Time(run.TrainingTime.TotalSeconds / run.Steps);

            // This is the process's peak so far. The sizes grow, so it is the peak of this size.
            using Process process = Process.GetCurrentProcess();
            figures["(peak resident memory)"] = $"{process.PeakWorkingSet64 / 1e6:N0} MB";
            return figures;
        }
        finally
        {
            File.Delete(path);
        }

        T Timed<T>(string stage, Func<T> work)
        {
            long start = Stopwatch.GetTimestamp();
            T result = work();
            figures[stage] = Figures.Time(Stopwatch.GetElapsedTime(start).TotalSeconds / (names.Count * factor));
            return result;
        }
    }

    private static string Ending(int repetition) => $"{(char)('a' + (repetition / 26))}{(char)('a' + (repetition % 26))}";
}
