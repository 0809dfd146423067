using System.CommandLine;
using System.Text;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>prepare</c>: cleans a list of names, reports what was dropped, and writes the rest, one a line.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        Option<string?> input = Arguments.Input(), json = Arguments.Json();
        Option<string> column = Arguments.Column();
        Option<string> output = new("--output")
        {
            Description = "The text file to write, one name a line",
            HelpName = "FILE",
            Required = true,
        };
        Option<Alphabet> alphabet = Arguments.Letters();
        Option<bool> shuffle = Arguments.Shuffle();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("prepare", "Clean a list of names, say what was dropped and why, and write the rest, one a line")
        {
            input, column, alphabet, output, shuffle, seed, json,
        };
        command.SetAction(call => Run(
            NameData.Load(
                call.GetValue(input),
                call.GetValue(column)!,
                call.GetValue(alphabet),
                call.GetValue(shuffle) ? new TorchGenerator(call.GetValue(seed)) : null),
            call.GetValue(output)!, call.GetValue(seed), call.GetValue(json)));
        return command;
    }

    private static int Run(NameData data, string output, ulong seed, string? json)
    {
        Results.CheckWritable(json);
        foreach (string line in data.Report()) Screen.Result(line);
        int[] lengths = [.. data.Names.Select(name => name.EnumerateRunes().Count())];
        Screen.Result($"lengths {lengths.Min()} to {lengths.Max()}, {data.Vocabulary.Size - 1} different letters allowed");
        AtomicFile.Write(output, Encoding.UTF8.GetBytes(string.Concat(data.Names.Select(name => name + "\n"))));
        Screen.Result(output);
        new Results { Command = "prepare", Seed = seed, Names = data.Names.Count, Vocabulary = data.Vocabulary.Size }.Write(json);
        return 0;
    }
}
