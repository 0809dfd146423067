using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;

namespace Makemore.Runner.Commands;

/// <summary><c>lr-range</c>: trains a network at rates from far too small to far too large, and recommends two.</summary>
internal static class LearningRateRangeCommand
{
    // Each is a point of the curve, and is kept in memory.
    private const int MostSteps = 1_000_000;

    private static readonly ModelKind Kind = ModelKinds.Perceptron;

    public static Command Create()
    {
        Option<double> from = Arguments.Number("--from", "The smallest rate", 1e-7, value => value > 0, "above 0");
        Option<double> to = Arguments.Number("--to", "The largest rate", 3.1623, value => value > 0, "above 0");
        Option<int> steps = Arguments.Whole("--steps", "The number of steps, one at each rate", 10_000, minimum: 10, MostSteps);
        var options = new PlanOptions(Kind, trains: false);
        var source = new NameOptions();
        Option<string?> json = Arguments.Json();
        Option<string> output = Arguments.Output();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command(
            "lr-range", $"Find a learning rate for the {Kind.ShortTitle}: train at growing rates and see where the loss falls")
        {
            from, to, steps,
        };
        options.AddTo(command);
        source.AddTo(command);
        foreach (Option option in new Option[] { output, seed, json }) command.Add(option);
        command.SetAction(call =>
        {
            if (call.GetValue(from) >= call.GetValue(to)) throw new UsageException("--from must be smaller than --to");
            ulong seeded = call.GetValue(seed);
            Arguments.MakeFolder(call, call.GetValue(output)!, "lr-range.csv", "lr-range.svg");
            Results.CheckWritable(call.GetValue(json));
            TrainingPlan plan = options.Read(call);
            using var signal = new StopSignal();
            NameList names = source.Read(call, seeded);
            Screen.Messages(NameOptions.Account(names));
            return options.Run(call, plan, names, () => Run(
                signal,
                plan,
                names,
                call.GetValue(from),
                call.GetValue(to),
                call.GetValue(steps),
                seeded,
                call.GetValue(output)!,
                call.GetValue(json)));
        });
        return command;
    }

    private static int Run(
        StopSignal signal,
        TrainingPlan plan,
        NameList names,
        double from,
        double to,
        int steps,
        ulong seed,
        string output,
        string? json)
    {
        var watch = Stopwatch.StartNew();
        using TrainingRun<float> training = TrainingRun.Of(plan, names, seed);
        LearningRateRange range;
        try
        {
            range = Screen.WithProgress("range test", steps, progress =>
            {
                int done = 0;
                return LearningRateRangeTest.Run(
                    training.Trainer,
                    from,
                    to,
                    steps,
                    point => progress(++done, FormattableString.Invariant($"rate {point.Rate:0.0e+0}  loss {point.Loss:0.000}")),
                    signal.Token);
            });
        }
        catch (DivergedException) when (signal.Token.IsCancellationRequested)
        {
            Screen.Message("the range test was stopped before there was a curve; nothing was written");
            return signal.ExitCode;
        }

        string csv = Path.Combine(output, "lr-range.csv");
        var text = new StringBuilder("rate,loss,smoothed\n");
        for (int i = 0; i < range.Points.Count; i++)
            text.Append(FormattableString.Invariant($"{range.Points[i].Rate:R},{range.Points[i].Loss:R},{range.Smoothed[i]:R}\n"));
        AtomicFile.Write(csv, Encoding.UTF8.GetBytes(text.ToString()));
        var figures = TrainingFigures.OfRange(Kind, range);
        figures.Write(output);
        Screen.Message(figures, output);

        if (range.Points.Count < steps)
            Screen.Message($"stopped after {range.Points.Count:N0} of {steps:N0} steps, at rate {range.Points[^1].Rate:0.0e+0}");
        Screen.Result($"steepest  {range.Steepest:0.0e+0}  where the loss falls fastest: safe");
        Screen.Result(
            $"minimum   {range.Minimum:0.0e+0}  where it is lowest: the largest rate that still helps; train at or a little below it");
        Screen.Result(csv);
        new Results
        {
            Command = "lr-range",
            Model = Kind.Name,
            Seed = seed,
            Names = names.Names.Count,
            Examples = training.Examples,
            Vocabulary = names.Vocabulary.Size,
            Parameters = training.Model.ParameterCount,
            Points = range.Points,
            Steepest = range.Steepest,
            Minimum = range.Minimum,
            Seconds = watch.Elapsed.TotalSeconds,
        }.Write(json);
        return signal.Token.IsCancellationRequested ? signal.ExitCode : 0;
    }
}
