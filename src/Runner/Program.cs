using System.CommandLine;
using Makemore.Runner;

var commandLine = new CommandLine();
ParseResult call = commandLine.Parse(args);
if (CommandLine.FaultIn(call, args) is { } misunderstood)
{
    Screen.Message(misunderstood);
    return Fault.Usage;
}

try
{
    NamedFiles.Check(call);
    return call.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception exception)
{
    var fault = Fault.Of(exception, call.GetValue(commandLine.Debug), args);
    Console.Error.WriteLine(fault.Message);
    return fault.ExitCode;
}
