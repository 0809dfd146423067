using Makemore.Worlds;

namespace Makemore.Site;

/// <summary>A network that learned names: how its loss fell, and which names it made on the way.</summary>
internal sealed class LearningRun
{
    private const int NamesOfMoment = 5;

    /// <summary>Trains the network, in float64, so that it is the same on every computer.</summary>
    /// <param name="steps">The numbers of steps after which it is asked for names.</param>
    public LearningRun(IEnumerable<int> steps)
    {
        NamesTraining training = NamesTraining.Start("mlp", string.Join('\n', CourseNames.All), [], batchSize: 32, seed: 1, precision: "float64");
        double mean = training.Loss();
        var curve = new List<double> { mean };
        var moments = new List<LearningMoment>();
        foreach (int step in steps)
        {
            foreach (double loss in training.Train(step - training.Steps))
            {
                // A mini-batch's loss jumps about. Its mean over the last steps shows where it goes, with the fewer steps the earlier.
                mean += (loss - mean) / Math.Clamp(curve.Count / 4.0, 1, 500);
                curve.Add(mean);
            }

            moments.Add(new LearningMoment(step, mean, [.. training.Sample(seed: 3, count: 50).Distinct().Take(NamesOfMoment)]));
        }

        (Losses, Moments) = (curve, moments);
    }

    /// <summary>The loss after each step, smoothed. The first is the loss before the first step.</summary>
    public IReadOnlyList<double> Losses { get; }

    public IReadOnlyList<LearningMoment> Moments { get; }
}

/// <summary>The network at one moment.</summary>
/// <param name="Step">After this many steps.</param>
/// <param name="Loss">As the curve shows it.</param>
/// <param name="Names">What it makes.</param>
internal sealed record LearningMoment(int Step, double Loss, IReadOnlyList<string> Names);
