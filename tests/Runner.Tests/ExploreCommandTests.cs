using System.Text.Json;
using System.Text.RegularExpressions;
using Makemore.Models;
using Makemore.Pages;
using Makemore.Tensors;

namespace Makemore.Runner.Tests;

/// <summary><c>explore</c> from the command line.</summary>
public sealed partial class ExploreCommandTests : IDisposable
{
    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Without_options_it_writes_the_page_as_it_was_published()
    {
        SkipWithoutPage();
        Outcome outcome = program.Run("explore");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal("explore.html: open it in a browser\n", outcome.Output);
        Assert.Equal([program.PathOf("explore.html")], Directory.GetFiles(program.Folder));
        Assert.InRange(new FileInfo(program.PathOf("explore.html")).Length, 1_000_000, 6_000_000);
        Assert.Equal("""{"name":"virat"}""", Given("explore.html").GetRawText());
    }

    [Fact]
    public void A_trained_model_and_the_names_that_it_learned_from_are_in_the_page()
    {
        SkipWithoutPage();
        File.WriteAllText(program.PathOf("names.txt"), "abba\nbaa\nab\n");
        program.Run("train", "neural", "--input", "names.txt", "--schedule", "10:3");
        Outcome outcome = program.Run("explore", "--model", "out/neural.safetensors", "--name", "Baa", "--output", "page.html");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonElement given = Given("page.html"), model = given.GetProperty("model");
        Assert.Equal("names", given.GetProperty("rung").GetString());
        Assert.Equal("baa", given.GetProperty("name").GetString());
        Assert.Equal("abba\nbaa\nab", given.GetProperty("names").GetString());
        Assert.Equal("neural.safetensors", model.GetProperty("file").GetString());
        Assert.Equal("neural", model.GetProperty("kind").GetString());
        Assert.Equal(File.ReadAllBytes(program.PathOf("out/neural.safetensors")), model.GetProperty("base64").GetBytesFromBase64());
    }

    [Fact]
    public void A_page_without_a_model_learns_from_the_names_it_is_given()
    {
        SkipWithoutPage();
        File.WriteAllText(program.PathOf("names.txt"), "Abba\n</script>\nab\n");
        Outcome outcome = program.Run("explore", "--input", "names.txt");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal("abba\nab", Given("explore.html").GetProperty("names").GetString());
    }

    [Theory]
    [InlineData("explore --batch-size 5", 2, "--batch-size must be at most 4")]
    [InlineData("explore --batch-size 0", 2, "--batch-size must be at least 1")]
    [InlineData("explore --format svg", 2, "--format must be one of html, dot, mermaid")]
    [InlineData("explore --name vir4t", 1, "'4'")]
    [InlineData("explore --output nowhere/page.html", 2, "there is no folder")]
    [InlineData("explore --model missing.safetensors", 1, "there is no such file")]
    [InlineData("explore --model counts.safetensors --name a", 2, "has no gradients")]
    [InlineData("explore --model bigram.safetensors", 1, "give them with --input")]
    [InlineData("explore --model bigram.safetensors --format dot", 2, "--name: the model's letters are \".ab\"")]
    [InlineData("explore --input missing.csv", 1, "missing.csv")]
    public void A_mistake_gets_one_line_and_leaves_no_file(string command, int exitCode, string message)
    {
        var contexts = new DistinctContexts(new Examples(["ab"], Vocabulary.FromLetters("ab"), 1));
        new Checkpoint(CountingBigram.Train(contexts, 1)).Save(program.PathOf("counts.safetensors"));
        new Checkpoint(new NeuralBigram<float>(Vocabulary.FromLetters("ab"), new TorchGenerator(1))).Save(program.PathOf("bigram.safetensors"));
        Outcome outcome = program.Run(command.Split(' '));
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Empty(Directory.GetFiles(program.Folder, "*.html"));
    }

    // Publishing it takes half a minute.
    private static void SkipWithoutPage() =>
        Assert.SkipWhen(PublishedPage.Find() is null, "the page is not published: dotnet publish src/Playground -c Release");

    private JsonElement Given(string file) =>
        JsonElement.Parse(Data().Match(File.ReadAllText(program.PathOf(file))).Groups["json"].Value);

    [GeneratedRegex("id=\"given\">(?<json>.*?)</script>")]
    private static partial Regex Data();
}
