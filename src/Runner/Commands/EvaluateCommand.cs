using System.CommandLine;
using System.Diagnostics;
using Makemore.Models;
using Spectre.Console;

namespace Makemore.Runner.Commands;

/// <summary><c>evaluate</c>: how probable a trained model finds names, all together and one by one.</summary>
internal static class EvaluateCommand
{
    // In a long list, only this many of the most and of the least probable names are shown.
    private const int Shown = 5;

    public static Command Create()
    {
        Option<string> model = Arguments.Model(), column = Arguments.Column();
        Option<string?> input = Arguments.Input(), json = Arguments.Json();
        input.Description = "A CSV file, or a .txt file of one name a line [default: those it was trained on]";
        Option<string[]> names = new("--name")
        {
            Description = "These names instead of a file",
            HelpName = "NAME ...",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> threads = Arguments.Threads();
        var command = new Command("evaluate", "Measure how probable a trained model finds names")
        {
            model, input, column, names, threads, json,
        };
        command.SetAction(call => Run(
            call,
            call.GetValue(model)!,
            call.GetValue(input),
            call.GetValue(column)!,
            call.GetValue(names) ?? [],
            call.GetValue(threads),
            call.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult call, string path, string? input, string column, string[] named, int threads, string? json)
    {
        var watch = Stopwatch.StartNew();
        Results.CheckWritable(json);
        Checkpoint checkpoint = Checkpoint.Load(path);
        ILanguageModel model = checkpoint.Model;
        IReadOnlyList<string> names = named.Length > 0
            ? [.. named.Select(name => Arguments.KnownName(model.Vocabulary, name))]
            : NameOptions.OfTraining(checkpoint, call, input, input is null ? null : column).Names;

        EvaluationSet examples = EvaluationSet.Of(model, names);
        double loss = Evaluation.Loss(model, examples, threads);
        if (double.IsNaN(loss)) throw new DataException($"{path}: {Evaluation.LogitsAreNotFinite}");

        NameScore[] scores = [.. Evaluation.Score(model, names)];
        new Results
        {
            Command = "evaluate",
            Model = model.Kind.Name,
            Names = names.Count,
            Examples = new ExampleCounts((int)examples.Examples),
            Vocabulary = model.Vocabulary.Size,
            Parameters = model.ParameterCount,
            Loss = Losses.OfAll(loss),
            Perplexity = Evaluation.Perplexity(loss),
            BitsPerCharacter = Evaluation.BitsPerCharacter(loss),
            PerName = scores,
            Checkpoint = path,
            Seconds = watch.Elapsed.TotalSeconds,
        }.Write(json);

        Screen.Result($"names             {names.Count:N0}");
        Screen.Result($"loss              {loss:0.0000000} nats a character");
        Screen.Result($"perplexity        {Evaluation.Perplexity(loss):0.0000} (as unsure as among that many letters)");
        Screen.Result($"bits a character  {Evaluation.BitsPerCharacter(loss):0.0000}");
        Table table = Screen.NewTable(["name", "in all", "a character"], 1, 2);
        if (named.Length > 0)
        {
            AddRows(scores);
        }
        else
        {
            var extremes = Scores.Of(scores, Shown);
            AddRows(extremes.Best);
            if (extremes.Count > extremes.Best.Count + extremes.Worst.Count) table.AddRow("...", "", "");
            AddRows(extremes.Worst);
        }

        Screen.Result(table);
        return 0;

        void AddRows(IEnumerable<NameScore> rows)
        {
            foreach (NameScore row in rows)
                table.AddRow(Markup.Escape(row.Name), $"{row.Total:0.0000000}", $"{row.PerCharacter:0.0000000}");
        }
    }
}
