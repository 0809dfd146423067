using System.Globalization;

namespace Makemore.Modules;

/// <summary>
/// A learning rate in stages, such as 50,000 steps at 1, 50,000 at 0.1 and 50,000 at 0.01. In a stage the rate stays, or changes evenly
/// from one to another.
/// </summary>
public sealed class LearningRateSchedule
{
    /// <summary>A schedule of these stages, one after another.</summary>
    /// <exception cref="ArgumentException">There is no stage, a rate is not above 0, or a stage has no steps.</exception>
    public LearningRateSchedule(params IReadOnlyList<LearningRateStage> stages)
    {
        if (stages.Count == 0) throw new ArgumentException("a schedule needs at least one stage, written rate:steps");
        foreach (LearningRateStage stage in stages)
        {
            if (!double.IsFinite(stage.Rate) || stage.Rate <= 0)
                throw new ArgumentException(FormattableString.Invariant($"the learning rate must be above 0, and is {stage.Rate}"));
            if (!double.IsFinite(stage.EndRate) || stage.EndRate < 0)
                throw new ArgumentException(FormattableString.Invariant(
                    $"the learning rate must not go below 0, and goes to {stage.EndRate}"));
            if (stage.Steps < 1)
                throw new ArgumentException(FormattableString.Invariant(
                    $"a stage must have at least 1 step, and that at rate {stage.Rate} has {stage.Steps}"));
        }

        Stages = stages;
        TotalSteps = stages.Sum(stage => (long)stage.Steps) is var total && total <= int.MaxValue
            ? (int)total
            : throw new ArgumentException($"{total} steps are more than can be counted; give at most {int.MaxValue}");
    }

    /// <summary>The stages in their order.</summary>
    public IReadOnlyList<LearningRateStage> Stages { get; }

    /// <summary>The steps of all stages.</summary>
    public int TotalSteps { get; }

    /// <summary>
    /// Reads <c>rate:steps</c> stages separated by commas: <c>0.1:100000,0.01:50000</c>. A rate that changes is written
    /// <c>from..to:steps</c>, such as <c>0.01..0:1000</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a schedule; the message says where.</exception>
    public static LearningRateSchedule Parse(string text)
    {
        var stages = new List<LearningRateStage>();
        foreach (string stage in text.Split(','))
        {
            string[] parts = stage.Split(':');
            double?[] rates = [.. parts[0].Split("..").Select(Rate)];
            if (parts.Length != 2 || rates is not [{ } first, ..] || rates[^1] is not { } last || rates.Length > 2
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int steps))
                throw new ArgumentException(
                    $"'{Quote.Start(stage)}' is not a stage of a schedule; write rate:steps, such as 0.1:100000,0.01:50000, " +
                    "or from..to:steps, such as 0.01..0:1000");
            stages.Add(new LearningRateStage(first, steps) { EndRate = last });
        }

        static double? Rate(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) ? rate : null;

        return new LearningRateSchedule(stages);
    }

    /// <summary>The rate of a step, counted from 0; the last rate for any later step.</summary>
    public double RateAt(int step)
    {
        int start = 0;
        for (int i = 0; i < Stages.Count; i++)
        {
            if (step < start + Stages[i].Steps) return Stages[i].RateAt(step - start);
            start += Stages[i].Steps;
        }

        return Stages[^1].EndRate;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        string.Join(',', Stages.Select(stage => stage.EndRate == stage.Rate
            ? FormattableString.Invariant($"{stage.Rate}:{stage.Steps}")
            : FormattableString.Invariant($"{stage.Rate}..{stage.EndRate}:{stage.Steps}")));
}

/// <summary>Some steps at one learning rate, or at one that changes evenly.</summary>
/// <param name="Rate">The rate of the first step.</param>
/// <param name="Steps">How many steps.</param>
public sealed record LearningRateStage(double Rate, int Steps)
{
    /// <summary>What the rate has become when the stage is over. By default it stays.</summary>
    public double EndRate { get; init; } = Rate;

    /// <summary>The rate of a step of the stage, counted from 0: the last one is a step short of <see cref="EndRate"/>.</summary>
    public double RateAt(int step) => EndRate == Rate ? Rate : Rate + ((EndRate - Rate) * step / Steps);
}
