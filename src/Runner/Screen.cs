using System.Diagnostics;
using Makemore.Modules;
using Makemore.Pages;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Makemore.Runner;

/// <summary>
/// Results go to standard output, progress and messages to standard error, so that redirecting one does not disturb the other.
/// </summary>
internal static class Screen
{
    private const int BrokenPipe = 32; // in POSIX, EPIPE of <errno.h>

    /// <summary>
    /// If standard output is a pipe, writes to it in a way that fails when its reader has gone. .NET's own way goes on as if nothing were
    /// wrong, and a long list would be made to its end for nobody.
    /// </summary>
    public static void OpenPipe()
    {
        if (OperatingSystem.IsWindows() || new FileAtPath("/dev/stdout").Kind != FileKind.Pipe) return;
        const int StandardOutput = 1;
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        Console.SetOut(new StreamWriter(pipe) { AutoFlush = true });
    }

    /// <summary>Whether this was thrown because nobody reads standard output any more.</summary>
    public static bool IsOfPipeWithoutReader(Exception exception) => exception is IOException { HResult: BrokenPipe };

    /// <summary>A line of the result.</summary>
    /// <exception cref="IOException">Standard output is closed or full.</exception>
    public static void Result(string line = "") => Write(line, static line => Console.Out.WriteLine(Quote.Line(line)));

    /// <summary>Lines of the result that were made elsewhere.</summary>
    /// <exception cref="IOException">Standard output is closed or full.</exception>
    public static void Text(string lines) => Write(lines, static lines => Console.Out.Write(lines));

    /// <summary>A message about the work.</summary>
    public static void Message(string line) => Fault(Quote.Line(line));

    /// <summary>What went wrong: one line, or several to find a bug. If standard error is closed or full, nobody can be told.</summary>
    public static void Fault(string lines)
    {
        try
        {
            Console.Error.WriteLine(lines);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exit code still says it.
        }
    }

    /// <summary>Messages about the work, each on its own line.</summary>
    public static void Messages(IEnumerable<string> lines)
    {
        foreach (string line in lines) Message(line);
    }

    /// <summary>Says which figures were written to a folder.</summary>
    public static void Message(TrainingFigures figures, string folder)
    {
        if (figures.Drawn.Count > 0)
            Message($"figures in {folder}: {string.Join(", ", figures.Drawn.Select(figure => $"{figure.Name}.svg"))}");
    }

    /// <summary>A table of the result.</summary>
    /// <exception cref="IOException">Standard output is closed or full.</exception>
    public static void Result(Table table) => Result((IRenderable)new Uncut(table.Border(TableBorder.Simple)));

    /// <summary>A grid or a table of the result, as it is.</summary>
    /// <exception cref="IOException">Standard output is closed or full.</exception>
    public static void Result(IRenderable rows) => Write(rows, static rows => AnsiConsole.Write(rows));

    /// <summary>A table with these headings; those in <paramref name="numbers"/> are right-aligned.</summary>
    public static Table NewTable(string[] headings, params int[] numbers)
    {
        var table = new Table();
        for (int i = 0; i < headings.Length; i++)
        {
            var column = new TableColumn(Markup.Escape(headings[i])) { NoWrap = true };
            table.AddColumn(numbers.Contains(i) ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>
    /// Runs <paramref name="work"/> with a progress bar on standard error. The work reports how many of <paramref name="total"/> steps are
    /// done, with a few words on how it is going. It may do so often: the bar moves at most ten times a second. If standard error is not a
    /// terminal, there is no bar.
    /// </summary>
    public static T WithProgress<T>(string title, double total, Func<Action<double, string>, T> work)
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !terminal.Profile.Capabilities.Ansi) return work((_, _) => { });
        return terminal.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: total);
                T result = work(AtMostTenTimesASecond((done, words) =>
                {
                    task.Value = done;
                    task.Description = Markup.Escape($"{title}  {words}");
                }));
                task.Value = total;
                return result;
            });
    }

    /// <summary>Passes on the first report, and each that comes a tenth of a second or more after the one passed on before.</summary>
    public static Action<double, string> AtMostTenTimesASecond(Action<double, string> report)
    {
        long? last = null;
        return (done, words) =>
        {
            if (last is { } earlier && Stopwatch.GetElapsedTime(earlier).TotalMilliseconds < 100) return;
            last = Stopwatch.GetTimestamp();
            report(done, words);
        };
    }

    private static void Write<T>(T what, Action<T> write)
    {
        try
        {
            write(what);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !IsOfPipeWithoutReader(exception))
        {
            throw new IOException($"standard output cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// A table as wide as it has to be, if none of its columns may wrap, even if the screen is narrower. Spectre would print an ellipsis
    /// for all of it.
    /// </summary>
    private sealed class Uncut(Table table) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)table).Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            int needed = table.Columns.All(column => column.NoWrap) ? Measure(options, short.MaxValue).Max : 0;
            return ((IRenderable)table).Render(options, Math.Max(maxWidth, needed));
        }
    }
}
