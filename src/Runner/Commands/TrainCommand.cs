using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Pages;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary>
/// <c>train counts|neural|mlp</c> and <c>train --recipe NAME</c>: trains a model, measures it, makes names with it, and saves it.
/// </summary>
internal static class TrainCommand
{
    // The options of every kind of training.
    private sealed record Common(Option<string> Output, Option<ulong> Seed, Option<MultinomialKind> Multinomial, Option<string?> Json);

    // The options that say what to do with the names and the seed.
    private sealed record Request(Func<ulong, NameList> Read, bool Shuffles, Func<NameList, ulong, CancellationToken, Trained> Train)
    {
        public Recipe? Recipe { get; init; }
    }

    public static Command Create()
    {
        var command = new Command("train", "Train a model and save it");
        Option[] options = AddRecipes(command);
        foreach (ModelKind kind in ModelKinds.All.Where(kind => kind.Training is not null)) command.Add(Of(kind, recipeOptions: options));
        return command;
    }

    private static Command Of(ModelKind kind, Option[] recipeOptions)
    {
        var options = new PlanOptions(kind);
        var source = new NameOptions();
        var command = new Command(kind.Name, kind.Summary);
        options.AddTo(command);
        source.AddTo(command);
        Common common = AddCommon(command);
        command.SetAction(call =>
        {
            if (recipeOptions.FirstOrDefault(option => IsGiven(call, option)) is { } misplaced)
                throw new UsageException($"{misplaced.Name}: the options of a model go after its name, {kind.Name}");
            return Run(call, common, new Request(seed => source.Read(call, seed), source.Shuffles(call), (names, seed, stop) =>
            {
                TrainingPlan plan = options.Read(call);
                if (kind.Training is ModelTraining.MiniBatches && names.LooksSorted())
                    Screen.Message(
                        "the names are in alphabetical order, so the names held back begin with other letters than those trained on; " +
                        "--shuffle mixes them");
                return options.Run(call, plan, names, () => Train(plan, names, seed, stop));
            }));
        });
        return command;
    }

    // The options of `train --recipe NAME`.
    private static Option[] AddRecipes(Command command)
    {
        string[] known = [.. Recipes.All.Select(recipe => recipe.Name)];
        Option<Recipe?> recipe = new("--recipe")
        {
            Description = "Instead of a model: train as an original was trained; `recipes` lists them",
            HelpName = string.Join('|', known),
            CustomParser = Arguments.Parsed<Recipe?>(text => Recipes.All.FirstOrDefault(recipe => recipe.Name == text)
                ?? throw new ArgumentException($"must be one of {string.Join(", ", known)}, and is '{text}'")),
        };
        Option<string?> input = Arguments.Input();
        Option<string> column = Arguments.Column();
        Option<int> threads = Arguments.Threads();
        foreach (Option option in new Option[] { recipe, input, column, threads }) command.Add(option);
        Common common = AddCommon(command);
        common.Seed.Description = "Seed of all random numbers, instead of the recipe's own";
        command.SetAction(call =>
        {
            if (call.GetValue(recipe) is not { } chosen)
                throw new UsageException(
                    $"train: which model? Name one ({string.Join(", ", ModelKinds.All.Select(kind => kind.Name))}), or give --recipe NAME");
            TrainingPlan plan = chosen.Plan with { Threads = call.GetValue(threads) };
            return Run(call, common, new Request(
                _ => NameList.Read(
                    call.GetValue(input) ?? NameOptions.Shipped, call.GetValue(column)!, Vocabulary.English, chosen.Duplicates),
                Shuffles: false,
                (names, seed, stop) => Train(plan, names, seed, stop))
            {
                Recipe = chosen,
            });
        });
        return [recipe, input, column, threads, common.Output, common.Seed, common.Multinomial, common.Json];
    }

    private static Common AddCommon(Command command)
    {
        var common = new Common(Arguments.Output(), Arguments.Seed(), Arguments.Multinomial(), Arguments.Json());
        foreach (Option option in new Option[] { common.Output, common.Seed, common.Multinomial, common.Json }) command.Add(option);
        return common;
    }

    private static bool IsGiven(ParseResult call, Option option) => call.GetResult(option) is { Implicit: false };

    private static int Run(ParseResult call, Common common, Request request)
    {
        var watch = Stopwatch.StartNew();
        using var signal = new StopSignal();
        (string? json, string output) = (call.GetValue(common.Json), call.GetValue(common.Output)!);
        Recipe? recipe = request.Recipe;
        ulong seed = IsGiven(call, common.Seed) || recipe is null ? call.GetValue(common.Seed) : recipe.Seed;
        var sampling = new SamplingOptions { Multinomial = call.GetValue(common.Multinomial) };
        if (recipe is not null && !IsGiven(call, common.Multinomial)) sampling = recipe.Sampling;
        Arguments.MakeFolder(call, output, "report.html");
        Results.CheckWritable(json);

        NameList names = request.Read(seed);
        Screen.Messages(NameOptions.Account(names));
        Trained trained = request.Train(names, seed, signal.Token);

        string path = Path.Combine(output, $"{trained.Model.Kind.Name}.safetensors");
        Checkpoint checkpoint = Save(trained, names, seed, request.Shuffles, path, recipe);
        var figures = TrainingFigures.Of(trained, names);
        Screen.Messages(figures.LeftOut);
        figures.Write(output);
        Screen.Message(figures, output);
        ModelReport page = TrainingReport.Model(
            checkpoint, names, figures, seed, sampling.Multinomial, RepeatCommand.OfTraining(checkpoint));
        Report report = TrainingReport.Of(names, [TrainingReport.Row(trained)], [page], RepeatCommand.Of(call));
        Screen.Message($"report: {TrainingReport.Write(report, output)}");
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

    /// <summary>Trains a model, with a progress bar if it has steps. Stops early if asked to.</summary>
    public static Trained Train(TrainingPlan plan, NameList names, ulong seed, CancellationToken stop)
    {
        if (plan.Schedule is not { } schedule) return Experiment.Train(plan, names, seed, _ => { }, stop);
        string title = plan.Kind.ShortTitle;
        Trained trained = Screen.WithProgress(title, schedule.TotalSteps, progress => Experiment.Train(
            plan, names, seed, point => progress(point.Step, FormattableString.Invariant($"loss {point.Loss:0.000}")), stop));
        if (trained.Run!.Steps < schedule.TotalSteps)
            Screen.Message(
                $"{title}: stopped after {trained.Run.Steps:N0} of {schedule.TotalSteps:N0} steps; what was learned so far is kept");
        return trained;
    }

    /// <summary>Saves the model, and how it was trained.</summary>
    public static Checkpoint Save(
        Trained trained, NameList names, ulong seed, bool shuffles, string path, Recipe? recipe = null)
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
        if (recipe is not null) checkpoint.Training["recipe"] = recipe.Name;
        if (trained.Run is { } run) checkpoint.Training["steps"] = $"{run.Steps}";
        checkpoint.Save(path);
        return checkpoint;
    }

    /// <summary>The results of a training, before anything was made with it.</summary>
    public static Results Summarize(Trained trained, NameList names, ulong seed) => new()
    {
        Command = "train",
        Model = trained.Model.Kind.Name,
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
