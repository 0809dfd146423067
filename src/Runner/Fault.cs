using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>What a failed command says on standard error, and its exit code.</summary>
/// <param name="ExitCode">
/// <see cref="Data"/>, <see cref="Usage"/>, or <see cref="Bug"/>, which is EX_SOFTWARE of BSD's sysexits.h.
/// </param>
/// <param name="Message">The message for the user: one line, and the stack if asked for.</param>
internal sealed record Fault(int ExitCode, string Message)
{
    /// <summary>The data, the files or the memory do not allow the request.</summary>
    public const int Data = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Our mistake.</summary>
    public const int Bug = 70;

    /// <summary>Tells errors that the user can fix from bugs.</summary>
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
