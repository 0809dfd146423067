using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>lr-range</c>: trains the MLP at rates from far too small to far too large and recommends two.</summary>
internal static class LearningRateRangeCommand
{
    public static Command Create()
    {
        Option<double> from = Arguments.Number("--from", "The smallest rate", 1e-7, value => value > 0, "above 0");
        Option<double> to = Arguments.Number("--to", "The largest rate", 3.1623, value => value > 0, "above 0");
        Option<int> steps = Arguments.Whole("--steps", "The number of steps, one at each rate", 10_000, minimum: 10);
        var options = new PerceptronOptions(defaultSchedule: null);
        Option<string?> input = Arguments.Input(), json = Arguments.Json();
        Option<string> column = Arguments.Column(), output = Arguments.Output();
        Option<Alphabet> alphabet = Arguments.Letters();
        Option<bool> shuffle = Arguments.Shuffle();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("lr-range", "Find a learning rate for the MLP: train at growing rates and see where the loss falls")
        {
            from, to, steps,
        };
        options.AddTo(command);
        foreach (Option option in new Option[] { input, column, alphabet, shuffle, output, seed, json }) command.Add(option);
        command.SetAction(call =>
        {
            if (call.GetValue(from) >= call.GetValue(to)) throw new UsageException("--from must be smaller than --to");
            ulong seeded = call.GetValue(seed);
            Results.CheckWritable(call.GetValue(json));
            Arguments.MakeFolder(call.GetValue(output)!);
            NameData data = NameData.Load(
                call.GetValue(input),
                call.GetValue(column)!,
                call.GetValue(alphabet),
                call.GetValue(shuffle) ? new TorchGenerator(seeded) : null);
            foreach (string line in data.Report()) Screen.Message(line);
            return Run(
                data,
                options.Read(call),
                call.GetValue(from),
                call.GetValue(to),
                call.GetValue(steps),
                seeded,
                call.GetValue(output)!,
                call.GetValue(json));
        });
        return command;
    }

    private static int Run(
        NameData data, PerceptronSettings settings, double from, double to, int steps, ulong seed, string output, string? json)
    {
        var watch = Stopwatch.StartNew();
        using var interruption = new Interruption();
        var split = new Split(new Examples(data.Names, data.Vocabulary, settings.Sizes.Block), settings.Split, settings.SplitBy);
        var model = new MultilayerPerceptron<float>(data.Vocabulary, settings.Sizes, new TorchGenerator(seed));
        Batch<float> batch = Experiment.NewBatch(model, split.Train, settings, new TorchGenerator(seed));
        using var threads = batch as IDisposable;
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        LearningRateRange range = Screen.WithProgress("range test", steps, progress =>
        {
            int done = 0;
            return LearningRateRangeTest.Run(trainer, from, to, steps, point =>
            {
                if (++done % 100 == 0) progress(done, FormattableString.Invariant($"rate {point.Rate:0.0e+0}  loss {point.Loss:0.000}"));
            }, interruption.Token);
        });

        string csv = Path.Combine(output, "lr-range.csv");
        var text = new StringBuilder("rate,loss,smoothed\n");
        for (int i = 0; i < range.Points.Count; i++)
            text.Append(FormattableString.Invariant($"{range.Points[i].Rate:R},{range.Points[i].Loss:R},{range.Smoothed[i]:R}\n"));
        AtomicFile.Write(csv, Encoding.UTF8.GetBytes(text.ToString()));
        TrainingFigures.Write([TrainingFigures.OfRange(range)], output);

        if (range.Points.Count < steps)
            Screen.Message($"stopped after {range.Points.Count:N0} of {steps:N0} steps, at rate {range.Points[^1].Rate:0.####}");
        Screen.Result($"steepest  {range.Steepest:0.0e+0}  where the loss falls fastest: safe");
        Screen.Result(
            $"minimum   {range.Minimum:0.0e+0}  where it is lowest: the largest rate that still helps; train at or a little below it");
        Screen.Result(csv);
        new Results
        {
            Command = "lr-range",
            Model = model.Kind,
            Seed = seed,
            Names = data.Names.Count,
            Examples = new ExampleCounts(
                split.Train.Count + split.Validation.Count + split.Test.Count,
                split.Train.Count,
                split.Validation.Count,
                split.Test.Count),
            Vocabulary = data.Vocabulary.Size,
            Parameters = model.ParameterCount,
            Points = range.Points,
            Steepest = range.Steepest,
            Minimum = range.Minimum,
            Seconds = watch.Elapsed.TotalSeconds,
        }.Write(json);
        return 0;
    }
}
