using System.CommandLine;
using System.Diagnostics;
using System.IO.Enumeration;
using Makemore.Mutation;

Argument<string> floorName = new("floor") { Description = "The project of src/ to change" };
floorName.AcceptOnlyFromAmong("Tensors", "Autograd", "Modules", "Models", "Pages", "Runner");
Option<string[]> files = new("--file") { Description = "Only files whose path from the top matches, such as '*/Operations/*'" };
Option<int?> sample = new("--sample") { Description = "Try only this many mutants, drawn at random" };
Option<int> seed = new("--seed") { Description = "Seed of the sample", DefaultValueFactory = _ => 1 };
Option<int[]> bits = new("--bits")
{
    Description = "Widths of vectors, 512, 256 or 128: what survives at one is tried at the next",
    DefaultValueFactory = _ => [512],
    AllowMultipleArgumentsPerToken = true,
};
Option<bool> formulas = new("--formulas") { Description = "Only mutants in Forward, Backward and formulas" };
Option<int> parallel = new("--parallel") { Description = "Mutants at a time", DefaultValueFactory = _ => 2 };
Option<bool> noBuild = new("--no-build") { Description = "The tests are built already, with -c Release" };
Option<bool> quick = new("--quick") { Description = "What survives in a program that has run other mutants is not tried again in a new one" };
Option<bool> list = new("--list") { Description = "List the mutants that compile, and run nothing" };
RootCommand root = new("Makes small changes to a floor, one at a time, and says which of them no test notices.")
{
    floorName, files, sample, seed, bits, formulas, parallel, noBuild, quick, list,
};
root.SetAction(Run);
return root.Parse(args).Invoke();

int Run(ParseResult call)
{
    string top = Top();
    string name = call.GetValue(floorName)!;
    var equivalents = new Equivalents(Path.Combine(AppContext.BaseDirectory, "Equivalent.txt"));
    var floor = new Floor(top, name, call.GetValue(noBuild));
    Mutant[] all = [.. floor.Mutants()];
    string[] globs = call.GetValue(files) ?? [];
    Mutant[] chosen = [.. all
        .Where(mutant => globs.Length == 0 || globs.Any(glob => FileSystemName.MatchesSimpleExpression(glob, mutant.File)))
        .Where(mutant => !call.GetValue(formulas) || mutant.IsInFormula)];
    new Random(call.GetValue(seed)).Shuffle(chosen); // Neighbours are alike; shuffled, the time left can be told.

    chosen = [.. chosen.Take(call.GetValue(sample) ?? int.MaxValue)];
    var watch = Stopwatch.StartNew();
    var switched = new SwitchedAssembly(floor, chosen);
    chosen = [.. chosen.Where(mutant => !switched.NotCompiled.Contains(mutant))];
    Console.Error.WriteLine($"{chosen.Length} mutants, {switched.NotCompiled.Count} more that do not compile");
    if (call.GetValue(list))
    {
        foreach (Mutant mutant in chosen) Console.WriteLine(mutant);
        return 0;
    }

    int[] widths = call.GetValue(bits)!;
    IReadOnlyList<Outcome> outcomes = new Trial(
        top, floor, switched, equivalents, widths, call.GetValue(parallel), call.GetValue(quick)).Run(chosen);
    Report(outcomes);
    Console.WriteLine(
        $"{name}, {string.Join(", ", widths)} bits: {outcomes.Count} mutants in {watch.Elapsed.TotalMinutes:f0} minutes");
    string[] outdated = [.. equivalents.Outdated(all, $"src/{name}/")];
    foreach (string entry in outdated) Console.WriteLine($"Equivalent.txt speaks of what is no longer there: {entry}");
    return outcomes.Any(outcome => outcome.Survives) || outdated.Length > 0 ? 1 : 0;
}

static void Report(IReadOnlyList<Outcome> outcomes)
{
    foreach (Outcome survivor in outcomes.Where(outcome => outcome.Survives)) Console.WriteLine($"survives: {survivor.Mutant}");
    foreach (Outcome known in outcomes.Where(outcome => outcome is { Reason: not null, NoticedBy: not null }))
        Console.WriteLine($"Equivalent.txt says that this changes nothing, and {known.NoticedBy} notices it: {known.Mutant}");

    Console.WriteLine($"{"file",-52} {"mutants",8} {"killed",8} {"nothing",8} {"survive",8} {"killed",8}");
    foreach (IGrouping<string, Outcome> file in outcomes.GroupBy(outcome => outcome.Mutant.File)) WriteRow(file.Key, [.. file]);
    WriteRow("in Forward, Backward and formulas", [.. outcomes.Where(outcome => outcome.Mutant.IsInFormula)]);
    WriteRow("all", [.. outcomes]);
}

static void WriteRow(string name, Outcome[] outcomes)
{
    int killed = outcomes.Count(outcome => outcome.NoticedBy is not null), survive = outcomes.Count(outcome => outcome.Survives);
    double share = killed + survive == 0 ? 1 : (double)killed / (killed + survive);
    Console.WriteLine(
        $"{name,-52} {outcomes.Length,8} {killed,8} {outcomes.Length - killed - survive,8} {survive,8} {share,8:P1}");
}

static string Top()
{
    string folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "Makemore.sln")))
        folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no Makemore.sln above the program");
    return folder;
}
