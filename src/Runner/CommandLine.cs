using System.CommandLine;
using Makemore.Runner.Commands;

namespace Makemore.Runner;

/// <summary>All commands and their options, and what the program does with the arguments it was given.</summary>
internal sealed class CommandLine
{
    // As shells give it for a program that the signal SIGPIPE ended.
    private const int ReaderHasGone = 128 + 13;

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

    private readonly Option<bool> debug = new("--debug") { Description = "If the program itself fails, show where", Recursive = true };

    public CommandLine()
    {
        TourCommand.AddTo(root);
        root.Add(debug);
    }

    /// <summary>Does what the arguments say. Returns the exit code; what went wrong is on standard error, in one line.</summary>
    public static int Run(params string[] arguments)
    {
        var commandLine = new CommandLine();
        ParseResult call = commandLine.Parse(arguments);
        if (FaultIn(call, arguments) is { } misunderstood)
        {
            Screen.Message(misunderstood);
            return Fault.Usage;
        }

        try
        {
            NamedFiles.Check(call);
            return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception) when (Screen.IsOfPipeWithoutReader(exception))
        {
            return ReaderHasGone; // `| head` has seen enough
        }
        catch (Exception exception)
        {
            var fault = Fault.Of(exception, call.GetValue(commandLine.debug), arguments);
            Screen.Fault(fault.Message);
            return fault.ExitCode;
        }
    }

    /// <summary>What a command line asks for. An argument such as @names is itself, not the arguments in a file of that name.</summary>
    public ParseResult Parse(params string[] arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>What is wrong with a command line, in one line for people; null if it makes sense.</summary>
    public static string? FaultIn(ParseResult call, params string[] arguments) =>
        call.Errors.Count == 0 ? null : $"{Fault.ForPeople(call.Errors[0].Message, arguments)} (see --help)";
}
