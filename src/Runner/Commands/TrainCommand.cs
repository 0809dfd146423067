using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>train counts|neural|mlp</c>: trains a model, says how good it is, lets it make names, and saves it.</summary>
internal static class TrainCommand
{
    // Beside more than this the counts themselves are lost to rounding.
    private const double MostSmoothing = 1e15;

    // What every kind of training takes.
    private sealed record Common(
        NameOptions Names, Option<string> Output, Option<ulong> Seed, Option<MultinomialKind> Multinomial, Option<string?> Json);

    public static Command Create() => new("train", "Train a model and save it") { Counts(), Neural(), Perceptron() };

    private static Command Counts()
    {
        Option<double> smoothing = Arguments.Number(
            "--smoothing", "Added to every count, so that no pair is impossible", 1, value => value >= 0, "0 or more");
        var command = new Command("counts", "Count which character follows which") { smoothing };
        return Complete(command, (call, names, _, _) => call.GetValue(smoothing) is var added && added <= MostSmoothing
            ? Experiment.Counts(names, added)
            : throw new UsageException($"--smoothing must be at most {MostSmoothing:0e+0}, and is {added}"));
    }

    private static Command Neural()
    {
        Option<LearningRateSchedule> schedule = Arguments.Schedule("10:300");
        var command = new Command("neural", "Train the network of one layer that learns what counting knows") { schedule };
        return Complete(command, (call, names, seed, stop) => Neural(names, seed, call.GetValue(schedule)!, stop));
    }

    private static Command Perceptron()
    {
        var options = new PerceptronOptions("0.1:100000,0.01:50000");
        var command = new Command("mlp", "Train the multilayer perceptron of Bengio et al. (2003)");
        options.AddTo(command);
        return Complete(command, (call, names, seed, stop) =>
        {
            PerceptronSettings settings = options.Read(call);
            if (names.LooksSorted())
                Screen.Message(
                    "the names are in alphabetical order, so those held back begin with other letters than those trained on; " +
                    "--shuffle mixes them");
            return options.Run(call, names, settings, split => Perceptron(split, seed, settings, stop));
        });
    }

    private static Command Complete(Command command, Func<ParseResult, NameList, ulong, CancellationToken, Trained> train)
    {
        var common = new Common(
            new NameOptions(), Arguments.Output(), Arguments.Seed(), Arguments.Multinomial(), Arguments.Json());
        common.Names.AddTo(command);
        foreach (Option option in new Option[] { common.Output, common.Seed, common.Multinomial, common.Json }) command.Add(option);
        command.SetAction(call => Run(call, common, train));
        return command;
    }

    private static int Run(ParseResult call, Common common, Func<ParseResult, NameList, ulong, CancellationToken, Trained> train)
    {
        var watch = Stopwatch.StartNew();
        using var signal = new StopSignal();
        (ulong seed, string? json, string output) = (call.GetValue(common.Seed), call.GetValue(common.Json), call.GetValue(common.Output)!);
        Results.CheckWritable(json);
        Arguments.MakeFolder(output);

        NameList names = common.Names.Read(call, seed);
        Screen.Messages(NameOptions.Account(names));
        Trained trained = train(call, names, seed, signal.Token);

        string path = Path.Combine(output, $"{trained.Model.Kind}.safetensors");
        Checkpoint checkpoint = Save(trained, names, seed, common.Names.Shuffles(call), path);
        var figures = TrainingFigures.Of(trained, names);
        Screen.Messages(figures.LeftOut);
        figures.Write(output);
        Screen.Message(figures, output);
        ModelReport page = TrainingReport.Model(
            checkpoint, names, figures, seed, call.GetValue(common.Multinomial), RepeatCommand.OfTraining(checkpoint));
        Report report = TrainingReport.Of(names, [TrainingReport.Row(trained)], [page], RepeatCommand.Of(call));
        Screen.Message($"report: {TrainingReport.Write(report, output)}");
        var sampling = new SamplingOptions { Multinomial = call.GetValue(common.Multinomial) };
        string[] samples = Experiment.Sample(trained.Model, seed, 20, sampling);
        Results results = Summarize(trained, names, seed) with
        {
            Samples = samples,
            Checkpoint = path,
            Seconds = watch.Elapsed.TotalSeconds,
        };
        results.Write(json);
        Print(results);
        return 0;
    }

    /// <summary>Trains the network of one layer with a progress bar; stops early where that is wished.</summary>
    public static Trained Neural(NameList names, ulong seed, LearningRateSchedule schedule, CancellationToken stop) => WithProgress(
        "network", schedule, progress => Experiment.Neural(names, seed, schedule, progress, stop));

    /// <summary>Trains the MLP with a progress bar; stops early where that is wished.</summary>
    public static Trained Perceptron(Split split, ulong seed, PerceptronSettings settings, CancellationToken stop) => WithProgress(
        "MLP", settings.Schedule, progress => Experiment.Perceptron(split, seed, settings, progress, stop));

    private static Trained WithProgress(string title, LearningRateSchedule schedule, Func<Action<TrainingPoint>, Trained> train)
    {
        Trained trained = Screen.WithProgress(title, schedule.TotalSteps, progress =>
            train(point => progress(point.Step, FormattableString.Invariant($"loss {point.Loss:0.000}"))));
        if (trained.Run!.Steps < schedule.TotalSteps)
            Screen.Message(
                $"{title}: stopped after {trained.Run.Steps:N0} of {schedule.TotalSteps:N0} steps; what was learned so far is kept");
        return trained;
    }

    /// <summary>Writes the checkpoint with all that going on with the training needs.</summary>
    public static Checkpoint Save(Trained trained, NameList names, ulong seed, bool shuffles, string path)
    {
        var checkpoint = new Checkpoint(trained.Model) { MiniBatchGenerator = trained.MiniBatchGenerator };
        foreach ((string key, string value) in trained.Settings) checkpoint.Training[key] = value;
        checkpoint.Training["input"] = names.Path;
        checkpoint.Training["column"] = names.Column;
        checkpoint.Training["names"] = $"{names.Names.Count}";
        checkpoint.Training["names_sha256"] = Checkpoint.Fingerprint(names.InFileOrder);
        checkpoint.Training["seed"] = $"{seed}";
        checkpoint.Training["shuffle"] = shuffles ? "true" : "false";
        checkpoint.Training["duplicates"] = $"{names.Duplicates}".ToLowerInvariant();
        if (trained.Run is { } run) checkpoint.Training["steps"] = $"{run.Steps}";
        checkpoint.Save(path);
        return checkpoint;
    }

    /// <summary>The results of a training, without what was made of it afterwards.</summary>
    public static Results Summarize(Trained trained, NameList names, ulong seed) => new()
    {
        Command = "train",
        Model = trained.Model.Kind,
        Seed = seed,
        Names = names.Names.Count,
        Examples = trained.Examples,
        Vocabulary = names.Vocabulary.Size,
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
