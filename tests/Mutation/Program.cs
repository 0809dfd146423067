using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.IO.Enumeration;
using Makemore.Mutation;

Argument<string> floorName = new("floor") { Description = "The project of src/ to change" };
floorName.AcceptOnlyFromAmong("Tensors", "Autograd", "Modules", "Models", "Pages", "Runner");
Option<string[]> files = new("--file") { Description = "Only files whose path from the top matches, such as '*/Operations/*'" };
Option<int?> sample = new("--sample") { Description = "Try only this many mutants, drawn at random" };
Option<int> seed = new("--seed") { Description = "Seed of the sample", DefaultValueFactory = _ => 1 };
Option<int> bits = new("--bits") { Description = "Width of vectors: 512, 256 or 128", DefaultValueFactory = _ => 512 };
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
    Console.Error.WriteLine($"{chosen.Length} mutants, {switched.NotCompiled.Count} more that do not compile; {switched.Image.Length:n0} bytes");
    if (call.GetValue(list))
    {
        foreach (Mutant mutant in chosen) Console.WriteLine(mutant);
        return 0;
    }

    var tried = new ConcurrentBag<Outcome>();
    var again = new ConcurrentQueue<Mutant>();
    TestBench[] Benches(string kind) =>
        [.. Enumerable.Range(0, call.GetValue(parallel)).Select(i => new TestBench(top, floor, $"{kind}-{i}", call.GetValue(bits)))];
    void Note(int left, Mutant mutant, string? noticed, string survives)
    {
        string? reason = equivalents.ReasonFor(mutant);
        tried.Add(new Outcome(mutant, noticed, reason));
        Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}, {left} waiting] {noticed ?? (reason is null ? survives : "changes nothing")}: {mutant}");
    }

    var compiled = new ConcurrentDictionary<string, bool> { [Floor.Hash(floor.Original)] = true };
    byte[]? New(Mutant mutant) => floor.Compile(mutant) is { } assembly && compiled.TryAdd(Floor.Hash(assembly), true) ? assembly : null;

    // First in programs that stay.
    TestBench[] benches = Benches("warm");
    var hunt = new Hunt(floor, switched);
    hunt.Explore(benches);
    Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}] the tests are known");
    var waiting = new ConcurrentQueue<Mutant>(chosen);
    Parallel.ForEach(benches, bench =>
    {
        var programs = floor.TestProjects.ToDictionary(tests => tests, tests => new WarmTests(bench, floor, tests));
        while (waiting.TryDequeue(out Mutant? mutant))
        {
            bool canSwitch = switched.PlaceOf(mutant) is { } place && !hunt.RunsAtStart(place.Host);
            string? noticed = canSwitch ? hunt.NoticedBy(switched.PlaceOf(mutant)!.Value, programs) : null;
            if (noticed is not null || equivalents.ReasonFor(mutant) is not null) Note(waiting.Count, mutant, noticed, "");
            else if (!canSwitch || !call.GetValue(quick)) again.Enqueue(mutant);
            else if (New(mutant) is not null) Note(waiting.Count, mutant, null, "survives");
        }

        foreach (WarmTests program in programs.Values) program.Dispose();
        bench.Dispose();
    });

    // Then in new ones: what the switch cannot hold, and what survived.
    Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}] {again.Count} are tried in new programs");
    Parallel.ForEach(again.IsEmpty ? [] : Benches("cold"), bench =>
    {
        var tests = new ColdTests(bench, floor);
        tests.Calibrate();
        while (again.TryDequeue(out Mutant? mutant))
        {
            if (New(mutant) is { } assembly) Note(again.Count, mutant, tests.NoticedBy(assembly), "SURVIVES");
        }

        bench.Dispose();
    });

    Outcome[] outcomes = [.. tried.OrderBy(outcome => outcome.Mutant.File, StringComparer.Ordinal).ThenBy(outcome => outcome.Mutant.Line)];
    Report(outcomes);
    Console.WriteLine(
        $"{name}, {call.GetValue(bits)} bits: {outcomes.Length} mutants in {watch.Elapsed.TotalMinutes:f0} minutes");
    string[] outdated = [.. equivalents.Outdated(all, $"src/{name}/")];
    foreach (string entry in outdated) Console.WriteLine($"Equivalent.txt speaks of what is no longer there: {entry}");
    return outcomes.Any(outcome => outcome.Survives) || outdated.Length > 0 ? 1 : 0;
}

static void Report(Outcome[] outcomes)
{
    foreach (Outcome survivor in outcomes.Where(outcome => outcome.Survives)) Console.WriteLine($"survives: {survivor.Mutant}");
    foreach (Outcome known in outcomes.Where(outcome => outcome is { Reason: not null, NoticedBy: not null }))
        Console.WriteLine($"Equivalent.txt says that this changes nothing, and {known.NoticedBy} notices it: {known.Mutant}");

    Console.WriteLine($"{"file",-52} {"mutants",8} {"killed",8} {"nothing",8} {"survive",8} {"killed",8}");
    foreach (IGrouping<string, Outcome> file in outcomes.GroupBy(outcome => outcome.Mutant.File)) WriteRow(file.Key, [.. file]);
    WriteRow("in Forward, Backward and formulas", [.. outcomes.Where(outcome => outcome.Mutant.IsInFormula)]);
    WriteRow("all", outcomes);
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

/// <summary>What became of a mutant: the test that noticed it, or the reason why none can.</summary>
internal sealed record Outcome(Mutant Mutant, string? NoticedBy, string? Reason)
{
    public bool Survives => NoticedBy is null && Reason is null;
}
