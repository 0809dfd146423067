namespace Makemore.Bench;

/// <summary>How long to measure.</summary>
/// <param name="WarmUp">Before the first round, for each contender.</param>
/// <param name="Round">The time of a round. A longer repetition is a round by itself.</param>
/// <param name="Rounds">The number of rounds of each contender.</param>
internal sealed record Pace(TimeSpan WarmUp, TimeSpan Round, int Rounds)
{
    public static Pace Full { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), 12);

    public static Pace Quick { get; } = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromMilliseconds(30), 4);
}

/// <summary>Work and the peers it is compared with. They run in turns, so that what slows the machine slows all of them.</summary>
internal static class Contest
{
    // After parallel work, libtorch's threads keep a core busy for a moment while they wait for more.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static Outcome Run(Pace pace, Action ours, params Action[] peers)
    {
        Contender[] contenders = [.. new[] { ours }.Concat(peers).Select(work => new Contender(work))];
        foreach (Contender contender in contenders) contender.WarmUp(pace.WarmUp, pace.Round);
        for (int round = 0; round < pace.Rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                Thread.Sleep(Pause);
                contender.Round();
            }
        }

        return new Outcome(contenders[0].Best, [.. contenders[1..].Select(peer => new Rival(peer.Best, MedianRatio(contenders[0], peer)))]);
    }

    private static double MedianRatio(Contender ours, Contender peer) =>
        ours.Rounds.Zip(peer.Rounds, (our, their) => their / our).Order().ElementAt(ours.Rounds.Count / 2);
}

/// <summary>The result of a contest.</summary>
/// <param name="Ours">Seconds for each repetition in our best round.</param>
/// <param name="Peers">The peers, in order.</param>
internal sealed record Outcome(double Ours, IReadOnlyList<Rival> Peers);

/// <summary>One peer's result.</summary>
/// <param name="Best">Seconds for each repetition in its best round.</param>
/// <param name="MedianRatio">The median over the rounds of its time divided by ours just before.</param>
internal sealed record Rival(double Best, double MedianRatio);
