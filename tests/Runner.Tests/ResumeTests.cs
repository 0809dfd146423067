using System.Diagnostics;
using System.Text.Json;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>
/// What was learned is not lost: to a signal, to a learning rate that is too large, to a worse model. tests/kill-and-resume.sh kills
/// trainings at random moments.
/// </summary>
public sealed class ResumeTests : IDisposable
{
    private const string Unfinished = "out/mlp.unfinished.safetensors", Finished = "out/mlp.safetensors";

    private readonly Program program = new();

    public ResumeTests() => File.WriteAllText(program.PathOf("few.csv"), "Name\nAnu\nRavi\nMeera\nArun\nanu\nO'Neil\n\n");

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_saves_the_weights_and_the_run_goes_on_from_there(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        Process training = program.Start(
            "train", "mlp", "--input", "few.csv", "--schedule", "0.1:5000000", "--evaluate-every", "0", "--checkpoint-every", "500",
            "--json", "results.json");
        while (!File.Exists(program.PathOf(Unfinished))) Thread.Sleep(10);
        Process.Start("kill", [$"-{signal}", $"{training.Id}"]).WaitForExit();
        Outcome outcome = Program.Finish(training);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("to go on: dotnet run --project src/Runner -- train --resume out/mlp.unfinished.safetensors", outcome.Error);
        JsonElement results = JsonDocument.Parse(File.ReadAllText(program.PathOf("results.json"))).RootElement;
        Assert.True(results.Number("loss.all") < results.Number("loss.initial"));
        Assert.Contains("loss        all", outcome.Output);
        Assert.Equal([Path.GetFileName(Unfinished)], FilesIn("out"));
        Assert.Equal(0, program.Run("sample", "--model", Unfinished).ExitCode);

        int steps = int.Parse(Checkpoint.Load(program.PathOf(Unfinished)).Training["steps"]);
        Assert.InRange(steps, 500, 4_999_999);
        string schedule = $"0.1:{steps + 50}";
        JsonElement resumed = program.Json("train", "--resume", Unfinished, "--schedule", schedule);
        JsonElement whole = program.Json(
            "train", "mlp", "--input", "few.csv", "--schedule", schedule, "--evaluate-every", "0", "--output", "whole");
        Assert.Equal(whole.Strings("samples"), resumed.Strings("samples"));
        Assert.Equal($"{whole.GetProperty("loss")}", $"{resumed.GetProperty("loss")}");
        Assert.Equal(FilesIn("whole"), FilesIn("out"));
    }

    [Fact]
    public void Control_C_before_the_first_step_changes_nothing_on_disk()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:50");
        var before = FilesIn("out").ToDictionary(file => file, file => File.ReadAllBytes(program.PathOf($"out/{file}")));

        // Names enough that the loss before the first step takes a while.
        var letters = new Random(1);
        File.WriteAllLines(program.PathOf("many.txt"), Enumerable.Range(0, 20_000).Select(_ => string.Concat(letters.GetItems<char>("aeioklmnrst", 9))));
        Process training = program.Start("train", "mlp", "--input", "many.txt", "--block-size", "8", "--hidden-size", "500", "--threads", "1");
        while (training.StandardError.ReadLine() is { } line && !line.Contains(" names of ", StringComparison.Ordinal)) { }
        Process.Start("kill", ["-INT", $"{training.Id}"]).WaitForExit();
        Outcome outcome = Program.Finish(training);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("stopped before a step was taken; nothing was changed", outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, FilesIn("out").ToDictionary(file => file, file => File.ReadAllBytes(program.PathOf($"out/{file}"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lr-range --steps 1000000")]
    public void Control_C_ends_what_saves_no_checkpoints_too(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        Process training = program.Start(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (training.StandardError.ReadLine() is { } line && !line.Contains("  dropped ", StringComparison.Ordinal)) { }
        Process.Start("kill", ["-INT", $"{training.Id}"]).WaitForExit();
        Outcome outcome = Program.Finish(training);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("stopped", outcome.Error);
        Assert.DoesNotContain("finite", outcome.Error);
        if (command.Length == 0) Assert.Equal(("", 0), (outcome.Output, FilesIn("out").Length));
    }

    [Fact]
    public void A_run_that_diverges_keeps_what_it_had_learned()
    {
        string[] train = ["train", "mlp", "--input", "few.csv", "--schedule"];
        Outcome outcome = program.Run([.. train, "0.1:3000,1e38:100"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            "what was learned in the first 3,000 steps is kept, and can go on: dotnet run --project src/Runner -- train --resume " +
            "out/mlp.unfinished.safetensors --schedule RATE:STEPS,...",
            WithSlashes(outcome.Error));
        JsonElement resumed = program.Json("train", "--resume", Unfinished, "--schedule", "0.1:3000,0.01:100");
        JsonElement whole = program.Json([.. train, "0.1:3000,0.01:100", "--output", "whole"]);
        Assert.Equal($"{whole.GetProperty("history")}", $"{resumed.GetProperty("history")}");
        Assert.Equal(whole.Strings("samples"), resumed.Strings("samples"));
        Assert.Equal(File.ReadAllBytes(program.PathOf("whole/mlp.safetensors")), File.ReadAllBytes(program.PathOf(Finished)));
    }

    [Fact]
    public void A_run_whose_checkpoint_has_no_finite_loss_says_what_to_do_and_leaves_the_file()
    {
        program.Run("train", "mlp", "--schedule", "0.1:5", "--input", "few.csv");
        var spoilt = Checkpoint.Load(program.PathOf(Finished));
        var network = (NeuralModel<float>)spoilt.Model;
        network.Parameters.Single(parameter => parameter.Label == "output.weights").Value.Span.Fill(float.MaxValue);
        SafetensorsFile file = SafetensorsFile.Read(program.PathOf(Finished)), weights = new();
        spoilt.Model.Save(weights);
        foreach (SafetensorsEntry entry in weights.Entries)
            ((float[])entry.Values).CopyTo((float[])file.Entries.Single(one => one.Name == entry.Name).Values, 0);
        file.Write(program.PathOf("spoilt"));
        byte[] before = File.ReadAllBytes(program.PathOf("spoilt"));

        Outcome outcome = program.Run("train", "--resume", "spoilt", "--schedule", "0.1:9", "--output", "again");
        Assert.Equal(1, outcome.ExitCode);
        Assert.EndsWith(
            "no learning rate is to blame; spoilt is as it was: go on from an earlier checkpoint, " +
            "or train again with a smaller learning rate",
            outcome.Error.TrimEnd());
        Assert.Contains("training cannot begin at step 5, learning rate 0.1: the loss is NaN", outcome.Error);
        Assert.Equal(before, File.ReadAllBytes(program.PathOf("spoilt")));
        Assert.Empty(FilesIn("again"));
    }

    [Theory]
    [InlineData("1e38:9", "1")]
    [InlineData("1e39:1", "0")]
    public void A_run_that_diverges_at_once_can_begin_again(string schedule, string checkpointEvery)
    {
        Outcome outcome = program.Run(
            "train", "mlp", "--input", "few.csv", "--schedule", schedule, "--checkpoint-every", checkpointEvery);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("nothing was learned, and the run can begin again: dotnet run", outcome.Error);
        Outcome again = program.Run("train", "--resume", Unfinished, "--schedule", "0.1:9");
        Assert.True(again.ExitCode == 0, again.Error);
        byte[] resumed = File.ReadAllBytes(program.PathOf(Finished));
        program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:9", "--output", "whole");
        Assert.Equal(File.ReadAllBytes(program.PathOf("whole/mlp.safetensors")), resumed);
    }

    [Fact]
    public void A_model_that_is_worse_than_chance_is_called_so()
    {
        Outcome outcome = program.Run("train", "mlp", "--schedule", "1e30:50", "--input", "few.csv");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("is above chance, 3.2958: the model is worse than one that knows nothing", outcome.Error);
        Assert.DoesNotContain("above chance", program.Run("train", "mlp", "--schedule", "0.1:500", "--input", "few.csv").Error);
    }

    [Fact]
    public void A_better_model_is_kept_beside_a_worse_one()
    {
        program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:2000");
        byte[] better = File.ReadAllBytes(program.PathOf(Finished));
        Outcome outcome = program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:20");
        Assert.Contains("out/mlp.safetensors is better", WithSlashes(outcome.Error));
        Assert.Contains("it is kept as out/mlp.kept.safetensors", WithSlashes(outcome.Error));
        Assert.Equal(better, File.ReadAllBytes(program.PathOf("out/mlp.kept.safetensors")));
    }

    [Fact]
    public void A_run_that_did_not_end_is_pointed_out()
    {
        program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:300,1e38:100");
        Outcome outcome = program.Run("train", "mlp", "--input", "few.csv", "--schedule", "0.1:20");
        Assert.Contains($"{Unfinished} is a run that did not end; to go on with it: ", WithSlashes(outcome.Error));
        Assert.True(File.Exists(program.PathOf(Unfinished)));
    }

    [Theory]
    [InlineData("neural.safetensors")]
    [InlineData("report.html")]
    [InlineData("neural-loss.svg")]
    public void What_cannot_be_written_is_refused_before_the_work(string file)
    {
        Directory.CreateDirectory(program.PathOf($"taken/{file}"));
        Outcome outcome = program.Run("train", "neural", "--output", "taken");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{file}: this is a folder", outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.DoesNotContain("loss", outcome.Error.Replace("neural-loss", "", StringComparison.Ordinal));
    }

    // A path of Windows has backslashes, and is quoted for a shell.
    private static string WithSlashes(string text) =>
        text.Replace('\\', '/').Replace("'", "", StringComparison.Ordinal);

    private string[] FilesIn(string folder) =>
        [.. Directory.GetFileSystemEntries(program.PathOf(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
