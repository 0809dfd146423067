using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>What a command that failed says on standard error, and its exit code.</summary>
/// <param name="ExitCode">
/// <see cref="Data"/>, <see cref="Usage"/>, or <see cref="Bug"/>, which is EX_SOFTWARE of BSD's sysexits.h.
/// </param>
/// <param name="Message">For people: one line, but for the stack where that was asked for.</param>
internal sealed record Fault(int ExitCode, string Message)
{
    /// <summary>Data, files or memory do not allow what was asked for.</summary>
    public const int Data = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A mistake of ours.</summary>
    public const int Bug = 70;

    /// <summary>Tells what is for people from what is a bug.</summary>
    /// <param name="exception">What the command threw.</param>
    /// <param name="showsStack">Whether to show where a bug was thrown.</param>
    public static Fault Of(Exception exception, bool showsStack) => exception switch
    {
        UsageException => new Fault(Usage, OneLine(exception.Message)),
        DataException or NothingToTrainOnException or DivergedException or IOException or UnauthorizedAccessException
            => new Fault(Data, OneLine(exception.Message)),
        OutOfMemoryException => new Fault(Data, "there is not enough memory for this; give fewer names or smaller sizes"),
        _ => new Fault(
            Bug,
            $"this is a bug of ours, not yours: {exception.GetType().Name}: {OneLine(exception.Message)}"
            + (showsStack ? $"\n{exception}" : " (--debug shows where)")),
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
