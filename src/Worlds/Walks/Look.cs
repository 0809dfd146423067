using System.Text.Json;
using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>One number of a walk from close by.</summary>
public sealed class Look
{
    // From where the bend of the loss shows to where its rounding does.
    private static readonly double[] NudgeSizes = [.. Enumerable.Range(1, 15).Select(i => Math.Pow(10, -i))];

    private readonly Walk walk;
    private readonly LossProgram program;

    internal Look(Walk walk, int node, int cell, double? nudge)
    {
        (this.walk, program, Node, Cell) = (walk, walk.Program, node, cell);
        Reads = program.IsLeaf(node) || !program[node].NeedsGradient ? [] : FindReads();
        Rows = [.. from one in walk.Events from row in one.Rows where row.To == node select FindTerms(one, row)];
        Experiment suited = program.ExperimentAt(node, cell);
        Experiment = nudge is { } size ? Experiment.At(program.Probe, node, cell, size) : suited;
        double compared = walk.Gradients[node]?[cell] ?? suited.Quotient;
        Errors = [.. NudgeSizes.Select(size => new NudgeError(
            size, Experiment.RelativeError(compared, Experiment.At(program.Probe, node, cell, size).Quotient)))];
    }

    /// <summary>The node.</summary>
    public int Node { get; }

    /// <summary>Which element of its value.</summary>
    public int Cell { get; }

    /// <summary>
    /// The numbers that it was computed from, each with its local slope. In a sum of products, the slope of one is the other. Of a node
    /// that needs no gradient, they are not known.
    /// </summary>
    public IReadOnlyList<ReadNumber> Reads { get; }

    /// <summary>The rows of its ledger, in order of arrival.</summary>
    public IReadOnlyList<LookRow> Rows { get; }

    /// <summary>The slope of the loss by experiment.</summary>
    public Experiment Experiment { get; }

    /// <summary>How far experiments with other nudges are from the gradient; from the experiment if there is no gradient.</summary>
    public IReadOnlyList<NudgeError> Errors { get; }

    /// <summary>
    /// <code>
    /// {
    ///   "node": 4, "cell": 0,
    ///   "written": "{0} × {1}", "exponent": float64,                         // as in OperationText; not for a leaf; exponent of Pow only
    ///   "reads": [{ "slot": 0, "node": 0, "cell": 0, "value": float64, "after": float64, "slope": float64 }],
    ///   "rows": [{
    ///     "time": 7, "from": 6, "isLeftover": true, "overwrites": true, "value": float64, "total": float64, "arrival": 1,
    ///     "terms": [{ "cell": 0, "upstream": float64, "slope": float64 }]    // cell: of the sender
    ///   }],
    ///   "experiment": { "step": float64, "below": float64, "above": float64, "quotient": float64, "agrees": true, "error": float64 },
    ///   "errors": { "nudges": float64, "errors": float64 }
    /// }
    /// </code>
    /// float64 is as in <see cref="WorldJson"/>. "agrees" and "error" are there if there is a gradient.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteNumber("node", Node);
        json.WriteNumber("cell", Cell);
        if (OperationText.Of(program[Node].Operation) is { } text) json.WriteString("written", text.Written);
        if (program[Node] is Pow<double> pow) json.WriteNumbers("exponent", [pow.Exponent]);
        json.WriteObjects("reads", Reads, read =>
        {
            json.WriteNumber("slot", read.Slot);
            json.WriteNumber("node", read.Node);
            json.WriteNumber("cell", read.Cell);
            json.WriteNumbers("value", [read.Value]);
            json.WriteNumbers("after", [read.After]);
            if (read.Slope is { } slope) json.WriteNumbers("slope", [slope]);
        });
        json.WriteObjects("rows", Rows, row => WriteRow(json, row));
        json.WriteStartObject("experiment");
        json.WriteNumbers("step", [Experiment.Step]);
        json.WriteNumbers("below", [Experiment.Below]);
        json.WriteNumbers("above", [Experiment.Above]);
        json.WriteNumbers("quotient", [Experiment.Quotient]);
        if (walk.Gradients[Node] is { } gradient)
        {
            json.WriteBoolean("agrees", program.ExperimentAt(Node, Cell).Agrees(gradient[Cell]));
            json.WriteNumbers("error", [Experiment.RelativeError(gradient[Cell], Experiment.Quotient)]);
        }

        json.WriteEndObject();
        json.WriteStartObject("errors");
        json.WriteNumbers("nudges", [.. Errors.Select(error => error.Nudge)]);
        json.WriteNumbers("errors", [.. Errors.Select(error => error.Error)]);
        json.WriteEndObject();
    });

    private static void WriteRow(Utf8JsonWriter json, LookRow row)
    {
        json.WriteNumber("time", row.Time);
        if (row.From is { } from) json.WriteNumber("from", from);
        if (row.IsLeftover) json.WriteBoolean("isLeftover", true);
        if (row.Overwrites) json.WriteBoolean("overwrites", true);
        json.WriteNumbers("value", [row.Value]);
        json.WriteNumbers("total", [row.Total]);
        json.WriteNumber("arrival", row.Arrival);
        json.WriteObjects("terms", row.Terms, term =>
        {
            json.WriteNumber("cell", term.Cell);
            json.WriteNumbers("upstream", [term.Upstream]);
            json.WriteNumbers("slope", [term.Slope]);
        });
    }

    // A number was read if a nudge of it moves the result, or if it stands at the same cell, where the slope may happen to be 0.
    private List<ReadNumber> FindReads()
    {
        var reads = new List<ReadNumber>();
        IReadOnlyList<Contribution> slopes = program.Probe.Sent(Node, OneAt(Node, Cell));
        foreach ((int slot, int input) in program.Probe.InputsOf(Node).Index())
        {
            double[] values = walk.Values[input];
            double[]? local = slopes.FirstOrDefault(row => row.Slot == slot)?.Values;
            bool isSameShape = program[input].Shape.Equals(program[Node].Shape);
            for (int i = 0; i < values.Length; i++)
                if ((isSameShape && i == Cell) || (local is not null && local[i] != 0))
                    reads.Add(new ReadNumber(slot, input, i, values[i], walk.After[input][i], local?[i]));
        }

        return reads;
    }

    private LookRow FindTerms(WalkEvent one, LedgerRow row)
    {
        var terms = new List<LookTerm>();
        if (row.From is { } from)
        {
            bool isSlopeless = walk.Mistake == Mistake.Slopeless && program[from] is Tanh<double>;
            double[] upstream = one.Upstream!;
            for (int i = 0; i < upstream.Length; i++)
            {
                double slope = isSlopeless
                    ? i == Cell ? 1 : 0
                    : program.Probe.Sent(from, OneAt(from, i)).First(sent => sent.Slot == row.Slot).Values[Cell];
                if (slope != 0 || upstream.Length == 1) terms.Add(new LookTerm(i, upstream[i], slope));
            }
        }

        // If there are many terms, those that are 0 say nothing.
        LookTerm[] counting = [.. terms.Where(term => term.Upstream * term.Slope != 0)];
        return new LookRow(walk.Events.Index().First(other => other.Item == one).Index, row, counting.Length > 0 ? counting : terms, Cell);
    }

    private double[] OneAt(int place, int cell)
    {
        var one = new double[walk.Values[place].Length];
        one[cell] = 1;
        return one;
    }
}

/// <summary>A number that another was computed from.</summary>
/// <param name="Slot">The input that it belongs to.</param>
/// <param name="Node">The node of that input.</param>
/// <param name="Cell">Which element.</param>
/// <param name="Value">The number.</param>
/// <param name="After">The number after the update.</param>
/// <param name="Slope">How the result moves with it; null for a constant, which the engine asks no slope of.</param>
public sealed record ReadNumber(int Slot, int Node, int Cell, double Value, double After, double? Slope);

/// <summary>A row of the ledger of one number.</summary>
public sealed class LookRow
{
    internal LookRow(int time, LedgerRow row, IReadOnlyList<LookTerm> terms, int cell) =>
        (Time, From, IsLeftover, Overwrites, Arrival, Value, Total, Terms) =
        (time, row.From, row.IsLeftover, row.Overwrites, row.Arrival, row.Values[cell], row.Total[cell], terms);

    /// <summary>The event in which it arrived.</summary>
    public int Time { get; }

    /// <summary>The node that sent it; null for the start and for what the last step left.</summary>
    public int? From { get; }

    /// <summary>True if the last step left it there.</summary>
    public bool IsLeftover { get; }

    /// <summary>True if it replaces what was there.</summary>
    public bool Overwrites { get; }

    /// <summary>How many have arrived with it.</summary>
    public int Arrival { get; }

    /// <summary>The contribution.</summary>
    public double Value { get; }

    /// <summary>What the ledger holds with it.</summary>
    public double Total { get; }

    /// <summary>What the contribution is the sum of: upstream · slope, for each number of the sender that this one went into.</summary>
    public IReadOnlyList<LookTerm> Terms { get; }
}

/// <summary>upstream · local slope.</summary>
/// <param name="Cell">The element of the sender.</param>
/// <param name="Upstream">The gradient that it passed on.</param>
/// <param name="Slope">How it moves with the number that is looked at.</param>
public sealed record LookTerm(int Cell, double Upstream, double Slope);

/// <summary>How far an experiment with a nudge of this size is from the gradient: their relative error.</summary>
public sealed record NudgeError(double Nudge, double Error);
