using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>sample</c>: names on standard output, one a line, and nothing else.</summary>
internal static class SampleCommand
{
    // Names on standard output are not kept, so there may be any number of them. One JSON object is in memory as a whole.
    private const int MostNamesInJson = 1_000_000;

    public static Command Create()
    {
        Option<string> model = Arguments.Model();
        Option<string> prefix = new("--prefix")
        {
            Description = "What every name begins with",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        Option<string?> input = Arguments.Input(), json = Arguments.Json();
        input.Description = "With --new-only: the names that are not new [default: those it was trained on]";
        Option<int> count = Arguments.Whole("--count", $"How many names; with --json, at most {MostNamesInJson:N0}", 20);
        Option<int> topK = Arguments.Whole("--top-k", "Choose only among the K most probable characters; 0 for all", 0, minimum: 0);
        Option<int> length = Arguments.Whole("--max-length", "Names longer than this are cut", 100, maximum: 1_000_000);
        Option<double> temperature = Arguments.Number(
            "--temperature", "Below 1: likelier names; above 1: wilder ones", 1, value => value >= 1e-6, "1e-6 or more");
        Option<bool> newOnly = new("--new-only") { Description = "Only names that are not in the training data" };
        Option<MultinomialKind> multinomial = Arguments.Multinomial();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("sample", "Make names with a trained model")
        {
            model, count, temperature, topK, prefix, newOnly, input, length, multinomial, seed, json,
        };
        command.SetAction(call =>
        {
            var watch = Stopwatch.StartNew();
            List<string>? kept = call.GetValue(json) is null ? null : [];
            if (kept is not null && call.GetValue(count) > MostNamesInJson)
                throw new UsageException($"--count {call.GetValue(count)}: with --json, at most {MostNamesInJson} names; leave --json out");
            Results.CheckWritable(call.GetValue(json));
            Checkpoint checkpoint = Checkpoint.Load(call.GetValue(model)!);
            (string start, int longest) = (call.GetValue(prefix)!, call.GetValue(length));
            Arguments.CheckKnown("--prefix", checkpoint.Model.Vocabulary, start);
            if (start.EnumerateRunes().Count() > longest)
                throw new UsageException($"--max-length {longest}: the prefix \"{Quote.Start(start)}\" is longer; give a larger number");
            var sampler = new NameSampler(checkpoint.Model, new TorchGenerator(call.GetValue(seed)), new SamplingOptions
            {
                Multinomial = call.GetValue(multinomial),
                Temperature = call.GetValue(temperature),
                TopK = call.GetValue(topK),
                Prefix = start,
                MaximumLength = longest,
                Excluded = call.GetValue(newOnly) ? NameOptions.OfTraining(checkpoint, call, call.GetValue(input)).Names.ToHashSet() : null,
            });
            for (int i = 0; i < call.GetValue(count); i++)
            {
                string name = sampler.Next();
                Screen.Result(name);
                kept?.Add(name);
            }

            new Results
            {
                Command = "sample",
                Model = checkpoint.Model.Kind.Name,
                Seed = call.GetValue(seed),
                Samples = kept,
                Checkpoint = call.GetValue(model),
                Seconds = watch.Elapsed.TotalSeconds,
            }.Write(call.GetValue(json));
            return 0;
        });
        return command;
    }
}
