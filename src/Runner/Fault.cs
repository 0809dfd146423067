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
    /// <param name="arguments">The command line, of which little is quoted.</param>
    public static Fault Of(Exception exception, bool showsStack, params string[] arguments) => exception switch
    {
        UsageException => new Fault(Usage, ForPeople(exception.Message, arguments)),
        DataException or NothingToTrainOnException or DivergedException or IOException or UnauthorizedAccessException
            => new Fault(Data, ForPeople(exception.Message, arguments)),
        OutOfMemoryException => new Fault(Data, "there is not enough memory for this; give fewer names or smaller sizes"),
        _ => new Fault(
            Bug,
            $"this is a bug of ours, not yours: {exception.GetType().Name}: {ForPeople(exception.Message, arguments)}"
            + (showsStack ? $"\n{exception}" : " (--debug shows where)")),
    };

    /// <summary>
    /// A message in one line, whoever wrote it, that a terminal shows and does not obey. Long arguments and long words are shortened; of a
    /// path, the end is kept.
    /// </summary>
    public static string ForPeople(string message, params string[] arguments)
    {
        foreach (string argument in arguments.Where(argument => argument.Length > Quote.Longest))
            message = message.Replace(argument, Short(argument), StringComparison.Ordinal);
        return string.Join(' ', Quote.Line(message).Split(' ').Select(Short));
    }

    private static string Short(string words) => words.Contains(Path.DirectorySeparatorChar) ? Quote.End(words) : Quote.Start(words);
}
