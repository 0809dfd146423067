using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>What a failed command says: what users can do, or, for a bug, that it is ours.</summary>
public class FaultTests
{
    public static TheoryData<Exception, int> ForPeople => new()
    {
        { new UsageException("--to\nmust be larger"), 2 },
        { new DataException("--to\nmust be larger"), 1 },
        { new NothingToTrainOnException("--to\nmust be larger"), 1 },
        { new DivergedException("--to\nmust be larger"), 1 },
        { new IOException("--to\nmust be larger"), 1 },
        { new UnauthorizedAccessException("--to\nmust be larger"), 1 },
    };

    [Theory, MemberData(nameof(ForPeople), DisableDiscoveryEnumeration = true)]
    public void Errors_for_people_are_their_message_in_one_line(Exception exception, int exitCode) =>
        Assert.Equal(new Fault(exitCode, "--to must be larger"), Fault.Of(exception, showsStack: true));

    [Theory]
    [InlineData("no\u001b[2Jsuch\u202ething\u0007", "no [2Jsuch thing ")]
    [InlineData("short words, but so many that the message as a whole is longer than what is quoted of anything, are left as they are")]
    public void A_message_is_one_line_that_a_terminal_does_not_obey(string message, string? shown = null) =>
        Assert.Equal(shown ?? message, Fault.Of(new DataException(message), showsStack: false).Message);

    [Fact]
    public void Of_long_words_and_long_arguments_a_message_quotes_60_characters()
    {
        string n = new('n', 100), many = string.Join(' ', Enumerable.Repeat("nn", 100));
        Assert.Equal($"no {n[..59]}… here", Fault.Of(new IOException($"no {n} here"), showsStack: false).Message);
        Assert.Equal($"no …{n[..51]}/end.csv here", Fault.Of(new IOException($"no /{n}/end.csv here"), showsStack: false).Message);
        var fault = Fault.Of(new IOException($"no '{many}' here"), showsStack: false, "train", many);
        Assert.Equal($"no '{many[..59]}…' here", fault.Message);
    }

    [Fact]
    public void Without_memory_there_is_advice_and_no_bug()
    {
        var fault = Fault.Of(new InsufficientMemoryException(), showsStack: false);
        Assert.Equal(1, fault.ExitCode);
        Assert.Contains("not enough memory", fault.Message);
    }

    [Theory]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    public void Anything_else_is_a_bug_and_says_so(Type type)
    {
        var fault = Fault.Of(Thrown(type), showsStack: false);
        Assert.Equal(70, fault.ExitCode);
        Assert.StartsWith($"this is a bug of ours, not yours: {type.Name}: the axle broke", fault.Message);
        Assert.EndsWith("(--debug shows where)", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Contains(nameof(Thrown), Fault.Of(Thrown(type), showsStack: true).Message);
    }

    private static Exception Thrown(Type type)
    {
        try
        {
            throw (Exception)Activator.CreateInstance(type, "the axle\nbroke")!;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
