using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary>
/// <c>train counts|neural|mlp</c>, <c>train --recipe NAME</c> and <c>train --resume FILE</c>: trains a model, measures it, makes names with
/// it, and saves it.
/// </summary>
internal static class TrainCommand
{
    private const int SampleCount = TrainingReport.SampleCount;

    // The options of every kind of training.
    private sealed record Common(Option<string> Output, Option<ulong> Seed, Option<MultinomialKind> Multinomial, Option<string?> Json);

    // What to train, with everything that was read for it.
    private sealed record Request(TrainingPlan Plan, NameList Names, ulong Seed, SamplingOptions Sampling);

    public static Command Create()
    {
        var command = new Command("train", "Train a model and save it");
        Option[] options = AddRecipesAndResumption(command);
        foreach (ModelKind kind in ModelKinds.All.Where(kind => kind.Training is not null)) command.Add(Of(kind, without: options));
        return command;
    }

    private static Command Of(ModelKind kind, Option[] without)
    {
        var options = new PlanOptions(kind, trains: true);
        var source = new NameOptions();
        var command = new Command(kind.Name, kind.Summary);
        options.AddTo(command);
        source.AddTo(command);
        Common common = AddCommon(command);
        command.SetAction(call =>
        {
            if (without.FirstOrDefault(option => IsGiven(call, option)) is { } misplaced)
                throw new UsageException($"{misplaced.Name}: the options of a model go after its name, {kind.Name}");
            ulong seed = call.GetValue(common.Seed);
            return Run(call, common, call.GetValue(common.Output)!, kind, () =>
            {
                TrainingPlan plan = options.Read(call);
                NameList names = source.Read(call, seed);
                Screen.Messages(NameOptions.Account(names));
                if (kind.Training is ModelTraining.MiniBatches && names.LooksSorted())
                    Screen.Message(
                        "the names are in alphabetical order, so the names held back begin with other letters than those trained on; " +
                        "--shuffle mixes them");
                return new Request(plan, names, seed, Sampling(call, common, new SamplingOptions()));
            }, (plan, names, work) => options.Run(call, plan, names, work));
        });
        return command;
    }

    // The options of `train` itself.
    private static Option[] AddRecipesAndResumption(Command command)
    {
        string[] known = [.. Recipes.All.Select(recipe => recipe.Name)];
        Option<Recipe?> recipe = new("--recipe")
        {
            Description = "Instead of a model: train as an original was trained; `recipes` lists them",
            HelpName = "NAME",
            CustomParser = Arguments.Parsed<Recipe?>(text => Recipes.All.FirstOrDefault(recipe => recipe.Name == text)
                ?? throw new ArgumentException($"must be one of {string.Join(", ", known)}, and is '{Quote.Start(text)}'")),
        };
        Option<string?> resume = new("--resume")
        {
            Description = "Instead of a model: go on with the training in this checkpoint, as if it had never stopped",
            HelpName = "FILE",
        };
        Option<LearningRateSchedule?> schedule = new("--schedule")
        {
            Description = "With --resume: learning rates of the whole run, steps taken already included, instead of its own",
            HelpName = "RATE:STEPS,...",
            CustomParser = Arguments.Parsed<LearningRateSchedule?>(LearningRateSchedule.Parse),
        };
        Option<string?> input = Arguments.Input();
        Option<string> column = Arguments.Column();
        Option<int> threads = Arguments.Threads();
        Option<int?> checkpointEvery = Arguments.CheckpointEvery();
        foreach (Option option in new Option[] { recipe, resume, schedule, input, column, threads, checkpointEvery }) command.Add(option);
        Common common = AddCommon(command);
        common.Seed.Description = "With --recipe: seed of all random numbers, instead of the recipe's own";
        common.Seed.DefaultValueFactory = null;
        command.SetAction(call => (call.GetValue(recipe), call.GetValue(resume)) switch
        {
            ({ } chosen, null) => RunRecipe(call, chosen),
            (null, { } path) => Resume(call, path),
            (null, null) => throw new UsageException(
                $"train: which model? Name one ({string.Join(", ", ModelKinds.All.Select(kind => kind.Name))}), " +
                "or give --recipe NAME, or --resume FILE"),
            _ => throw new UsageException("train: give --recipe or --resume, not both"),
        });
        return
        [
            recipe, resume, schedule, input, column, threads, checkpointEvery,
            common.Output, common.Seed, common.Multinomial, common.Json,
        ];

        int RunRecipe(ParseResult call, Recipe chosen)
        {
            if (IsGiven(call, schedule))
                throw new UsageException("--schedule: a recipe has its own; train its model by name for another one");
            if (chosen.Plan.HasOwnStream && IsGiven(call, common.Multinomial))
                throw new UsageException($"--multinomial: {chosen.Name} has its own way to draw letters; leave it out");
            ulong seed = IsGiven(call, common.Seed) ? call.GetValue(common.Seed) : chosen.Seed;
            return Run(call, common, call.GetValue(common.Output)!, chosen.Plan.Kind, () =>
            {
                var names = NameList.Read(
                    call.GetValue(input) ?? NameOptions.Shipped, call.GetValue(column)!, chosen.Vocabulary, chosen.Duplicates);
                Screen.Messages(NameOptions.Account(names));
                TrainingPlan plan = chosen.PlanFor(names) with
                {
                    Threads = call.GetValue(threads),
                    CheckpointEvery = call.GetValue(checkpointEvery),
                };
                return new Request(plan, names, seed, Sampling(call, common, chosen.Sampling));
            }, IfItFits);
        }

        int Resume(ParseResult call, string path)
        {
            if (new Option[] { common.Seed, column }.FirstOrDefault(option => IsGiven(call, option)) is { } fixedByTheRun)
                throw new UsageException($"{fixedByTheRun.Name}: a run that goes on has its own; leave it out");
            var from = Checkpoint.Load(path);
            var plan = TrainingPlan.Of(from);
            if (plan.Schedule is null)
                throw new DataException($"{path}: a model of kind \"{plan.Kind.Name}\" is not trained in steps; train it again instead");
            string folder = IsGiven(call, common.Output)
                ? call.GetValue(common.Output)!
                : Path.GetDirectoryName(path) is { Length: > 0 } directory ? directory : ".";
            return Run(call, common, folder, plan.Kind, () =>
            {
                if (!ulong.TryParse(from.Training.GetValueOrDefault(TrainingKeys.Seed), CultureInfo.InvariantCulture, out ulong seed))
                    throw new DataException($"{path}: it does not say with which seed its training began");
                NameList names = NameOptions.OfTraining(from, call, call.GetValue(input));
                if (from.Training.GetValueOrDefault(TrainingKeys.Shuffle) == "true") names = names.Shuffled(new TorchGenerator(seed));
                plan = plan with
                {
                    Schedule = call.GetValue(schedule) ?? plan.Schedule,
                    Threads = call.GetValue(threads),
                    CheckpointEvery = call.GetValue(checkpointEvery),
                };
                Enum.TryParse(from.Training.GetValueOrDefault(TrainingKeys.Multinomial), ignoreCase: true, out MultinomialKind multinomial);
                return new Request(plan, names, seed, Sampling(call, common, new SamplingOptions { Multinomial = multinomial }));
            }, IfItFits, from);
        }

        static Trained IfItFits(TrainingPlan plan, NameList names, Func<Trained> work)
        {
            PlanOptions.CheckFits(plan, names);
            return work();
        }
    }

    private static Common AddCommon(Command command)
    {
        var common = new Common(Arguments.Output(), Arguments.Seed(), Arguments.Multinomial(), Arguments.Json());
        foreach (Option option in new Option[] { common.Output, common.Seed, common.Multinomial, common.Json }) command.Add(option);
        return common;
    }

    private static bool IsGiven(ParseResult call, Option option) => call.GetResult(option) is { Implicit: false };

    private static SamplingOptions Sampling(ParseResult call, Common common, SamplingOptions usual) =>
        IsGiven(call, common.Multinomial) ? usual with { Multinomial = call.GetValue(common.Multinomial) } : usual;

    private static int Run(
        ParseResult call,
        Common common,
        string output,
        ModelKind kind,
        Func<Request> read,
        Func<TrainingPlan, NameList, Func<Trained>, Trained>? guarded = null,
        Checkpoint? from = null)
    {
        var watch = Stopwatch.StartNew();
        using var signal = new StopSignal();
        string? json = call.GetValue(common.Json);
        Arguments.MakeFolder(call, output, [.. TrainingFiles.Outputs(output, kind, from)]);
        Results.CheckWritable(json);
        var files = new TrainingFiles(output, kind, from);

        (TrainingPlan plan, NameList names, ulong seed, SamplingOptions sampling) = read();

        Trained trained;
        try
        {
            Trained Work()
            {
                files.CheckRoom(plan, names);
                return Train(plan, names, seed, signal.Token, Save, from);
            }

            trained = guarded is null ? Work() : guarded(plan, names, Work);
        }
        catch (OperationCanceledException)
        {
            Screen.Message($"{kind.ShortTitle}: stopped before a step was taken; nothing was changed");
            return signal.ExitCode;
        }
        catch (DivergedException exception)
        {
            throw files.Explain(exception);
        }

        string[] samples = trained.NextName is { } next
            ? [.. Enumerable.Range(0, SampleCount).Select(_ => next())]
            : Experiment.Sample(trained.Model, seed, SampleCount, sampling);
        Results results = Summarize(trained, names, seed) with
        {
            Samples = samples,
            Checkpoint = files.PathOf(trained),
        };
        SayIfWorseThanChance(trained);
        if (!trained.WasCutShort)
        {
            files.SaveFinished(Labelled(trained.Checkpoint));
            Draw();
        }

        results = results with { Seconds = watch.Elapsed.TotalSeconds };
        results.Write(json);
        Print(results);
        return trained.WasCutShort ? signal.ExitCode : 0;

        void Save(Checkpoint checkpoint) =>
            files.SaveUnfinished(Labelled(checkpoint), plan.Schedule!.TotalSteps, signal.Token.IsCancellationRequested);

        Checkpoint Labelled(Checkpoint checkpoint)
        {
            checkpoint.Training[TrainingKeys.Multinomial] = $"{sampling.Multinomial}".ToLowerInvariant();
            return checkpoint;
        }

        void Draw()
        {
            var figures = TrainingFigures.Of(trained, names);
            Screen.Messages(figures.LeftOut);
            figures.Write(output);
            Screen.Message(figures, output);
            ModelReport page = TrainingReport.Model(
                trained.Checkpoint, names, figures, samples, RepeatCommand.OfTraining(trained.Checkpoint));
            Report report = TrainingReport.Of(names, [TrainingReport.Row(trained)], [page], RepeatCommand.Of(call));
            Screen.Message($"report: {TrainingReport.Write(report, output)}");
        }
    }

    /// <summary>Trains a model, with a progress bar if it has steps. Stops early if asked to.</summary>
    /// <param name="plan">What and how.</param>
    /// <param name="names">The names.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <param name="save">Saves checkpoints of a run that is not at its end; null saves none.</param>
    /// <param name="from">The checkpoint to go on from; null begins anew.</param>
    public static Trained Train(
        TrainingPlan plan,
        NameList names,
        ulong seed,
        CancellationToken stop,
        Action<Checkpoint>? save = null,
        Checkpoint? from = null)
    {
        if (plan.Schedule is not { } schedule) return Experiment.Train(plan, names, seed);
        string title = plan.Kind.ShortTitle;
        return Screen.WithProgress(title, schedule.TotalSteps, progress => Experiment.Train(
            plan,
            names,
            seed,
            point => progress(point.Step, FormattableString.Invariant($"loss {point.Loss:0.000}")),
            save,
            from,
            stop));
    }

    private static void SayIfWorseThanChance(Trained trained)
    {
        double chance = Math.Log(trained.Model.Vocabulary.Size), loss = trained.Loss.All!.Value;
        if (loss <= chance) return;
        string advice = trained.Schedule is null ? "" : "; try smaller learning rates, or more steps";
        Screen.Message(FormattableString.Invariant(
            $"the loss, {loss:0.####}, is above chance, {chance:0.####}: the model is worse than one that knows nothing{advice}"));
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

    // Losses of a model that learned nothing can have thirty digits.
    private static string Short(double value, string format) =>
        value.ToString(value < 1e6 ? format : "0.00e+0", CultureInfo.InvariantCulture);

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
                Screen.Result(
                    $"loss        {name,-10}  {Short(value, "0.0000")}  as unsure as among {Short(Evaluation.Perplexity(value), "0.0")} letters");
        if (results.StepsPerSecond is { } speed) Screen.Result($"speed       {speed:N0} steps a second");
        Screen.Result();
        foreach (string name in results.Samples!.Take(10)) Screen.Result(name);
        Screen.Result();
        Screen.Result(results.Checkpoint!);
    }
}
