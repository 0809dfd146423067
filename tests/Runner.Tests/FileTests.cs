using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>Nothing that a command line or a file says makes the program harm a file, wait for ever, or show what is not its own.</summary>
public sealed class FileTests : IDisposable
{
    private readonly Program program = new();

    public FileTests()
    {
        File.WriteAllText(PathOf("few.csv"), "Name\nana\nnana\n");
        var pairs = new DistinctContexts(new Examples(["ana", "nana"], Vocabulary.FromLetters("an"), 1));
        new Checkpoint(CountingBigram.Train(pairs, smoothing: 1))
        {
            Training = { ["input"] = PathOf("few.csv"), ["names_sha256"] = Checkpoint.Fingerprint(["ana", "nana"]) },
        }.Save(PathOf("model"));
    }

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("sample --model model --json model", "--json model: this is the file that --model names")]
    [InlineData("sample --model model --json soft", "--json soft: this is the file that --model names")]
    [InlineData("sample --model model --json hard", "--json hard: this is the file that --model names")]
    [InlineData("sample --model soft --json ./hard", "--json ./hard: this is the file that --model names")]
    [InlineData("sample --model model --input few.csv --json few.csv", "--json few.csv: this is the file that --input names")]
    [InlineData("sample --model model --new-only --json few.csv", "--json few.csv: this is the file of the names to be read")]
    [InlineData("evaluate --model model --json model", "--json model: this is the file that --model names")]
    [InlineData("evaluate --model model --json few.csv", "--json few.csv: this is the file of the names to be read")]
    [InlineData("explore --model model --output model", "--output model: this is the file that --model names")]
    [InlineData("explore --model explore.html", "--output explore.html: this is the file that --model names")]
    [InlineData("report --model report.html --input few.csv --output .", "--output ./report.html: this is the file that --model names")]
    [InlineData("lr-range --input lr-range.csv --output .", "--output ./lr-range.csv: this is the file that --input names")]
    [InlineData("train counts --input report.html --output .", "--output ./report.html: this is the file that --input names")]
    [InlineData("--input tour.json --output .", "--output ./tour.json: this is the file that --input names")]
    [InlineData("prepare --input few.csv --output few.csv", "--output few.csv: this is the file that --input names")]
    [InlineData("prepare --input few.csv --output new --json new", "--json new: this is the file that --output names")]
    [InlineData("train counts --input few.csv --json few.csv", "--json few.csv: this is the file that --input names")]
    [InlineData("train --recipe seed-counts --input few.csv --json few.csv", "--json few.csv: this is the file that --input names")]
    [InlineData("lr-range --input few.csv --json few.csv", "--json few.csv: this is the file that --input names")]
    [InlineData("--input few.csv --json few.csv", "--json few.csv: this is the file that --input names")]
    public void What_is_read_is_not_written(string command, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are made with ln");
        Link("-s", "model", "soft");
        Link("model", "hard");
        foreach (string file in new[] { "explore.html", "report.html" }) File.Copy(PathOf("model"), PathOf(file));
        foreach (string file in new[] { "lr-range.csv", "tour.json" }) File.Copy(PathOf("few.csv"), PathOf(file));
        Refused(2, message, command.Split(' '));
    }

    [Fact]
    public void The_names_that_ship_are_not_written()
    {
        string shipped = Path.Combine(AppContext.BaseDirectory, "data", "indian-names.csv");
        byte[] before = File.ReadAllBytes(shipped);
        Refused(2, "this is the file of the names to be read", "prepare", "--output", shipped);
        Refused(2, "this is the file of the names to be read", "train", "counts", "--json", shipped);
        Assert.Equal(before, File.ReadAllBytes(shipped));
    }

    [Theory]
    [InlineData("prepare --input few.csv --output /dev/full", 1, "/dev/full: this device is full")]
    [InlineData("prepare --input few.csv --output names --json /dev/full", 1, "/dev/full: this device is full")]
    [InlineData("prepare --input few.csv --output folder", 2, "--output folder: this is a folder")]
    [InlineData("prepare --input few.csv --output nowhere/names", 2, "--output nowhere/names: there is no folder")]
    [InlineData("prepare --input few.csv --output /proc/names", 1, "/proc/names")]
    [InlineData("prepare --input few.csv --output pipe", 1, "pipe: this is a pipe")]
    [InlineData("sample --model model --json folder", 2, "--json folder: this is a folder")]
    [InlineData("sample --model model --json round", 1, "round")]
    [InlineData("gradcheck --json pipe", 1, "pipe: this is a pipe")]
    [InlineData("explore --output folder", 2, "--output folder: this is a folder")]
    [InlineData("lr-range --output full", 2, "--output full/lr-range.csv: this is a folder")]
    [InlineData("report --model model --output full", 2, "--output full/report.html: this is a folder")]
    [InlineData("report --model model --output plain", 2, "--output plain: this is a file")]
    [InlineData("report --model model --output /dev/null", 2, "--output /dev/null: this is a device")]
    [InlineData("--output full", 2, "--output full/report.html: this is a folder")]
    public void What_cannot_be_written_is_found_before_the_work(string command, int exitCode, string message)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        foreach (string folder in new[] { "folder", "full/report.html", "full/lr-range.csv" }) Directory.CreateDirectory(PathOf(folder));
        Process.Start("mkfifo", [PathOf("pipe")]).WaitForExit();
        File.CreateSymbolicLink(PathOf("round"), "round");
        File.WriteAllText(PathOf("plain"), "text");
        Refused(exitCode, message, command.Split(' '));
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_found_before_the_work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "an administrator may write everywhere");
        if (OperatingSystem.IsWindows()) return;
        string closed = Directory.CreateDirectory(PathOf("closed")).FullName;
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Refused(1, "denied", "prepare", "--output", "closed/names");
        Refused(1, "denied", "lr-range", "--output", "closed");
        Refused(1, "denied", "report", "--model", "model", "--output", "closed");
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are made with ln");
        Directory.CreateDirectory(PathOf("folder"));
        Link("-s", "folder/names", "link");
        Assert.Equal(0, program.Run("prepare", "--input", "few.csv", "--output", "link").ExitCode);
        Assert.Equal("folder/names", new FileInfo(PathOf("link")).LinkTarget);
        Assert.Equal(["ana", "nana"], File.ReadAllLines(PathOf("folder/names")));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("link")]
    public void A_device_is_written_to_and_stays_one(string path)
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null");
        File.CreateSymbolicLink(PathOf("link"), "/dev/null");
        Outcome outcome = program.Run("prepare", "--input", "few.csv", "--output", path, "--json", path);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(FileKind.Device, new FileAtPath("/dev/null").Kind);
        Assert.Equal("/dev/null", new FileInfo(PathOf("link")).LinkTarget);
    }

    [Fact]
    public void Results_can_go_to_standard_output()
    {
        Assert.SkipUnless(File.Exists("/dev/stdout"), "there is no /dev/stdout");
        Outcome outcome = program.RunAlone("sample", "--model", "model", "--count", "3", "--json", "/dev/stdout");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("\"command\": \"sample\"", outcome.Output);
    }

    [Theory]
    [InlineData("few.csv")]
    [InlineData("/dev/zero")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("huge")]
    public void What_is_no_model_is_refused_at_once(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such devices");
        MakeStrange();
        foreach (string command in new[] { "sample", "evaluate", "report", "explore" }) Refused(1, file, command, "--model", file);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("huge")]
    [InlineData("huge.txt")]
    public void What_are_no_names_is_refused_at_once(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such devices");
        MakeStrange();
        Refused(1, file, "prepare", "--input", file, "--output", "names");
        Refused(1, file, "evaluate", "--model", "model", "--input", file);
    }

    [Theory]
    [InlineData("secret.csv", "secret,word\nhidden,sesame\n", "Name")]
    [InlineData("secret.csv", "word\nsesame\nana\n", "word")]
    [InlineData("secret.csv", "Name\nsesame\n", "Name")]
    [InlineData("secret.txt", "ana\nsesame\n", "Name")]
    [InlineData("secret.csv", "Name\n\"sesame\n", "Name")]
    public void Of_a_file_that_a_model_names_nothing_is_shown_unless_it_holds_the_names_it_was_trained_on(
        string file, string text, string column)
    {
        File.WriteAllText(PathOf(file), text);
        Checkpoint honest = Checkpoint.Load(PathOf("model"));
        new Checkpoint(honest.Model)
        {
            Training = { ["input"] = PathOf(file), ["column"] = column, ["names_sha256"] = honest.Training["names_sha256"] },
        }.Save(PathOf("lying"));
        foreach (string[] command in new string[][]
        {
            ["evaluate", "--model", "lying"], ["report", "--model", "lying"], ["sample", "--model", "lying", "--new-only"],
        })
        {
            Outcome outcome = Refused(1, "does not hold the names that this model was trained on", command);
            foreach (string secret in new[] { "sesame", "hidden", "word" }) Assert.DoesNotContain(secret, outcome.Output + outcome.Error);
        }
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("huge")]
    [InlineData("")]
    public void What_a_model_names_as_its_input_is_opened_only_if_it_is_a_regular_file(string input)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such devices");
        MakeStrange();
        new Checkpoint(Checkpoint.Load(PathOf("model")).Model) { Training = { ["input"] = input } }.Save(PathOf("lying"));
        Refused(1, "give", "evaluate", "--model", "lying");
    }

    [Fact]
    public void Messages_quote_little_and_nothing_that_a_terminal_obeys()
    {
        string evil = "\u001b[2J\u202e\u0007" + new string('n', 500), spaced = string.Join(' ', Enumerable.Repeat("\u001b[2Jnn", 500));
        File.WriteAllText(PathOf("evil.csv"), $"{evil},{evil}\nana,nana\n");
        File.WriteAllText(PathOf("evil.txt"), $"{evil}\n{spaced}\nana\n");
        foreach (string text in new[] { evil, spaced })
        {
            foreach (string[] command in new string[][]
            {
                [text], ["train", text], ["sample", "--model", text], ["prepare", "--output", "names", "--input", text],
                ["prepare", "--input", "few.csv", "--output", text + "/names"],
                ["prepare", "--input", "few.csv", "--output", "names", "--json", text + "/x"],
                ["prepare", "--input", "few.csv", "--column", text, "--output", "names"],
                ["prepare", "--input", "evil.csv", "--output", "names"],
                ["train", "mlp", "--schedule", text], ["train", "mlp", "--split", text], ["train", "mlp", "--split-by", text],
                ["train", "mlp", "--batch-size", text], ["train", "mlp", "--hidden-size", text], ["train", "counts", "--smoothing", text],
                ["train", "--recipe", text],
                ["sample", "--model", "model", "--prefix", text], ["sample", "--model", "model", "--seed", text],
                ["sample", "--model", "model", "--temperature", text], ["sample", "--model", "model", "--multinomial", text],
                ["sample", "--model", "model", "--prefix", string.Concat(Enumerable.Repeat("ana", 100))],
                ["evaluate", "--model", "model", "--name", text], ["report", "--model", "model", "--output", "few.csv/" + text],
            })
                AssertShortAndShown(Refused(exitCode: null, "", command).Error);
        }

        Outcome outcome = program.Run("prepare", "--input", "evil.txt", "--output", "names");
        Assert.Equal(0, outcome.ExitCode);
        AssertShortAndShown(outcome.Output);
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_not_a_file_of_arguments()
    {
        File.WriteAllText(PathOf("arguments"), "--json\nfew.csv\n");
        Refused(2, "@arguments", "sample", "--model", "model", "@arguments");
        Refused(2, "@/dev/zero", "sample", "--model", "model", "@/dev/zero");
    }

    [Fact]
    public void A_run_that_is_killed_while_it_writes_leaves_the_old_file_and_one_that_the_next_run_removes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process cannot be killed so");
        File.WriteAllLines(PathOf("many.txt"), Enumerable.Range(0, 100_000).Select(Letters));
        string[] prepare = ["prepare", "--input", "many.txt", "--output", "names"];
        File.WriteAllText(PathOf("names"), "old");
        int inTheMiddle = 0;
        for (int kill = 0; kill < 20 && inTheMiddle < 3; kill++)
        {
            Process run = program.Start(prepare);
            while (!run.HasExited && !Leftovers().Any(file => file is { Exists: true, Length: > 4096 })) Thread.SpinWait(10);
            run.Kill();
            run.WaitForExit();
            string now = File.ReadAllText(PathOf("names"));
            Assert.True(now == "old" || now.Length == 7 * 100_000);
            Assert.InRange(Leftovers().Count(), 0, 1);
            inTheMiddle += Leftovers().Count();
        }

        Assert.True(inTheMiddle >= 1, "no run was killed while it wrote");
        Assert.Equal(0, program.Run(prepare).ExitCode);
        Assert.Empty(Leftovers());
        Assert.Equal(100_000, File.ReadAllLines(PathOf("names")).Length);
    }

    // 105 is "aaabaf".
    private static string Letters(int number) => string.Concat($"{number:000000}".Select(digit => (char)(digit - '0' + 'a')));

    private IEnumerable<FileInfo> Leftovers() => Directory.EnumerateFiles(program.Folder, ".*.tmp").Select(file => new FileInfo(file));

    private static void AssertShortAndShown(string text)
    {
        string[] lines = text.Split(Environment.NewLine);
        Assert.All(lines, line => Assert.All(line.EnumerateRunes(), character => Assert.True(Quote.IsShown(character))));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 500));
        Assert.DoesNotContain(new string('n', 60), text);
    }

    private string PathOf(string file) => program.PathOf(file);

    private void Link(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("ln", arguments) { WorkingDirectory = program.Folder })!.WaitForExit();

    private void MakeStrange()
    {
        Directory.CreateDirectory(PathOf("folder"));
        Process.Start("mkfifo", [PathOf("pipe")]).WaitForExit();
        foreach (string name in new[] { "huge", "huge.txt" })
            using (FileStream file = File.Create(PathOf(name))) file.SetLength(10_000_000_000); // a hole, which takes no room on the disk
    }

    // One line, and no file is changed, made or removed.
    private Outcome Refused(int? exitCode, string message, params string[] command)
    {
        string[] before = Files();
        Outcome outcome = program.Run(command);
        Assert.True(exitCode is null ? outcome.ExitCode is 1 or 2 : outcome.ExitCode == exitCode, $"{outcome}");
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(message, outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, Files());
        return outcome;

        string[] Files() =>
        [
            .. new DirectoryInfo(program.Folder).GetFiles().OrderBy(file => file.Name)
                .Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc:O}"),
        ];
    }
}
