using System.Collections.Concurrent;
using System.Diagnostics;

namespace Makemore.Mutation;

/// <summary>Tries mutants: in programs that stay, at one width of vectors after another, and then in new programs.</summary>
/// <param name="top">The top of the repository.</param>
/// <param name="floor">The floor that is changed.</param>
/// <param name="switched">The floor with its mutants.</param>
/// <param name="equivalents">The mutants that change nothing.</param>
/// <param name="widths">Widths of vectors in bits. What survives at one is tried at the next: each runs lines that the others do not.</param>
/// <param name="parallel">How many mutants are tried at a time.</param>
/// <param name="isQuick">Whether what survives in programs that stay is left at that.</param>
internal sealed class Trial(
    string top, Floor floor, SwitchedAssembly switched, Equivalents equivalents, IReadOnlyList<int> widths, int parallel, bool isQuick)
{
    // So many that starting the tests costs little, and so few that the code can be compiled quickly while it runs.
    private const int MutantsInAnAssembly = 150;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly ConcurrentBag<Outcome> outcomes = [];
    private readonly ConcurrentDictionary<string, bool> compiled = new() { [Floor.Hash(floor.Original)] = true };

    /// <summary>Tries them all, and says on standard error what becomes of each. Those that compile to what is known already are left out.</summary>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<Mutant> mutants)
    {
        IReadOnlyList<Mutant> survivors = mutants;
        var forNewPrograms = new List<Mutant>();
        foreach (int bits in widths)
        {
            TestBench[] benches = Benches("warm", bits);
            var hunt = new Hunt(floor);
            hunt.Explore(benches, switched.WithoutMutants());
            Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}] the tests are known at {bits} bits");
            ILookup<bool, Mutant> switchable = survivors.ToLookup(
                mutant => switched.PlaceOf(mutant) is { } place && !hunt.RunsAtStart(place.Host));
            forNewPrograms.AddRange(switchable[false]);
            survivors = SurvivorsOf([.. switchable[true]], hunt, benches);
        }

        bool IsKnown(Mutant mutant) => equivalents.ReasonFor(mutant) is not null;
        foreach (Mutant mutant in survivors.Concat(forNewPrograms).Where(IsKnown)) Note(mutant, null, 0);
        survivors = [.. survivors.Where(mutant => !IsKnown(mutant))];
        foreach (Mutant mutant in isQuick ? survivors.Where(mutant => New(mutant) is not null) : []) Note(mutant, null, 0);
        InNewPrograms([.. isQuick ? [] : survivors, .. forNewPrograms.Where(mutant => !IsKnown(mutant))]);
        return [.. outcomes.OrderBy(outcome => outcome.Mutant.File, StringComparer.Ordinal).ThenBy(outcome => outcome.Mutant.Line)];
    }

    private IReadOnlyList<Mutant> SurvivorsOf(Mutant[] mutants, Hunt hunt, TestBench[] benches)
    {
        var survivors = new ConcurrentBag<Mutant>();
        int left = mutants.Length;
        var waiting = new ConcurrentQueue<Mutant[]>(mutants.GroupBy(mutant => mutant.File).SelectMany(file => file.Chunk(MutantsInAnAssembly)));
        Parallel.ForEach(benches, bench =>
        {
            while (waiting.TryDequeue(out Mutant[]? together))
            {
                bench.Install(switched.With(together));
                var programs = floor.TestProjects.ToDictionary(tests => tests, tests => new WarmTests(bench, floor, tests));
                foreach (Mutant mutant in together)
                {
                    string? noticed = hunt.NoticedBy(switched.PlaceOf(mutant)!.Value, programs);
                    int waits = Interlocked.Decrement(ref left);
                    if (noticed is null)
                    {
                        survivors.Add(mutant);
                        Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}, {waits} waiting] is not noticed: {mutant}");
                    }
                    else
                    {
                        Note(mutant, noticed, waits);
                    }
                }

                foreach (WarmTests program in programs.Values) program.Dispose();
            }

            bench.Dispose();
        });

        Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}] {survivors.Count} of {mutants.Length} are not noticed");
        return [.. survivors];
    }

    // What the switch cannot hold, and what survived: all tests for each, in the width that comes first.
    private void InNewPrograms(IEnumerable<Mutant> mutants)
    {
        var waiting = new ConcurrentQueue<Mutant>(mutants);
        if (waiting.IsEmpty) return;
        Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}] {waiting.Count} are tried in new programs");
        Parallel.ForEach(Benches("cold", widths[0]), bench =>
        {
            var tests = new ColdTests(bench, floor);
            tests.Calibrate();
            while (waiting.TryDequeue(out Mutant? mutant))
            {
                if (New(mutant) is { } assembly) Note(mutant, tests.NoticedBy(assembly), waiting.Count);
            }

            bench.Dispose();
        });
    }

    private TestBench[] Benches(string kind, int bits) =>
        [.. Enumerable.Range(0, parallel).Select(number => new TestBench(top, floor, $"{kind}-{bits}-{number}", bits))];

    // The mutant's assembly, unless another mutant has the same, or it is the original.
    private byte[]? New(Mutant mutant) =>
        floor.Compile(mutant) is { } assembly && compiled.TryAdd(Floor.Hash(assembly), true) ? assembly : null;

    private void Note(Mutant mutant, string? noticed, int waiting)
    {
        string? reason = equivalents.ReasonFor(mutant);
        outcomes.Add(new Outcome(mutant, noticed, reason));
        string end = noticed ?? (reason is null ? "SURVIVES" : "changes nothing");
        Console.Error.WriteLine($"[{watch.Elapsed:h\\:mm\\:ss}, {waiting} waiting] {end}: {mutant}");
    }
}

/// <summary>What became of a mutant: the test that noticed it, or the reason why none can.</summary>
internal sealed record Outcome(Mutant Mutant, string? NoticedBy, string? Reason)
{
    public bool Survives => NoticedBy is null && Reason is null;
}
