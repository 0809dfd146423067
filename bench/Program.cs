using System.CommandLine;
using BenchmarkDotNet.Running;
using Makemore.Bench;
using Makemore.Models;

// `compare`, `profile` and `growth` are ours. Anything else goes to BenchmarkDotNet: --filter '*MatMul*', --list flat, ...
if (args is not ["compare" or "profile" or "growth", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchmarkData).Assembly).Run(args);
    return 0;
}

RootCommand root = new("Measures the engine.") { CompareCommand.Create(), ProfileCommand.Create(), GrowthCommand.Create() };
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (DataException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
