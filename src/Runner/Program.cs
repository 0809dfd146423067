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

ParseResult call = root.Parse(args);
if (call.Errors.Count > 0)
{
    Console.Error.WriteLine($"{call.Errors[0].Message.ReplaceLineEndings(" ")} (see --help)");
    return Fault.Usage;
}

try
{
    return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception exception)
{
    var fault = Fault.Of(exception, call.GetValue(debug));
    Console.Error.WriteLine(fault.Message);
    return fault.ExitCode;
}
