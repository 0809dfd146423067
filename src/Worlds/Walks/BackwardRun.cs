using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>
/// The backward pass, one node after another, in the right order or in a wrong one. What a node sends, the engine computes; when it sends,
/// and what happens to what arrives, is here to be done wrong.
/// </summary>
internal sealed class BackwardRun
{
    // A node that passes on at every arrival is asked as often as there are paths to it, and these double with every line.
    private const int MostSends = 1000;

    private readonly LossProgram program;
    private readonly Mistake mistake;
    private readonly double[]?[] gradients;
    private readonly int[] arrivals;
    private readonly HashSet<int> visited = [];
    private readonly List<WalkEvent> events = [];

    /// <summary>Runs it.</summary>
    /// <param name="program">Computed, and not changed since.</param>
    /// <param name="mistake">What is done wrong.</param>
    /// <param name="left">Gradients that the last step left; null where it left none.</param>
    public BackwardRun(LossProgram program, Mistake mistake, double[]?[] left)
    {
        (this.program, this.mistake) = (program, mistake);
        (gradients, arrivals) = (new double[program.Count][], new int[program.Count]);
        int loss = program.Count - 1;
        LedgerRow[] kept = [.. left.Index().Where(one => one.Item is not null).Select(one => Leave(one.Index, one.Item!))];
        events.Add(new WalkEvent(WalkPhase.Backward, loss) { IsStart = true, Rows = [.. kept, Arrive(loss, null, 0, [1])] });
        if (mistake == Mistake.Recursion) VisitAtEveryArrival(loss);
        else if (mistake == Mistake.Early) VisitOnce(loss);
        else
            for (int place = loss; place >= 0; place--) Send(place);
    }

    /// <summary>What happened, in order; the start is the first.</summary>
    public IReadOnlyList<WalkEvent> Events => events;

    /// <summary>What each node's ledger holds at the end; null where nothing arrived.</summary>
    public double[]?[] Gradients => gradients;

    /// <summary>True if there was so much to send that some of it was not.</summary>
    public bool IsCutShort { get; private set; }

    private void VisitAtEveryArrival(int place)
    {
        if (!Send(place)) return;
        foreach (int input in program.Probe.InputsOf(place)) VisitAtEveryArrival(input);
    }

    private void VisitOnce(int place)
    {
        if (!visited.Add(place) || !Send(place)) return;
        foreach (int input in program.Probe.InputsOf(place)) VisitOnce(input);
    }

    // Leaves and what depends on no parameter have nothing to pass on.
    private bool Send(int place)
    {
        Variable<double> node = program[place];
        if (program.IsLeaf(place) || !node.NeedsGradient || gradients[place] is not { } upstream) return false;
        if (events.Count > MostSends)
        {
            IsCutShort = true;
            return false;
        }

        bool isSlopeless = mistake == Mistake.Slopeless && node is Tanh<double>;
        IReadOnlyList<Contribution> sent = isSlopeless
            ? [new Contribution(place, 0, [.. upstream])]
            : program.Probe.Sent(place, upstream);
        double[] passedOn = [.. upstream];
        events.Add(new WalkEvent(WalkPhase.Backward, place)
        {
            Upstream = passedOn,
            Rows = [.. sent.Select(row => Arrive(program.Probe.InputsOf(place)[row.Slot], place, row.Slot, row.Values))],
        });
        return true;
    }

    private LedgerRow Leave(int place, double[] values)
    {
        gradients[place] = [.. values];
        return new LedgerRow(place, null, 0, values, [.. values], 0) { IsLeftover = true };
    }

    private LedgerRow Arrive(int place, int? from, int slot, double[] values)
    {
        double[]? before = gradients[place];
        bool overwrites = mistake == Mistake.Overwrite && from is not null;
        gradients[place] = before is null || overwrites ? [.. values] : [.. before.Zip(values, (x, y) => x + y)];
        return new LedgerRow(place, from, slot, values, [.. gradients[place]!], ++arrivals[place]) { Overwrites = overwrites };
    }
}
