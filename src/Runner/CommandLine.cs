using System.CommandLine;
using Makemore.Runner.Commands;

namespace Makemore.Runner;

/// <summary>All commands and their options.</summary>
internal sealed class CommandLine
{
    private readonly RootCommand root = new(
        "Learns names, character by character, and makes new ones. Without a command: the tour, all models on the names that ship. "
        + $"Exit codes: 0 done; {Fault.Data} the data, a file, the memory or a training failed; "
        + $"{Fault.Usage} the command line makes no sense; {Fault.Bug} a bug of ours.")
    {
        PrepareCommand.Create(),
        TrainCommand.Create(),
        RecipesCommand.Create(),
        SampleCommand.Create(),
        EvaluateCommand.Create(),
        ReportCommand.Create(),
        ExploreCommand.Create(),
        LearningRateRangeCommand.Create(),
        GradientCheckCommand.Create(),
    };

    public CommandLine()
    {
        TourCommand.AddTo(root);
        root.Add(Debug);
    }

    /// <summary>Whether to show where the program failed.</summary>
    public Option<bool> Debug { get; } = new("--debug") { Description = "If the program itself fails, show where", Recursive = true };

    /// <summary>What a command line asks for. An argument such as @names is itself, not the arguments in a file of that name.</summary>
    public ParseResult Parse(params string[] arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>What is wrong with a command line, in one line for people; null if it makes sense.</summary>
    public static string? FaultIn(ParseResult call, params string[] arguments) =>
        call.Errors.Count == 0 ? null : $"{Fault.ForPeople(call.Errors[0].Message, arguments)} (see --help)";
}
