using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Runner.Reports;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>train counts|neural|mlp</c>: trains a model, says how good it is, lets it make names, and saves it.</summary>
internal static class TrainCommand
{
    // What every kind of training takes.
    private sealed record Common(
        Option<string?> Input, Option<string> Column, Option<Alphabet> Alphabet, Option<bool> Shuffle,
        Option<string> Output, Option<ulong> Seed, Option<MultinomialKind> Multinomial, Option<string?> Json);

    public static Command Create() => new("train", "Train a model and save it") { Counts(), Neural(), Perceptron() };

    private static Command Counts()
    {
        Option<double> smoothing = Arguments.Number(
            "--smoothing", "Added to every count, so that no pair is impossible", 1, value => value >= 0, "0 or more");
        var command = new Command("counts", "Count which character follows which") { smoothing };
        return Complete(command, (call, data, _, _) => Experiment.Counts(data, call.GetValue(smoothing)));
    }

    private static Command Neural()
    {
        Option<LearningRateSchedule> schedule = Arguments.Schedule("10:300");
        var command = new Command("neural", "Train the network of one layer that learns what counting knows") { schedule };
        return Complete(command, (call, data, seed, stop) => Experiment.Neural(data, seed, call.GetValue(schedule)!, stop));
    }

    private static Command Perceptron()
    {
        var options = new PerceptronOptions("0.1:100000,0.01:50000");
        var command = new Command("mlp", "Train the multilayer perceptron of Bengio et al. (2003)");
        options.AddTo(command);
        return Complete(command, (call, data, seed, stop) =>
        {
            PerceptronSettings settings = options.Read(call);
            if (data.LooksSorted())
                Screen.Message(
                    "the names are in alphabetical order, so those held back begin with other letters than those trained on; " +
                    "--shuffle mixes them");
            return Experiment.Perceptron(data, seed, settings, stop);
        });
    }

    private static Command Complete(Command command, Func<ParseResult, NameData, ulong, CancellationToken, Trained> train)
    {
        var common = new Common(
            Arguments.Input(), Arguments.Column(), Arguments.Letters(), Arguments.Shuffle(),
            Arguments.Output(), Arguments.Seed(), Arguments.Multinomial(), Arguments.Json());
        foreach (Option option in new Option[]
        {
            common.Input, common.Column, common.Alphabet, common.Shuffle,
            common.Output, common.Seed, common.Multinomial, common.Json,
        })
            command.Add(option);
        command.SetAction(call => Run(call, common, train));
        return command;
    }

    private static int Run(ParseResult call, Common common, Func<ParseResult, NameData, ulong, CancellationToken, Trained> train)
    {
        var watch = Stopwatch.StartNew();
        using var interruption = new Interruption();
        (ulong seed, string? json) = (call.GetValue(common.Seed), call.GetValue(common.Json));
        bool shuffles = call.GetValue(common.Shuffle);
        Results.CheckWritable(json);
        Arguments.MakeFolder(call.GetValue(common.Output)!);

        NameData data = NameData.Load(
            call.GetValue(common.Input),
            call.GetValue(common.Column)!,
            call.GetValue(common.Alphabet),
            shuffles ? new TorchGenerator(seed) : null);
        foreach (string line in data.Report()) Screen.Message(line);
        Trained trained = train(call, data, seed, interruption.Token);

        string path = Path.Combine(call.GetValue(common.Output)!, $"{trained.Model.Kind}.safetensors");
        Checkpoint checkpoint = Save(trained, data, seed, shuffles, path);
        IReadOnlyList<NamedFigure> figures = TrainingFigures.Of(trained, data);
        TrainingFigures.Write(figures, call.GetValue(common.Output)!);
        ModelReport page = TrainingReport.Model(checkpoint, data, figures, seed, call.GetValue(common.Multinomial));
        Report report = TrainingReport.Of(data, [TrainingReport.Row(trained)], [page], call.Tokens.Select(token => token.Value));
        Screen.Message($"report: {TrainingReport.Write(report, call.GetValue(common.Output)!)}");
        var sampling = new SamplingOptions { Multinomial = call.GetValue(common.Multinomial) };
        string[] samples = Experiment.Sample(trained.Model, seed, 20, sampling);
        Results results = Summarize(trained, data, seed) with
        {
            Samples = samples,
            Checkpoint = path,
            Seconds = watch.Elapsed.TotalSeconds,
        };
        results.Write(json);
        Print(results);
        return 0;
    }

    /// <summary>Writes the checkpoint with all that going on with the training needs.</summary>
    public static Checkpoint Save(Trained trained, NameData data, ulong seed, bool shuffles, string path)
    {
        var checkpoint = new Checkpoint(trained.Model) { MiniBatchGenerator = trained.MiniBatchGenerator };
        foreach ((string key, string value) in trained.Settings) checkpoint.Training[key] = value;
        checkpoint.Training["input"] = data.Path;
        checkpoint.Training["column"] = data.Column;
        checkpoint.Training["names"] = $"{data.Names.Count}";
        checkpoint.Training["names_sha256"] = Checkpoint.Fingerprint(data.Cleaned.Names);
        checkpoint.Training["seed"] = $"{seed}";
        checkpoint.Training["shuffle"] = shuffles ? "true" : "false";
        if (trained.Run is { } run) checkpoint.Training["steps"] = $"{run.Steps}";
        checkpoint.Save(path);
        return checkpoint;
    }

    /// <summary>The results of a training, without what was made of it afterwards.</summary>
    public static Results Summarize(Trained trained, NameData data, ulong seed) => new()
    {
        Command = "train",
        Model = trained.Model.Kind,
        Seed = seed,
        Names = data.Names.Count,
        Examples = trained.Examples,
        Vocabulary = data.Vocabulary.Size,
        Parameters = trained.Model.ParameterCount,
        Loss = trained.Loss,
        History = trained.Run?.History,
        StepsPerSecond = trained.StepsPerSecond,
    };

    private static void Print(Results results)
    {
        ExampleCounts examples = results.Examples!;
        Screen.Result($"names       {results.Names:N0}");
        string sets = examples.Train is null
            ? ""
            : $" (train {examples.Train:N0}, validation {examples.Validation:N0}, test {examples.Test:N0})";
        Screen.Result($"examples    {examples.All:N0}{sets}");
        Screen.Result($"parameters  {results.Parameters:N0}");
        foreach ((string name, double? loss) in new[]
        {
            ("before", results.Loss!.Initial), ("train", results.Loss.Train), ("validation", results.Loss.Validation),
            ("test", results.Loss.Test), ("all", results.Loss.All),
        })
            if (loss is { } value)
                Screen.Result($"loss        {name,-10}  {value:0.0000}  as unsure as among {Evaluation.Perplexity(value):0.0} letters");
        if (results.StepsPerSecond is { } speed) Screen.Result($"speed       {speed:N0} steps a second");
        Screen.Result();
        foreach (string name in results.Samples!.Take(10)) Screen.Result(name);
        Screen.Result();
        Screen.Result(results.Checkpoint!);
    }
}
