using System.CommandLine;
using System.Text;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>The texts of options, and whole command lines, as nobody should type them.</summary>
public class OptionsBadInputTests
{
    private static readonly CommandLine CommandLine = new();

    [Fact]
    public void A_mutated_schedule_is_read_or_refused() => Reads("schedules.txt", text =>
    {
        var schedule = LearningRateSchedule.Parse(text);
        Assert.Equal($"{schedule}", $"{LearningRateSchedule.Parse($"{schedule}")}");
    });

    [Fact]
    public void A_mutated_split_is_read_or_refused() => Reads("splits.txt", text =>
    {
        var split = SplitFractions.Parse(text);
        Assert.Equal(split, SplitFractions.Parse($"{split}"));
    });

    [Fact]
    public void A_mutated_number_is_read_or_refused() => Reads("numbers.txt", text =>
    {
        foreach (ModelOption option in ModelKinds.All.SelectMany(kind => kind.Options).Where(option => option.Words is null))
        {
            double value = option.Parse(text);
            Assert.InRange(value, option.Minimum, option.Maximum);
            Assert.Equal(value, option.Parse(ModelOption.Text(value)));
        }
    });

    [Fact]
    public void A_mutated_command_line_makes_sense_or_is_refused() => MutatedInputs.ForAll(
        usual: 2_000,
        new Mutator(Corpus.Lines("command-lines.txt")).Next,
        input =>
        {
            string[] arguments = Encoding.UTF8.GetString(input).Split(' ');
            ParseResult call = CommandLine.Parse(arguments);
            if (CommandLine.FaultIn(call, arguments) is { } fault) return fault;
            if (call.Action != call.CommandResult.Command.Action) return null; // help or the version, which need no values
            foreach (Option option in call.CommandResult.Command.Options) call.GetResult(option)?.GetValueOrDefault<object?>();
            return null;
        },
        longestMessage: 400,
        memory: 400); // many short arguments, each a token

    private static void Reads(string corpus, Action<string> parse) => MutatedInputs.ForAll(
        usual: 10_000,
        new Mutator(Corpus.Lines(corpus)).Next,
        input =>
        {
            try
            {
                parse(Encoding.UTF8.GetString(input));
                return null;
            }
            catch (ArgumentException exception)
            {
                return exception.Message;
            }
        },
        memory: 200); // many short stages, each an object, read and written twice
}
