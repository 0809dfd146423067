using System.Text.Json;
using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>
/// One step of learning, as everything that happens in it: each line is computed, each node passes on its gradient, each parameter moves,
/// and each line is computed again. At most one mistake is made, and it really is: what follows from it follows.
/// </summary>
public sealed class Walk
{
    private const int StepsPerDecade = 4;
    private const int FewCells = 8;

    private readonly double[]?[] right; // the gradients without a mistake

    private Walk(LossProgram program, double rate, Mistake mistake)
    {
        (Program, Rate, Mistake) = (program, rate, mistake);
        Values = program.Compute();
        int[] learning = [.. Enumerable.Range(0, program.Count).Where(program.Learns)];
        var left = new double[]?[program.Count];
        right = new BackwardRun(program, Mistake.None, left).Gradients;
        if (mistake == Mistake.Leftover)
            foreach (int place in learning) left[place] = right[place];
        var backward = new BackwardRun(program, mistake, left);
        (Gradients, IsCutShort) = (backward.Gradients, backward.IsCutShort);
        int[] computed = [.. Enumerable.Range(0, program.Count).Where(place => !program.IsLeaf(place))];
        Events =
        [
            .. computed.Select(place => new WalkEvent(WalkPhase.Forward, place)),
            .. backward.Events,
            .. learning.Select(place => new WalkEvent(WalkPhase.Update, place)),
            .. computed.Select(place => new WalkEvent(WalkPhase.Again, place)),
        ];
        SquaredLength = learning.Sum(place => Gradients[place]?.Sum(g => g * g) ?? 0);
        After = Moved(rate);
        Losses = [.. Rates.Select(tried => Moved(tried)[^1][0])];
        Wrong = FindWrong();
        Lines = ListLines();
    }

    /// <summary>The learning rates that every walk tries: 0.001 to 10.</summary>
    public static IReadOnlyList<double> Rates { get; } =
        [.. Enumerable.Range(0, (4 * StepsPerDecade) + 1).Select(i => Math.Pow(10, -3 + ((double)i / StepsPerDecade)))];

    /// <summary>What is walked through.</summary>
    public LossProgram Program { get; }

    /// <summary>The learning rate of the update.</summary>
    public double Rate { get; }

    /// <summary>What is done wrong.</summary>
    public Mistake Mistake { get; }

    /// <summary>What happens, in order. A time is an index here.</summary>
    public IReadOnlyList<WalkEvent> Events { get; }

    /// <summary>The value of each node before the update.</summary>
    public IReadOnlyList<double[]> Values { get; }

    /// <summary>The value of each node after the update.</summary>
    public IReadOnlyList<double[]> After { get; }

    /// <summary>What the ledger of each node holds in the end; null where nothing arrived.</summary>
    public IReadOnlyList<double[]?> Gradients { get; }

    /// <summary>
    /// True if a mistake makes so much to send that the rest was left out. A gradient that is passed on at every arrival is sent along
    /// every path, and their number doubles with each line that uses a value twice.
    /// </summary>
    public bool IsCutShort { get; }

    /// <summary>The sum of the squared gradients of all that learns.</summary>
    public double SquaredLength { get; }

    /// <summary>The change of the loss that the gradients predict: −rate · Σ gradient².</summary>
    public double Predicted => -Rate * SquaredLength;

    /// <summary>The change of the loss by the update.</summary>
    public double Actual => After[^1][0] - Values[^1][0];

    /// <summary>The loss after the update at each of <see cref="Rates"/>.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Which numbers went wrong, and when: the first is the first. An experiment judges, not the right gradient.</summary>
    public IReadOnlyList<WrongNode> Wrong { get; }

    /// <summary>The program that ran, line by line, in the order in which it ran.</summary>
    public IReadOnlyList<RunLine> Lines { get; }

    /// <summary>Takes a step from the present values. They are as before afterwards.</summary>
    /// <exception cref="ArgumentException">The rate is not finite.</exception>
    public static Walk Take(LossProgram program, double rate, Mistake mistake = Mistake.None) => double.IsFinite(rate)
        ? new Walk(program, rate, mistake)
        : throw new ArgumentException("the learning rate must be a finite number");

    /// <summary>One number: how it was computed, where its gradient came from, and what an experiment says.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="cell">Which element of the node's value.</param>
    /// <param name="nudge">The size of the experiment's nudge at the scale of 1; if none is given, the one that suits the node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node or cell, or the nudge is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The values have changed since.</exception>
    public Look Look(int node, int cell, double? nudge = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, Program.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, Values[node].Length);
        if (nudge is { } size && !(size > 0 && double.IsFinite(size))) throw new ArgumentOutOfRangeException(nameof(nudge));
        RequireSameValues();
        return new Look(this, node, cell, nudge);
    }

    /// <summary>
    /// The gradient of a node beside experiments, one for each of its numbers: of a table, those of the number where both differ most.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such node, or nothing arrived at it.</exception>
    /// <exception cref="InvalidOperationException">The values have changed since.</exception>
    public GradientCheckup Check(int node)
    {
        if (node < 0 || node >= Program.Count || Gradients[node] is not { } gradient)
            throw new ArgumentException($"there is no node {node} with a gradient");
        RequireSameValues();
        Experiment[] experiments = [.. gradient.Select((_, cell) => Program.ExperimentAt(node, cell))];
        double Apart(int cell) => Math.Abs(gradient[cell] - experiments[cell].Quotient);
        int worst = Enumerable.Range(0, gradient.Length).MaxBy(Apart);
        double error = gradient.Length == 1
            ? Experiment.RelativeError(gradient[0], experiments[0].Quotient)
            : Apart(worst) == 0 ? 0 : Apart(worst) / gradient.Max(Math.Abs);
        bool agrees = gradient.Zip(experiments).All(pair => pair.Second.Agrees(pair.First));
        return new GradientCheckup(node, worst, gradient[worst], experiments[worst], error, agrees);
    }

    /// <summary>
    /// <code>
    /// {
    ///   "mistake": "none", "rate": float64, "isCutShort": false,
    ///   "mistakes": ["none", "overwrite"],                                    // those that would change something here
    ///   "nodes": [{
    ///     "name": "e", "operation": "Multiply", "inputs": [0, 1], "shape": [], "uses": 1, "learns": false, "isData": false,
    ///     "stage": "linear", "code": "var e = a * b;",                        // not for a leaf
    ///     "value": float64, "after": float64, "gradient": float64,            // gradient: not if nothing arrived
    ///     "slopes": float64,                                                  // of a number made of numbers: its slope for each input
    ///     "exponent": float64,                                                // of Pow
    ///     "indices": [0, 5]                                                   // of Embedding and Pick
    ///   }],
    ///   "events": [{
    ///     "phase": "backward", "node": 4,                                     // forward, backward, update or again
    ///     "isStart": true,                                                    // only if true
    ///     "rows": [{                                                          // only if something arrives
    ///       "to": 0, "from": 4, "slot": 0, "values": float64, "arrival": 1,   // no "from": the start, or what was left
    ///       "total": float64,                                                 // only if it differs from the values
    ///       "overwrites": true, "isLeftover": true                            // only if true
    ///     }]
    ///   }],
    ///   "lines": [{ "phase": "forward", "code": "var e = a * b;", "node": 4, "times": [0, 9], "isMissing": true }],
    ///   "wrong": [{ "node": 4, "time": 7, "how": "passedOn" }],               // or tooMuchOrTooLittle, movedUphill; the first is first
    ///   "predicted": float64, "actual": float64, "rates": float64, "losses": float64, "slope": float64   // Σ gradient²
    /// }
    /// </code>
    /// float64 is as in <see cref="WorldJson"/>. Times are places in "events", nodes and inputs are places in "nodes".
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteString("mistake", MistakeText.Name(Mistake));
        json.WriteNumbers("rate", [Rate]);
        json.WriteBoolean("isCutShort", IsCutShort);
        json.WriteTexts("mistakes", MistakeText.All.Select(text => text.Mistake).Where(Program.Matters).Select(MistakeText.Name));
        json.WriteObjects("nodes", Enumerable.Range(0, Program.Count), place => WriteNode(json, place));
        json.WriteObjects("events", Events, one => WriteEvent(json, one));
        json.WriteObjects("lines", Lines, line =>
        {
            json.WriteString("phase", Name(line.Phase));
            json.WriteString("code", line.Code);
            json.WriteNumber("node", line.Node);
            json.WriteArray("times", line.Times, json.WriteNumberValue);
            if (line.IsMissing) json.WriteBoolean("isMissing", true);
        });
        json.WriteObjects("wrong", Wrong, wrong =>
        {
            json.WriteNumber("node", wrong.Node);
            json.WriteNumber("time", wrong.Time);
            json.WriteString("how", wrong.How switch
            {
                WrongHow.PassedOn => "passedOn",
                WrongHow.MovedUphill => "movedUphill",
                _ => "tooMuchOrTooLittle",
            });
        });
        json.WriteNumbers("predicted", [Predicted]);
        json.WriteNumbers("actual", [Actual]);
        json.WriteNumbers("rates", [.. Rates]);
        json.WriteNumbers("losses", [.. Losses]);
        json.WriteNumbers("slope", [SquaredLength]);
    });

    internal static string Name(WalkPhase phase) => phase switch
    {
        WalkPhase.Forward => "forward",
        WalkPhase.Backward => "backward",
        WalkPhase.Update => "update",
        _ => "again",
    };

    private void RequireSameValues()
    {
        if (!LossProgram.AreSame(Program.Compute(), Values))
            throw new InvalidOperationException("the values have changed since this walk; take another");
    }

    // All values as they are after the update at a rate, with these gradients.
    private double[][] Moved(double rate)
    {
        double factor = Mistake == Mistake.Uphill ? rate : -rate;
        for (int place = 0; place < Program.Count; place++)
            if (Program.Learns(place) && Gradients[place] is { } gradient)
                for (int i = 0; i < gradient.Length; i++) Program[place].Value.Span[i] += factor * gradient[i];
        Program.Graph.Forward();
        double[][] moved = Program.Values();
        for (int place = 0; place < Program.Count; place++)
            if (Program.Learns(place)) Values[place].CopyTo(Program[place].Value.Span);
        Program.Graph.Forward();
        return moved;
    }

    // A node's gradient is judged when it is passed on, a leaf's when the last part has arrived, and a step when it is taken.
    private List<WrongNode> FindWrong()
    {
        var wrong = new List<WrongNode>();
        var last = new Dictionary<int, LedgerRow>();
        foreach (LedgerRow row in Events.SelectMany(one => one.Rows)) last[row.To] = row;
        foreach ((int time, WalkEvent one) in Events.Index())
        {
            if (one.Upstream is { } upstream && !IsRight(one.Node, upstream)) Mark(one.Node, time, WrongHow.PassedOn);
            foreach (LedgerRow row in one.Rows)
                if (Program.IsLeaf(row.To) && last[row.To] == row && !IsRight(row.To, row.Total))
                    Mark(row.To, time, WrongHow.TooMuchOrTooLittle);
            bool isUphill = one.Phase == WalkPhase.Update && Mistake == Mistake.Uphill;
            if (isUphill && Gradients[one.Node]?.Any(g => g != 0) == true) Mark(one.Node, time, WrongHow.MovedUphill);
        }

        return wrong;

        void Mark(int node, int time, WrongHow how)
        {
            if (wrong.All(known => known.Node != node)) wrong.Add(new WrongNode(node, time, how));
        }
    }

    // An experiment for every number of a table takes long. The one that is judged is the furthest from where it is without a mistake.
    private bool IsRight(int place, double[] gradient)
    {
        IEnumerable<int> cells = Enumerable.Range(0, gradient.Length);
        double[] expected = right[place] ?? new double[gradient.Length];
        if (gradient.Length > FewCells)
            cells = [cells.MaxBy(cell => (Math.Abs(gradient[cell] - expected[cell]), Math.Abs(gradient[cell])))];
        return cells.All(cell => Program.ExperimentAt(place, cell).Agrees(gradient[cell]));
    }

    private List<RunLine> ListLines()
    {
        int start = Events.Index().First(one => one.Item.IsStart).Index;
        int Time(WalkPhase phase, int node) => Events.Index().First(one => one.Item.Phase == phase && one.Item.Node == node).Index;
        var lines = new List<RunLine>();
        foreach (WalkEvent one in Events.Where(one => one.Phase == WalkPhase.Forward))
            lines.Add(new RunLine(
                WalkPhase.Forward, Code(one.Node), one.Node, Time(WalkPhase.Forward, one.Node), Time(WalkPhase.Again, one.Node)));
        int loss = Program.Count - 1;
        const string Clean = "foreach (var parameter in parameters) parameter.Gradient = 0; // += needs a clean start";
        lines.Add(new RunLine(WalkPhase.Backward, Clean, loss, start)
        {
            IsMissing = Mistake == Mistake.Leftover,
        });
        lines.Add(new RunLine(WalkPhase.Backward, $"{Program[loss].Label}.Gradient = 1;", loss, start));
        foreach ((int time, WalkEvent one) in Events.Index().Where(one => one.Item.Upstream is not null))
            foreach (LedgerRow row in one.Rows) lines.Add(new RunLine(WalkPhase.Backward, Code(row), one.Node, time));
        string sign = Mistake == Mistake.Uphill ? "+=" : "-=";
        foreach ((int time, WalkEvent one) in Events.Index().Where(one => one.Item.Phase == WalkPhase.Update))
        {
            string name = Program[one.Node].Label;
            lines.Add(new RunLine(WalkPhase.Update, $"{name}.Value {sign} rate * {name}.Gradient;", one.Node, time));
        }

        return lines;
    }

    private string Code(int place) => Program.LineOf(place)?.Code ?? $"var {Program[place].Label} = {Program[place].Operation};";

    private string Code(LedgerRow row)
    {
        (Variable<double> sender, string sign) = (Program[row.From!.Value], row.Overwrites ? "=" : "+=");
        if (OperationText.Of(sender.Operation) is null || (Mistake == Mistake.Slopeless && sender is Tanh<double>))
            return $"{Program[row.To].Label}.Gradient {sign} {sender.Label}.Gradient;";
        return OperationText.Line(sender, row.Slot, sign);
    }

    private void WriteNode(Utf8JsonWriter json, int place)
    {
        Variable<double> node = Program[place];
        json.WriteString("name", node.Label);
        json.WriteString("operation", node.Operation);
        json.WriteArray("inputs", Program.Probe.InputsOf(place), json.WriteNumberValue);
        json.WriteArray("shape", node.Shape, json.WriteNumberValue);
        json.WriteNumber("uses", Program.Uses(place));
        json.WriteBoolean("learns", Program.Learns(place));
        json.WriteBoolean("isData", Program.IsLeaf(place) && !Program.Learns(place));
        if (Program.LineOf(place) is { } line)
        {
            json.WriteString("stage", line.Stage);
            json.WriteString("code", line.Code);
        }

        json.WriteNumbers("value", Values[place]);
        json.WriteNumbers("after", After[place]);
        if (Gradients[place] is { } gradient) json.WriteNumbers("gradient", gradient);
        if (SlopesOf(place) is { } slopes) json.WriteNumbers("slopes", slopes);
        if (node is Pow<double> pow) json.WriteNumbers("exponent", [pow.Exponent]);
        if (GraphProbe.ChosenBy(node) is { } indices) json.WriteArray("indices", indices, json.WriteNumberValue);
    }

    // How a single number moves with each single number that it was computed from; null for a table. What needs no gradient has the slope NaN.
    private double[]? SlopesOf(int place)
    {
        IReadOnlyList<int> inputs = Program.Probe.InputsOf(place);
        if (inputs.Count == 0 || !Program[place].NeedsGradient || inputs.Append(place).Any(one => Values[one].Length > 1)) return null;
        Program.Graph.Forward();
        IReadOnlyList<Contribution> sent = Program.Probe.Sent(place, [1]);
        return [.. inputs.Select((_, slot) => sent.FirstOrDefault(row => row.Slot == slot)?.Values[0] ?? double.NaN)];
    }

    private static void WriteEvent(Utf8JsonWriter json, WalkEvent one)
    {
        json.WriteString("phase", Name(one.Phase));
        json.WriteNumber("node", one.Node);
        if (one.IsStart) json.WriteBoolean("isStart", true);
        if (one.Rows.Count == 0) return;
        json.WriteObjects("rows", one.Rows, row =>
        {
            json.WriteNumber("to", row.To);
            if (row.From is { } from) json.WriteNumber("from", from);
            json.WriteNumber("slot", row.Slot);
            json.WriteNumbers("values", row.Values);
            json.WriteNumber("arrival", row.Arrival);
            if (!row.Total.AsSpan().SequenceEqual(row.Values)) json.WriteNumbers("total", row.Total);
            if (row.Overwrites) json.WriteBoolean("overwrites", true);
            if (row.IsLeftover) json.WriteBoolean("isLeftover", true);
        });
    }
}
