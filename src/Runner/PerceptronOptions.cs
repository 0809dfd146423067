using System.CommandLine;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>The command-line options that describe an MLP and its training.</summary>
internal sealed class PerceptronOptions(string? defaultSchedule)
{
    private readonly Option<int> block = Arguments.Whole("--block-size", "How many characters the model looks back at", 3);
    private readonly Option<int> embedding = Arguments.Whole("--embedding-size", "The length of each character's vector", 2);
    private readonly Option<int> hidden = Arguments.Whole("--hidden-size", "The number of hidden neurons", 100);
    private readonly Option<int> batch = Arguments.Whole("--batch-size", "The number of examples in a step", 32);
    private readonly Option<int> threads = Arguments.Threads();
    private readonly Option<LearningRateSchedule>? schedule = defaultSchedule is null ? null : Arguments.Schedule(defaultSchedule);
    private readonly Option<int> evaluateEvery = Arguments.Whole(
        "--evaluate-every", "Steps between validation losses; 0 for none", 5000, minimum: 0);

    private readonly Option<SplitFractions> split = new("--split")
    {
        Description = "The shares of training, validation and test",
        HelpName = "T,V,T",
        CustomParser = Arguments.Parsed(SplitFractions.Parse),
        DefaultValueFactory = _ => SplitFractions.Default,
    };

    private readonly Option<SplitBy> splitBy = Arguments.Choice<SplitBy>(
        "--split-by", "example: as the original; name: no name is in two sets");

    /// <summary>Adds the options; those of a schedule only where there is one.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { block, embedding, hidden, batch, threads, split, splitBy }) command.Add(option);
        if (schedule is null) return;
        command.Add(schedule);
        command.Add(evaluateEvery);
    }

    /// <summary>What the user asked for; the schedule is a single step where there is none.</summary>
    public PerceptronSettings Read(ParseResult call) => new(
        new MultilayerPerceptronSizes(call.GetValue(block), call.GetValue(embedding), call.GetValue(hidden)),
        schedule is null ? new LearningRateSchedule(new LearningRateStage(1, 1)) : call.GetValue(schedule)!,
        call.GetValue(batch),
        call.GetValue(split)!,
        call.GetValue(splitBy),
        schedule is null ? 0 : call.GetValue(evaluateEvery),
        call.GetValue(threads));
}
