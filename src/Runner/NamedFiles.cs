using System.CommandLine;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>The files that a command line names. An option of one of these names means the same in every command.</summary>
internal static class NamedFiles
{
    private static readonly string[] Read = ["--model", "--input", "--resume"];
    private static readonly string[] Written = ["--output", "--json"];

    /// <summary>
    /// Throws, before any work, if an option names nothing, or if a file that would be written is also read, or would be written twice.
    /// </summary>
    /// <exception cref="UsageException">An option is empty, or two options lead to one file.</exception>
    public static void Check(ParseResult call)
    {
        if (Read.Concat(Written).FirstOrDefault(option => Given(call, option) is { Length: 0 }) is { } empty)
            throw new UsageException($"{empty}: this is empty; give a name, or leave {empty} out");
        foreach (string written in Written)
        {
            if (Given(call, written) is not { } path) continue;
            CheckThatItIsNotRead(call, written, path);
            foreach (string other in Written.TakeWhile(other => other != written))
                CheckThatItIsNot(Given(call, other), other, written, path);
        }

        if (!Read.Any(option => Given(call, option) is not null)) CheckThatItIsNotWritten(call, NameOptions.Shipped);
    }

    /// <summary>Throws if a file that would be written is one that the command line names to be read.</summary>
    /// <exception cref="UsageException">It is; the message names both options.</exception>
    public static void CheckThatItIsNotRead(ParseResult call, string option, string path)
    {
        foreach (string read in Read) CheckThatItIsNot(Given(call, read), read, option, path);
    }

    /// <summary>Throws if names that will be read, although the command line does not name them, would be written over.</summary>
    /// <exception cref="UsageException">They would; the message names the option.</exception>
    public static void CheckThatItIsNotWritten(ParseResult call, string names)
    {
        foreach (string written in Written)
            if (Given(call, written) is { } path) CheckThatItIsNot(names, other: null, written, path);
    }

    private static void CheckThatItIsNot(string? file, string? other, string option, string path)
    {
        if (file is null || !new FileAtPath(file).IsSameFileAs(new FileAtPath(path))) return;
        string what = other is null ? "the file of the names to be read" : $"the file that {other} names";
        throw new UsageException($"{option} {Quote.End(path)}: this is {what}; give another name");
    }

    // Null if the option was not given, or if the command has none of this name.
    private static string? Given(ParseResult call, string name) =>
        call.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is Option<string> option
        && call.GetResult(option) is { Implicit: false } given
            ? given.GetValueOrDefault<string>()
            : null;
}
