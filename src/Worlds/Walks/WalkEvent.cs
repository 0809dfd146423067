namespace Makemore.Worlds;

/// <summary>The parts of a step.</summary>
public enum WalkPhase
{
    /// <summary>A line is computed.</summary>
    Forward,

    /// <summary>A node passes on its gradient.</summary>
    Backward,

    /// <summary>A parameter moves.</summary>
    Update,

    /// <summary>A line is computed again, after the update.</summary>
    Again,
}

/// <summary>Something that happens in a step of learning.</summary>
/// <param name="Phase">The part of the step.</param>
/// <param name="Node">The node that it happens at: it is computed, sends, or moves.</param>
public sealed record WalkEvent(WalkPhase Phase, int Node)
{
    /// <summary>True for the beginning of the backward pass, where the loss receives 1.</summary>
    public bool IsStart { get; init; }

    /// <summary>The gradient that the node passes on; null if it passes none on.</summary>
    public double[]? Upstream { get; init; }

    /// <summary>What arrives, one after another.</summary>
    public IReadOnlyList<LedgerRow> Rows { get; init; } = [];
}

/// <summary>A contribution to a gradient.</summary>
/// <param name="To">The node that it arrives at.</param>
/// <param name="From">The node that sent it; null for the 1 at the start and for what the last step left.</param>
/// <param name="Slot">Which of the sender's inputs the receiver is.</param>
/// <param name="Values">The contribution, in the shape of the receiver.</param>
/// <param name="Total">What the ledger holds with it.</param>
/// <param name="Arrival">How many have arrived with it; 0 for what the last step left.</param>
public sealed record LedgerRow(int To, int? From, int Slot, double[] Values, double[] Total, int Arrival)
{
    /// <summary>True if it replaces what was there, by mistake.</summary>
    public bool Overwrites { get; init; }

    /// <summary>True if the last step left it there, by mistake.</summary>
    public bool IsLeftover { get; init; }
}

/// <summary>A number that went wrong.</summary>
/// <param name="Node">Whose.</param>
/// <param name="Time">The event in which it did.</param>
/// <param name="How">How it shows.</param>
public sealed record WrongNode(int Node, int Time, WrongHow How);

/// <summary>How it shows that something is wrong.</summary>
public enum WrongHow
{
    /// <summary>A gradient was passed on that the experiment contradicts.</summary>
    PassedOn,

    /// <summary>All has arrived at a leaf, and the experiment contradicts it.</summary>
    TooMuchOrTooLittle,

    /// <summary>A parameter moved up the slope.</summary>
    MovedUphill,
}

/// <summary>A line of the program that ran.</summary>
/// <param name="Phase">The part that it belongs to: forward, backward or update.</param>
/// <param name="Code">Its C#.</param>
/// <param name="Node">The node that it is about.</param>
/// <param name="Times">The events in which it ran; a forward line runs twice.</param>
public sealed record RunLine(WalkPhase Phase, string Code, int Node, params IReadOnlyList<int> Times)
{
    /// <summary>True for a line that should be there, and was left out by mistake.</summary>
    public bool IsMissing { get; init; }
}
