using System.Diagnostics;

namespace Makemore.Runner.Tests;

/// <summary>
/// What only a process of its own shows: outputs that are closed, full or abandoned, and how much memory bad input takes.
/// </summary>
public sealed class BadInputProcessTests(BadInputFiles files) : IClassFixture<BadInputFiles>
{
    private const long MostBytes = 300_000_000;

    [Theory]
    [InlineData("$makemore sample --model neural >&-", 1, "standard output cannot be written")]
    [InlineData("$makemore sample --model neural >/dev/full", 1, "standard output cannot be written: No space left on device")]
    [InlineData("$makemore evaluate --model neural >/dev/full", 1, "standard output cannot be written: No space left on device")]
    [InlineData("$makemore explore --model neural --name anu --format dot >/dev/full", 1, "standard output cannot be written")]
    [InlineData("$makemore sample --model gone 2>&-", 1, null)]
    [InlineData("$makemore sample --model gone 2>/dev/full", 1, null)]
    [InlineData("$makemore sample --count 2>&-", 2, null)]
    public void Standard_output_or_error_that_is_closed_or_full_is_no_crash(string script, int exitCode, string? message)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        using Lock.Scope alone = files.Alone.EnterScope();
        string[] before = files.State();
        Outcome outcome = files.Shell(script);
        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
        if (message is null)
        {
            Assert.Empty(outcome.Error);
        }
        else
        {
            Assert.Single(outcome.Error.TrimEnd().Split('\n'));
            Assert.StartsWith(message, outcome.Error);
        }

        Assert.Equal(before, files.State());
    }

    [Fact]
    public void Without_standard_error_the_work_is_done_all_the_same()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        Outcome outcome = files.Shell("$makemore train counts --input few.csv --output out 2>&-");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("out/counts.safetensors", outcome.Output);
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_the_program_quietly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        Outcome outcome = files.Shell("{ $makemore sample --model neural --count 1000000000; echo code $? >&2; } | head -2");
        Assert.Equal("code 141\n", outcome.Error);
        Assert.Equal(2, outcome.Lines.Length);
    }

    [Fact]
    public void A_billion_names_appear_at_once_and_are_not_kept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is read in /proc");
        Process sample = files.Start("sample", "--model", "neural", "--count", "1000000000");
        for (int name = 0; name < 5_000; name++) Assert.NotNull(sample.StandardOutput.ReadLine());
        Assert.InRange(PeakBytesOf(sample), 1, MostBytes);
        sample.Kill();
        sample.WaitForExit();
    }

    [Theory]
    [InlineData("sample --model huge", 1, "this is not a safetensors file")]
    [InlineData("sample --model hungry", 1, "its metadata ask for a tensor of shape (6, 100000000)")]
    [InlineData("prepare --input huge.txt --output names", 1, "10000000000 bytes are too many for a list of names")]
    [InlineData("prepare --input line.csv --output names", 1, "line.csv")]
    [InlineData("train counts --input letters.txt --alphabet auto", 1, "60,000 different letters")]
    [InlineData("train neural --input letters.txt --alphabet auto", 1, "60,000 different letters")]
    [InlineData("train mlp --input letters.txt --alphabet auto --shuffle --hidden-size 100000", 1, "60,000 different letters")]
    [InlineData("--input letters.txt --alphabet auto", 1, "60,000 different letters")]
    [InlineData("train mlp --input few.csv --hidden-size 2000000000", 2, "--hidden-size 2000000000: that needs more numbers")]
    [InlineData("train mlp --input few.csv --block-size 2000000000", 2, "--block-size 2000000000: that needs more numbers")]
    [InlineData("train mlp --input few.csv --block-size 100000000", 2, "--block-size 100000000: that needs more numbers")]
    [InlineData("train mlp --input few.csv --embedding-size 700000000", 2, "--embedding-size 700000000: that needs")]
    [InlineData("lr-range --batch-size 2000000000", 2, "--batch-size 2000000000: that needs more numbers")]
    [InlineData("train --resume huge-batch --output out", 1, "this training needs more numbers")]
    public void What_is_too_large_is_refused_before_it_takes_memory(string command, int exitCode, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is read in /proc");
        using Lock.Scope alone = files.Alone.EnterScope();
        string[] before = files.State();
        Process process = files.Start(BadInputFiles.Arguments(command));
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakBytesOf(process));
            Thread.Sleep(2);
        }

        Outcome outcome = Program.Finish(process);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(message, Assert.Single(BadInputTests.Complaints(outcome)));
        Assert.Empty(outcome.Output);
        Assert.InRange(peak, 1, MostBytes);
        Assert.Equal(before, files.State());
    }

    /// <summary>VmHWM, the most that was in memory at any time; 0 when the process has ended.</summary>
    internal static long PeakBytesOf(Process process)
    {
        try
        {
            IEnumerable<string> status = File.ReadLines($"/proc/{process.Id}/status");
            string? peak = status.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return peak is null ? 0 : 1024 * long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
