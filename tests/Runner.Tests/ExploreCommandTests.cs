using System.Text.Json;
using System.Text.RegularExpressions;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Runner.Tests;

/// <summary><c>explore</c> from the command line.</summary>
public sealed partial class ExploreCommandTests : IDisposable
{
    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Without_options_it_writes_one_page_that_is_not_too_large()
    {
        Outcome outcome = program.Run("explore");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("explore.html", outcome.Output);
        Assert.Equal([program.PathOf("explore.html")], Directory.GetFiles(program.Folder));
        Assert.InRange(new FileInfo(program.PathOf("explore.html")).Length, 100_000, 2_000_000);
        Assert.Equal(
            ["virat seed 1234 1.876", "prabhas seed 1234 1.097", "virat seed 42 2.026", "prabhas seed 42 2.217"], Cases("explore.html"));
    }

    [Fact]
    public void What_is_named_twice_is_a_case_once()
    {
        program.Run("explore", "--name", "asha", "Asha", "--seed", "1234", "1234");
        Assert.Single(Cases("explore.html"));
    }

    [Fact]
    public void A_trained_model_can_be_explored()
    {
        SaveBigram();
        Outcome outcome = program.Run("explore", "--model", "bigram.safetensors", "--name", "abba", "baa", "--output", "page.html");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("bigram.safetensors", File.ReadAllText(program.PathOf("page.html")));
    }

    [Theory]
    [InlineData("explore --batch-size 5", 2, "--batch-size must be at most 4")]
    [InlineData("explore --batch-size 0", 2, "--batch-size must be at least 1")]
    [InlineData("explore --format svg", 2, "--format must be one of html, dot, mermaid")]
    [InlineData("explore --name vir4t", 1, "'4'")]
    [InlineData("explore --output nowhere/page.html", 2, "there is no folder")]
    [InlineData("explore --model missing.safetensors", 1, "there is no such file")]
    [InlineData("explore --model counts.safetensors --seed 1", 2, "--seed")]
    [InlineData("explore --model counts.safetensors --name a", 2, "has no gradients")]
    [InlineData("explore --model bigram.safetensors", 2, "--name: the model's letters are \".ab\"")]
    public void A_mistake_gets_one_line_and_leaves_no_file(string command, int exitCode, string message)
    {
        var contexts = new DistinctContexts(new Examples(["ab"], Vocabulary.FromLetters("ab"), 1));
        new Checkpoint(CountingBigram.Train(contexts, 1)).Save(program.PathOf("counts.safetensors"));
        SaveBigram();
        Outcome outcome = program.Run(command.Split(' '));
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Empty(Directory.GetFiles(program.Folder, "*.html"));
    }

    // The name, the weights and the loss, which is the last node, of each case on the page.
    private IEnumerable<string> Cases(string file)
    {
        string json = Data().Match(File.ReadAllText(program.PathOf(file))).Groups["json"].Value;
        JsonElement data = JsonDocument.Parse(json).RootElement, arrays = data.GetProperty("arrays");
        foreach (JsonElement one in data.GetProperty("cases").EnumerateArray())
        {
            int index = one.GetProperty("nodes").EnumerateArray().Last().GetProperty("value").GetInt32();
            double loss = BitConverter.ToDouble(arrays[index].GetBytesFromBase64());
            yield return FormattableString.Invariant($"{one.GetProperty("name")} {one.GetProperty("weights")} {loss:0.000}");
        }
    }

    [GeneratedRegex("id=\"data\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();

    private void SaveBigram()
    {
        var model = new NeuralBigram<float>(Vocabulary.FromLetters("ab"), new TorchGenerator(1));
        new Checkpoint(model).Save(program.PathOf("bigram.safetensors"));
    }
}
