using System.CommandLine;
using BenchmarkDotNet.Running;
using Makemore.Bench;

// `compare` and `profile` are ours; anything else is for BenchmarkDotNet: --filter '*MatMul*', --list flat, ...
if (args is not ["compare" or "profile", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchmarkData).Assembly).Run(args);
    return 0;
}

RootCommand root = new("Measures the engine.") { CompareCommand.Create(), ProfileCommand.Create() };
return root.Parse(args).Invoke();
