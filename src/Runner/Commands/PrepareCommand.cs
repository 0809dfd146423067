using System.CommandLine;
using System.Text;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Commands;

/// <summary><c>prepare</c>: cleans a list of names, reports what was dropped, and writes the rest, one name on each line.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var source = new NameOptions();
        Option<string?> json = Arguments.Json();
        Option<string> output = new("--output")
        {
            Description = "The text file to write, one name on each line",
            HelpName = "FILE",
            Required = true,
        };
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("prepare", "Clean a list of names, say what was dropped and why, and write the rest, one to a line")
        {
            output, seed, json,
        };
        source.AddTo(command);
        command.SetAction(call =>
        {
            Arguments.CheckWritable("--output", call.GetValue(output));
            Results.CheckWritable(call.GetValue(json));
            return Run(source.Read(call, call.GetValue(seed)), call.GetValue(output)!, call.GetValue(seed), call.GetValue(json));
        });
        return command;
    }

    private static int Run(NameList names, string output, ulong seed, string? json)
    {
        foreach (string line in NameOptions.Account(names)) Screen.Result(line);
        int[] lengths = [.. names.Names.Select(name => name.EnumerateRunes().Count())];
        Screen.Result($"lengths {lengths.Min()} to {lengths.Max()}, {names.Vocabulary.Size - 1} different letters allowed");
        AtomicFile.Write(output, Encoding.UTF8.GetBytes(string.Concat(names.Names.Select(name => name + "\n"))));
        Screen.Result(output);
        new Results { Command = "prepare", Seed = seed, Names = names.Names.Count, Vocabulary = names.Vocabulary.Size }.Write(json);
        return 0;
    }
}
