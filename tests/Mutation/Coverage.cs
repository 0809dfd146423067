using System.Collections.Concurrent;

namespace Makemore.Mutation;

/// <summary>Which tests of a test project run which bodies of the floor, and how long each test takes.</summary>
internal sealed class Coverage
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<int, ConcurrentBag<Test>> testsOf = new();
    private readonly ConcurrentDictionary<int, bool> atStart = new();

    /// <summary>Runs each test alone, twice: the first time prepares the code.</summary>
    public Coverage(IReadOnlyList<WarmTests> programs)
    {
        IReadOnlyList<string> names = programs[0].Names;
        var waiting = new ConcurrentQueue<Test>(names.Select((name, number) => new Test(number, name, 0)));
        Parallel.ForEach(programs, program =>
        {
            while (waiting.TryDequeue(out Test? test))
            {
                Answer first = program.Run(0, [test], LongestTest);
                foreach (int host in first.EnteredAtStart) atStart[host] = true;
                Answer answer = first.Failed is null && first.Seconds < 2 ? program.Run(0, [test], LongestTest) : first;
                if (answer.Failed is not null)
                {
                    Unsteady.Add(test.Name);
                    continue;
                }

                foreach (int host in answer.Entered) testsOf.GetOrAdd(host, _ => []).Add(test with { Seconds = answer.Seconds });
            }
        });
        Count = names.Count;
    }

    /// <summary>How many tests there are.</summary>
    public int Count { get; }

    /// <summary>Those that fail without any mutant if they run alone, in a program that has run others.</summary>
    public ConcurrentBag<string> Unsteady { get; } = [];

    /// <summary>The tests that run this body, the quickest first.</summary>
    public IReadOnlyList<Test> TestsOf(int host) => [.. testsOf.GetValueOrDefault(host, []).OrderBy(test => test.Seconds)];

    /// <summary>True if the body has run while a type was prepared for its first use.</summary>
    public bool RunsAtStart(int host) => atStart.ContainsKey(host);
}

/// <summary>A test: its place in the list of a project's tests, its name, and how long it takes.</summary>
internal sealed record Test(int Number, string Name, double Seconds);
