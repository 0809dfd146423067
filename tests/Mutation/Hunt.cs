using System.Collections.Concurrent;

namespace Makemore.Mutation;

/// <summary>Tries mutants on tests that stay warm, test project by test project.</summary>
internal sealed class Hunt(Floor floor)
{
    private const double FirstBatch = 0.2, BatchGrowth = 4; // seconds
    private const int RememberedTests = 5;
    private readonly Dictionary<string, Coverage> coverages = [];
    private readonly ConcurrentDictionary<int, ConcurrentStack<Test>> noticedBefore = new();

    /// <summary>Sees which tests run which bodies.</summary>
    public void Explore(IReadOnlyList<TestBench> benches, byte[] withoutMutants)
    {
        foreach (TestBench bench in benches) bench.Install(withoutMutants);
        foreach (string tests in floor.TestProjects)
        {
            WarmTests[] programs = [.. benches.Select(bench => new WarmTests(bench, floor, tests))];
            Coverage coverage = coverages[tests] = new Coverage(programs);
            foreach (WarmTests program in programs) program.Dispose();
            Console.Error.WriteLine($"{tests}: {coverage.Count} tests, {coverage.Unsteady.Count} of them need a program of their own");
            foreach (string name in coverage.Unsteady) Console.Error.WriteLine($"    {name}");
        }
    }

    /// <summary>True if what the body computes may be kept from the start of the program, so that a switch comes too late.</summary>
    public bool RunsAtStart(int host) => coverages.Values.Any(coverage => coverage.RunsAtStart(host));

    /// <summary>The test that notices a mutant; null if none does.</summary>
    public string? NoticedBy((int Number, int Host) place, IReadOnlyDictionary<string, WarmTests> programs)
    {
        foreach (string tests in floor.TestProjects)
        {
            IReadOnlyList<Test> covering = coverages[tests].TestsOf(place.Host);
            ConcurrentStack<Test> before = noticedBefore.GetOrAdd(place.Host, _ => new());
            Test[] likely = [.. before.Take(RememberedTests).Distinct().Where(covering.Contains)];
            foreach (Test[] batch in Batches([.. likely, .. covering.Except(likely)], likely.Length))
            {
                if (Failure(programs[tests], place.Number, batch) is not { } failed) continue;
                if (batch.FirstOrDefault(test => test.Name == failed) is { } test) before.Push(test);
                return failed;
            }
        }

        return null;
    }

    // A failure counts only if these tests pass without the mutant: an earlier one may have left something wrong behind.
    private static string? Failure(WarmTests program, int mutant, Test[] batch)
    {
        for (int attempt = 0; ; attempt++)
        {
            bool isNew = !program.IsWarm;
            TimeSpan limit = TimeSpan.FromSeconds((isNew ? 20 : 5) + (5 * batch.Sum(test => test.Seconds)));
            Answer answer = program.Run(mutant, batch, limit);
            if (answer.Failed is null) return null;
            if (answer.EndedTheProgram)
            {
                if (isNew || answer.Failed == "(hangs)") return answer.Failed;
                continue; // Once more, in a new program.
            }

            Test[] failed = [.. batch.Where(test => test.Name == answer.Failed)];
            if (program.Run(0, failed.Length == 0 ? batch : failed, limit) is { Failed: null }) return answer.Failed;
            program.Dispose();
            if (attempt == 2) return null; // The tests waver; those that start anew decide.
        }
    }

    private static IEnumerable<Test[]> Batches(Test[] tests, int likely)
    {
        double size = FirstBatch;
        for (int from = 0; from < tests.Length; size *= BatchGrowth)
        {
            double sum = 0;
            int to = from;
            while (to < tests.Length && (to == from || to < likely || sum + tests[to].Seconds <= size)) sum += tests[to++].Seconds;
            yield return tests[from..to];
            from = to;
        }
    }
}
