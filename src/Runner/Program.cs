using System.CommandLine;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Runner;
using Makemore.Runner.Commands;

RootCommand root = new(
    "Learns names, character by character, and makes new ones. Without a command: the tour, three models on the names that ship.")
{
    PrepareCommand.Create(),
    TrainCommand.Create(),
    SampleCommand.Create(),
    EvaluateCommand.Create(),
    ReportCommand.Create(),
    ExploreCommand.Create(),
    LearningRateRangeCommand.Create(),
    GradientCheckCommand.Create(),
};
TourCommand.AddTo(root);

ParseResult call = root.Parse(args);
if (call.Errors.Count > 0)
{
    Console.Error.WriteLine($"{call.Errors[0].Message.ReplaceLineEndings(" ")} (see --help)");
    return 2;
}

try
{
    return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (UsageException misuse)
{
    Console.Error.WriteLine(misuse.Message);
    return 2;
}
catch (Exception fault) when (
    fault is DataException or DivergedException or ArgumentException or InvalidOperationException
        or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(fault.Message.ReplaceLineEndings(" "));
    return 1;
}
