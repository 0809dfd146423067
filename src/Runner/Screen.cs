using Makemore.Modules;
using Makemore.Pages;
using Spectre.Console;

namespace Makemore.Runner;

/// <summary>
/// Results go to standard output, progress and messages to standard error, so that redirecting one does not disturb the other.
/// </summary>
internal static class Screen
{
    /// <summary>A line of the result.</summary>
    public static void Result(string line = "") => Console.Out.WriteLine(Quote.Line(line));

    /// <summary>A message about the work.</summary>
    public static void Message(string line) => Console.Error.WriteLine(Quote.Line(line));

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
    public static void Result(Table table) => AnsiConsole.Write(table.Border(TableBorder.Simple));

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
    /// done, with a few words on how it is going. If standard error is not a terminal, there is no bar.
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
                T result = work((done, words) =>
                {
                    task.Value = done;
                    task.Description = Markup.Escape($"{title}  {words}");
                });
                task.Value = total;
                return result;
            });
    }
}
