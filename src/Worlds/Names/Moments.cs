namespace Makemore.Worlds;

/// <summary>
/// Moments of a training that it can be put back to, and what was changed by hand at some step, which is then done again. Few moments are
/// kept, so going back takes the steps from the nearest one again.
/// </summary>
internal sealed class Moments
{
    // When there are more, every second one goes, and new ones are marked half as often: memory stays bounded.
    private const int Most = 64;

    private readonly List<(int Steps, Action PutBack)> marks = [];
    private readonly List<(int Steps, Action Do)> changes = [];
    private int between = 25;

    /// <summary>The training is about to take a step, after so many. Marks the moment if it is time.</summary>
    public void Pass(int steps, Func<Action> mark)
    {
        if (steps % between != 0 || (marks.Count > 0 && marks[^1].Steps >= steps)) return;
        marks.Add((steps, mark()));
        if (marks.Count <= Most) return;
        between *= 2;
        marks.RemoveAll(one => one.Steps % between != 0);
    }

    /// <summary>Does a change, and remembers that it belongs after so many steps.</summary>
    public void Change(int steps, Action change)
    {
        changes.Add((steps, change));
        change();
    }

    /// <summary>Puts the training back to the last marked moment of at most so many steps. Returns how many had been taken then.</summary>
    public int PutBack(int steps)
    {
        (int there, Action putBack) = marks.Last(mark => mark.Steps <= steps);
        putBack();
        return there;
    }

    /// <summary>Does the changes again that belong after so many steps.</summary>
    public void ChangeAgain(int steps)
    {
        foreach ((_, Action change) in changes.Where(change => change.Steps == steps)) change();
    }

    /// <summary>What came after so many steps is no part of the training any more.</summary>
    public void Forget(int steps)
    {
        marks.RemoveAll(mark => mark.Steps > steps);
        changes.RemoveAll(change => change.Steps > steps);
    }
}
