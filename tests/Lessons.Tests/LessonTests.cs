using System.Diagnostics;
using Xunit.Sdk;
using Xunit.v3;

// Lessons run side by side: they share nothing, and most use one core.
[assembly: Parallelization(Mode = ParallelMode.All)]

namespace Makemore.Lessons.Tests;

/// <summary>
/// Runs every lesson, and compares its output with Expected/NAME.txt. A new lesson is two files: the lesson and its output, written with
/// <c>dotnet run lessons/NAME.cs > tests/Lessons.Tests/Expected/NAME.txt</c> and then read. Lesson/Lesson.csproj has compiled the lessons,
/// because <c>dotnet run</c> takes many seconds to build each. The first lesson is also run as a reader does.
/// </summary>
public sealed class LessonTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);
    private static readonly string Root = Repository.Root.FullName;

    public static TheoryData<string> Lessons => [.. NamesIn("lessons", "*.cs")];

    [Theory]
    [MemberData(nameof(Lessons))]
    public Task A_lesson_prints_what_is_expected(string lesson) =>
        AssertPrintsAsync(lesson, Path.Combine(AppContext.BaseDirectory, "lessons", lesson, lesson + ".dll"));

    [Fact]
    public Task The_first_lesson_runs_as_the_README_says() =>
        AssertPrintsAsync("00-derivatives", "run", "lessons/00-derivatives.cs");

    /// <summary>Lesson/Lesson.csproj does not read a lesson's directives, which <c>dotnet run</c> obeys. It assumes this one.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_only_directive_of_a_lesson_is_the_project_that_it_is_compiled_with(string lesson) => Assert.Equal(
        ["#:project ../src/Models/Models.csproj"],
        File.ReadLines(Path.Combine(Root, "lessons", lesson + ".cs")).Where(line => line.StartsWith("#:", StringComparison.Ordinal)));

    [Fact]
    public void Every_lesson_has_its_expected_output_and_every_expected_output_its_lesson() =>
        Assert.Equal(NamesIn(ExpectedFolder, "*.txt"), NamesIn("lessons", "*.cs"));

    private const string ExpectedFolder = "tests/Lessons.Tests/Expected";

    private static string[] NamesIn(string folder, string pattern) =>
        [
            .. Directory.GetFiles(Path.Combine(Root, folder), pattern)
                .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
        ];

    private static async Task AssertPrintsAsync(string lesson, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await RunAsync(arguments);

        Assert.True(exitCode == 0 && errors.Length == 0, $"lessons/{lesson}.cs ended with exit code {exitCode}\n{errors}\n{output}");
        string expected = await File.ReadAllTextAsync(
            Path.Combine(Root, ExpectedFolder, lesson + ".txt"), TestContext.Current.CancellationToken);
        IReadOnlyList<string> differences = Transcript.Differences(expected, output);
        Assert.True(
            differences.Count == 0,
            $"lessons/{lesson}.cs does not print {ExpectedFolder}/{lesson}.txt\n{string.Join('\n', differences)}");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
