using System.Text.Json;
using Makemore.Models;

namespace Makemore.Runner.Tests;

/// <summary>What a user meets: output that can be piped, one-line errors, and files that are whole or not there.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly Program program = new();

    public CommandTests() => File.WriteAllText(program.PathOf("few.csv"), "Name\nAnu\nRavi\nMeera\nArun\nanu\nO'Neil\n\n");

    public void Dispose() => program.Dispose();

    [Fact]
    public void Equal_names_count_once_or_each_time()
    {
        // A name that occurs twice is learned twice. A model's names are later read with the same cleaning.
        string[] train = ["train", "counts", "--input", "few.csv", "--duplicates"];
        JsonElement once = program.Json([.. train, "drop"]), twice = program.Json([.. train, "keep"]);
        Assert.Equal((4, 5), (once.Number("names"), twice.Number("names")));
        Assert.Equal(once.Number("examples.all") + "anu.".Length, twice.Number("examples.all"));
        Outcome evaluated = program.Run("evaluate", "--model", "out/counts.safetensors");
        Assert.Contains("names             5", evaluated.Output);
        Assert.Empty(evaluated.Error);
        Assert.Equal("keep", Checkpoint.Load(program.PathOf("out/counts.safetensors")).Training["duplicates"]);
    }

    [Fact]
    public void Shuffling_is_by_the_seed()
    {
        string[] Shuffled(string seed)
        {
            program.Run("prepare", "--output", "names.txt", "--shuffle", "--seed", seed);
            return File.ReadAllLines(program.PathOf("names.txt"));
        }

        string[] one = Shuffled("1"), again = Shuffled("1"), two = Shuffled("2");
        Assert.Equal(one, again);
        Assert.NotEqual(one, two);
        Assert.Equal(one.Order(), two.Order());
    }

    [Fact]
    public void Names_of_any_script_with_their_own_alphabet()
    {
        File.WriteAllText(program.PathOf("hindi.txt"), "विराट\nअनु\nरवि\nमीरा\n");
        JsonElement results = program.Json(
            "train", "mlp", "--input", "hindi.txt", "--alphabet", "auto", "--schedule", "0.1:300", "--split", "1,0,0");
        Assert.Equal(1 + "विराटअनुरविमीरा".Distinct().Count(), results.Number("vocabulary"));
        Outcome sample = program.Run("sample", "--model", "out/mlp.safetensors", "--prefix", "वि", "--count", "3");
        Assert.Equal(0, sample.ExitCode);
        Assert.All(sample.Lines, name => Assert.StartsWith("वि", name));
    }

    [Fact]
    public void Sampling_prints_names_and_nothing_else()
    {
        program.Run("train", "counts");
        string[] sample = ["sample", "--model", "out/counts.safetensors", "--count", "50", "--prefix", "vi", "--new-only", "--seed", "5"];
        Outcome outcome = program.Run(sample);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Equal(50, outcome.Lines.Length);
        Assert.All(outcome.Lines, name => Assert.Matches("^vi[a-z]*$", name));
        program.Run("prepare", "--output", "names.txt");
        Assert.Empty(outcome.Lines.Intersect(File.ReadAllLines(program.PathOf("names.txt"))));
        Assert.Equal(outcome.Lines, program.Json(sample).Strings("samples"));
    }

    [Fact]
    public void With_only_the_most_probable_letter_every_name_is_the_same()
    {
        program.Run("train", "counts");
        Outcome outcome = program.Run("sample", "--model", "out/counts.safetensors", "--top-k", "1", "--max-length", "12", "--count", "5");
        Assert.Single(outcome.Lines.Distinct());
        outcome = program.Run("sample", "--model", "out/counts.safetensors", "--temperature", "0.001", "--max-length", "12");
        Assert.Single(outcome.Lines.Distinct());
    }

    [Fact]
    public void Evaluation_of_all_names_is_the_mean_over_their_characters()
    {
        JsonElement trained = program.Json("train", "counts");
        JsonElement results = program.Json("evaluate", "--model", "out/counts.safetensors");
        JsonElement[] names = [.. results.GetProperty("perName").EnumerateArray()];
        Assert.Equal(4172, names.Length);
        Assert.Equal(trained.Number("loss.all"), results.Number("loss.all"), 1e-12);
        double total = names.Sum(name => name.Number("total"));
        int characters = names.Sum(name => name.GetProperty("name").GetString()!.Length + 1);
        Assert.Equal(results.Number("loss.all"), total / characters, 1e-9);
        Assert.Equal(Math.Exp(results.Number("loss.all")), results.Number("perplexity"), 1e-9);
        Assert.Equal(results.Number("loss.all") / Math.Log(2), results.Number("bitsPerCharacter"), 1e-9);
    }

    [Theory]
    [InlineData("32")]
    [InlineData("512")]
    public void The_number_of_threads_changes_no_result(string batch)
    {
        string[] train = ["train", "mlp", "--schedule", "0.1:60", "--evaluate-every", "20", "--batch-size", batch, "--threads"];
        JsonElement one = program.Json([.. train, "1"]), three = program.Json([.. train, "3"]);
        foreach (string result in new[] { "loss", "history" }) Assert.Equal($"{one.GetProperty(result)}", $"{three.GetProperty(result)}");

        string[] evaluate = ["evaluate", "--model", "out/mlp.safetensors", "--threads"];
        Assert.Equal(
            program.Run([.. evaluate, "1"]).Output,
            program.Run([.. evaluate, "3", "--json", program.PathOf("results.json")]).Output);
    }

    [Fact]
    public void A_name_that_a_model_finds_impossible_has_an_infinite_loss()
    {
        program.Run("train", "counts", "--smoothing", "0", "--input", "few.csv");
        JsonElement results = program.Json("evaluate", "--model", "out/counts.safetensors", "--name", "uuu");
        Assert.Equal("Infinity", results.GetProperty("loss").GetProperty("all").GetString()); // JSON has no such number, but strings
        foreach (string name in new[] { "perplexity", "bitsPerCharacter" }) Assert.Equal("Infinity", results.GetProperty(name).GetString());
    }

    [Fact]
    public void A_truncated_checkpoint_is_refused()
    {
        program.Run("train", "neural", "--schedule", "10:5");
        byte[] whole = File.ReadAllBytes(program.PathOf("out/neural.safetensors"));
        File.WriteAllBytes(program.PathOf("half.safetensors"), whole[..(whole.Length / 2)]);
        Outcome outcome = program.Run("evaluate", "--model", "half.safetensors");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("half.safetensors", outcome.Error);
        Assert.Single(outcome.Error.Trim().Split('\n'));
    }

    [Fact]
    public void A_recipe_trains_as_its_options_do_and_says_how_to_do_it_again()
    {
        JsonElement byRecipe = program.Json("train", "--recipe", "seed-counts", "--input", "few.csv", "--seed", "5");
        JsonElement byOptions = program.Json("train", "counts", "--input", "few.csv", "--seed", "5", "--output", "again");
        Assert.Equal(byOptions.Strings("samples"), byRecipe.Strings("samples"));
        Assert.Equal(byOptions.Number("loss.all"), byRecipe.Number("loss.all"));
        string report = File.ReadAllText(program.PathOf("out/report.html"));
        Assert.Contains($"-- train --recipe seed-counts --input {program.PathOf("few.csv")} --seed 5", report);
    }

    [Fact]
    public void Every_gradient_is_checked()
    {
        JsonElement results = program.Json("gradcheck", "--cases", "20");
        JsonElement[] operations = [.. results.GetProperty("operations").EnumerateArray()];
        Assert.True(operations.Length >= 21);
        Assert.All(operations, operation => Assert.True(operation.Number("worst") < 1e-6));
    }

    [Fact]
    public void The_range_test_writes_its_points()
    {
        JsonElement results = program.Json("lr-range", "--steps", "2000", "--to", "10", "--shuffle");
        string[] csv = File.ReadAllLines(program.PathOf("out/lr-range.csv"));
        Assert.Equal("rate,loss,smoothed", csv[0]);
        Assert.Equal(results.GetProperty("points").GetArrayLength() + 1, csv.Length);
        Assert.InRange(results.Number("steepest"), 1e-5, results.Number("minimum"));
        Assert.InRange(results.Number("minimum"), 0.01, 2);
    }
}
