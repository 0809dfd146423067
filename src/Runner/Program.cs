using System.CommandLine;
using Makemore.Runner;
using Makemore.Runner.Commands;

Option<bool> debug = new("--debug") { Description = "If the program itself fails, show where", Recursive = true };
RootCommand root = new(
    "Learns names, character by character, and makes new ones. Without a command: the tour, all models on the names that ship. "
    + $"Exit codes: 0 done; {Fault.Data} the data, a file, the memory or a training failed; {Fault.Usage} the command line makes no sense; "
    + $"{Fault.Bug} a bug of ours.")
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
TourCommand.AddTo(root);
root.Add(debug);

// An argument such as @names is itself, not the arguments in a file of that name.
ParseResult call = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (call.Errors.Count > 0)
{
    Screen.Message($"{Fault.ForPeople(call.Errors[0].Message, args)} (see --help)");
    return Fault.Usage;
}

try
{
    NamedFiles.Check(call);
    return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception exception)
{
    var fault = Fault.Of(exception, call.GetValue(debug), args);
    Console.Error.WriteLine(fault.Message);
    return fault.ExitCode;
}
