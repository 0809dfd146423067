using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Pages;
using Makemore.Tensors;
using Spectre.Console;

namespace Makemore.Runner.Commands;

/// <summary>Without a command: the tour. The models learn the names that ship, side by side with one that knows nothing.</summary>
internal static class TourCommand
{
    // Four fifths of the names must leave at least one to train on.
    private const int FewestNames = 2;

    public static void AddTo(RootCommand root)
    {
        var source = new NameOptions(alwaysShuffles: true);
        Option<string?> json = Arguments.Json();
        Option<string> output = Arguments.Output();
        Option<MultinomialKind> multinomial = Arguments.Multinomial();
        Option<ulong> seed = Arguments.Seed();
        Option<int> threads = Arguments.Threads();
        source.AddTo(root);
        foreach (Option option in new Option[] { output, multinomial, seed, threads, json }) root.Add(option);
        root.SetAction(call =>
        {
            IEnumerable<string> models = Kinds.Select(kind => FileOf(kind));
            Arguments.MakeFolder(call, call.GetValue(output)!, ["report.html", "tour.json", .. models]);
            Results.CheckWritable(call.GetValue(json));
            return Run(
                source.Read(call, call.GetValue(seed)),
                call.GetValue(seed),
                call.GetValue(threads),
                call.GetValue(multinomial),
                call.GetValue(output)!,
                call.GetValue(json),
                RepeatCommand.Of(call));
        });
    }

    private static IEnumerable<ModelKind> Kinds => ModelKinds.All.Where(kind => kind.Training?.IsInTour == true);

    private static string FileOf(ModelKind kind) => $"{kind.Name}.safetensors";

    private static int Run(
        NameList names,
        ulong seed,
        int threads,
        MultinomialKind multinomial,
        string output,
        string? json,
        string command)
    {
        var watch = Stopwatch.StartNew();
        using var signal = new StopSignal();
        Screen.Messages(NameOptions.Account(names));

        if (names.Names.Count < FewestNames)
            throw new DataException($"{names.Path}: one name is too few for the tour; give at least {FewestNames}");
        Trained chance = Experiment.Chance(names.Vocabulary);
        List<Trained> learned = [];
        TrainingPlan[] plans =
        [
            .. Kinds.Select(kind =>
                new TrainingPlan(kind) { Schedule = kind.Training!.Tour, SplitBy = SplitBy.Name, Threads = threads }),
        ];
        foreach (TrainingPlan plan in plans) PlanOptions.CheckFits(plan, names);
        try
        {
            foreach (TrainingPlan plan in plans)
            {
                learned.Add(TrainCommand.Train(plan, names, seed, signal.Token));
                signal.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            Screen.Message("the tour was stopped; nothing was written");
            return signal.ExitCode;
        }

        Table losses = Screen.NewTable(["model", "learned numbers", "loss", "validation", "as unsure as among"], 1, 2, 3);
        var made = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        var models = new List<Results>();
        var pages = new List<ModelReport>();
        var known = names.Names.ToHashSet();
        foreach (Trained trained in learned.Prepend(chance))
        {
            ModelKind kind = trained.Model.Kind;
            double loss = trained.Loss.All!.Value;
            losses.AddRow(kind.ShortTitle, $"{trained.Model.ParameterCount:N0}", $"{loss:0.0000}",
                trained.Loss.Validation is { } validation ? $"{validation:0.0000}" : "", $"{Evaluation.Perplexity(loss):0.0} letters");
            var sampling = new SamplingOptions { Multinomial = multinomial, Excluded = known };
            string[] samples = Experiment.Sample(trained.Model, seed, 10, sampling);
            made.AddRow(kind.ShortTitle, string.Join(", ", samples));
            string? path = null;
            if (trained != chance)
            {
                var files = new CheckpointFiles(output, kind, Screen.Message);
                path = files.Finished;
                files.SaveFinished(trained.Checkpoint);
                var figures = TrainingFigures.Of(trained, names);
                Screen.Messages(figures.LeftOut);
                string[] more = Experiment.Sample(trained.Model, seed, TrainingReport.SampleCount, sampling with { Excluded = null });
                pages.Add(TrainingReport.Model(
                    trained.Checkpoint, names, figures, more, RepeatCommand.OfTraining(trained.Checkpoint)));
            }

            models.Add(TrainCommand.Summarize(trained, names, seed) with { Samples = samples, Checkpoint = path });
        }

        Screen.Result(losses);
        Screen.Result(
            "The loss is the mean negative log-likelihood of a character, in nats; " +
            "validation is on names that were not trained on.");
        Screen.Result();
        Screen.Result("New names, none of them in the data:");
        Screen.Result(made);
        Screen.Result();
        var results = new Results
        {
            Command = "tour",
            Seed = seed,
            Names = names.Names.Count,
            Vocabulary = names.Vocabulary.Size,
            Models = models,
            Seconds = watch.Elapsed.TotalSeconds,
        };
        results.Write(Path.Combine(output, "tour.json"));
        results.Write(json);
        string report = TrainingReport.Write(TrainingReport.Of(names, [.. learned.Select(TrainingReport.Row)], pages, command), output);
        Screen.Result(
            $"{output}: report.html, the trained models and tour.json, in {watch.Elapsed.TotalSeconds:0.0} s. " +
            $"Next: open {report}; `explore` to watch a network learn; `sample --model {models[^1].Checkpoint}` for names; --help for all.");
        return 0;
    }
}
