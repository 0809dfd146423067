using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Runner.Reports;
using Makemore.Tensors;
using Spectre.Console;

namespace Makemore.Runner.Commands;

/// <summary>No command: the tour. Three models learn the names that ship, side by side with knowing nothing.</summary>
internal static class TourCommand
{
    private static readonly PerceptronSettings Perceptron = new(
        new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 100), LearningRateSchedule.Parse("0.1:20000,0.01:10000"),
        BatchSize: 32, SplitFractions.Default, SplitBy.Name, EvaluateEvery: 5000, Threads: 1);

    public static void AddTo(RootCommand root)
    {
        Option<string?> input = Arguments.Input(), json = Arguments.Json();
        Option<string> column = Arguments.Column(), output = Arguments.Output();
        Option<Alphabet> alphabet = Arguments.Letters();
        Option<MultinomialKind> multinomial = Arguments.Multinomial();
        Option<ulong> seed = Arguments.Seed();
        Option<int> threads = Arguments.Threads();
        foreach (Option option in new Option[] { input, column, alphabet, output, multinomial, seed, threads, json }) root.Add(option);
        root.SetAction(call => Run(
            NameData.Load(call.GetValue(input), call.GetValue(column)!, call.GetValue(alphabet), new TorchGenerator(call.GetValue(seed))),
            call.GetValue(seed),
            call.GetValue(threads),
            call.GetValue(multinomial),
            call.GetValue(output)!,
            call.GetValue(json),
            call.Tokens.Select(token => token.Value)));
    }

    private static int Run(
        NameData data,
        ulong seed,
        int threads,
        MultinomialKind multinomial,
        string output,
        string? json,
        IEnumerable<string> arguments)
    {
        var watch = Stopwatch.StartNew();
        using var interruption = new Interruption();
        Results.CheckWritable(json);
        Arguments.MakeFolder(output);
        foreach (string line in data.Report()) Screen.Message(line);

        var uniform = new UniformModel(data.Vocabulary);
        var chance = new Trained(uniform, new ExampleCounts(0), new Losses(null, null, null, null, Math.Log(data.Vocabulary.Size)));
        Trained[] learned =
        [
            Experiment.Counts(data, smoothing: 1),
            Experiment.Neural(data, seed, LearningRateSchedule.Parse("10:300"), interruption.Token),
            Experiment.Perceptron(data, seed, Perceptron with { Threads = threads }, interruption.Token),
        ];
        Table losses = Screen.NewTable(["model", "learned numbers", "loss", "validation", "as unsure as among"], 1, 2, 3);
        var names = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        var models = new List<Results>();
        var pages = new List<ModelReport>();
        var known = data.Names.ToHashSet();
        foreach ((string title, Trained trained) in new[]
        {
            ("chance", chance), ("counts", learned[0]), ("network", learned[1]), ("MLP", learned[2]),
        })
        {
            double loss = trained.Loss.All!.Value;
            losses.AddRow(title, $"{trained.Model.ParameterCount:N0}", $"{loss:0.0000}",
                trained.Loss.Validation is { } validation ? $"{validation:0.0000}" : "", $"{Evaluation.Perplexity(loss):0.0} letters");
            var sampling = new SamplingOptions { Multinomial = multinomial, Excluded = known };
            string[] samples = Experiment.Sample(trained.Model, seed, 10, sampling);
            names.AddRow(title, string.Join(", ", samples));
            string? path = trained == chance ? null : Path.Combine(output, $"{trained.Model.Kind}.safetensors");
            if (path is not null)
            {
                Checkpoint checkpoint = TrainCommand.Save(trained, data, seed, shuffles: true, path);
                pages.Add(TrainingReport.Model(checkpoint, data, TrainingFigures.Of(trained, data), seed, multinomial));
            }

            models.Add(TrainCommand.Summarize(trained, data, seed) with { Samples = samples, Checkpoint = path });
        }

        Screen.Result(losses);
        Screen.Result(
            "The loss is the mean negative log-likelihood of a character, in nats; " +
            "validation is on names that were not trained on.");
        Screen.Result();
        Screen.Result("New names, none of them in the data:");
        AnsiConsole.Write(names);
        Screen.Result();
        var results = new Results
        {
            Command = "tour",
            Seed = seed,
            Names = data.Names.Count,
            Vocabulary = data.Vocabulary.Size,
            Models = models,
            Seconds = watch.Elapsed.TotalSeconds,
        };
        results.Write(Path.Combine(output, "tour.json"));
        results.Write(json);
        string report = TrainingReport.Write(TrainingReport.Of(data, [.. learned.Select(TrainingReport.Row)], pages, arguments), output);
        Screen.Result(
            $"{output}: report.html, the trained models and tour.json, in {watch.Elapsed.TotalSeconds:0.0} s. " +
            $"Next: open {report}, or `sample --model {Path.Combine(output, "mlp.safetensors")}`, or --help for all commands.");
        return 0;
    }
}
