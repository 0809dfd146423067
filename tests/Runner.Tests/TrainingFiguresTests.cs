using System.Xml.Linq;

namespace Makemore.Runner.Tests;

/// <summary>The figures that commands write beside the trained models.</summary>
public sealed class TrainingFiguresTests : IDisposable
{
    private readonly Program program = new();

    public TrainingFiguresTests() => File.WriteAllText(program.PathOf("few.txt"), "anu\nravi\nmeera\narun\nleela\nkiran\n");

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("counts", "counts-pairs counts-smoothed counts-probabilities")]
    [InlineData("counts --smoothing 0", "counts-pairs counts-probabilities")]
    [InlineData("counts --smoothing 0.5", "counts-pairs counts-probabilities")]
    [InlineData("neural --schedule 10:20", "neural-loss neural-updates neural-gradients neural-probabilities")]
    [InlineData("mlp --schedule 0.1:40,0.01:20 --evaluate-every 20", "mlp-loss mlp-updates mlp-gradients mlp-embedding mlp-hidden")]
    [InlineData("mlp --schedule 0.1:1 --embedding-size 1 --hidden-size 1", "mlp-loss mlp-updates mlp-gradients mlp-embedding mlp-hidden")]
    [InlineData("mlp --schedule 0.1:5 --embedding-size 5 --batch-size 256", "mlp-loss mlp-updates mlp-gradients mlp-embedding mlp-hidden")]
    [InlineData(
        "mlp --schedule 0.1:5 --hidden-layers 2 --batch-norm",
        "mlp-loss mlp-updates mlp-gradients mlp-embedding mlp-norms mlp-hidden1 mlp-hidden2")]
    [InlineData("gru --schedule 0.01:3", "gru-loss gru-updates gru-gradients gru-embedding gru-gates gru-drafts")]
    [InlineData("gpt --schedule 0.01:3", "gpt-loss gpt-updates gpt-gradients gpt-embedding gpt-attention")]
    public void Train_writes_its_figures_and_still_ends_with_the_checkpoint(string kind, string figures)
    {
        Outcome outcome = program.Run(["train", .. kind.Split(' '), "--input", "few.txt"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(Path.Combine("out", $"{kind.Split(' ')[0]}.safetensors"), outcome.Lines[^1]);
        Assert.Equal(figures.Split(' ').Order(), Drawn());
        Assert.All(Drawn(), name => Assert.Equal("svg", XDocument.Load(PathOf(name)).Root!.Name.LocalName));
    }

    [Fact]
    public void The_loss_is_drawn_with_validation_stages_and_what_to_compare_it_with()
    {
        program.Run(
            "train", "mlp", "--input", "few.txt",
            "--schedule", "0.1:40,0.01:20", "--evaluate-every", "20", "--split", "0.5,0.3,0.2");
        string description = XDocument.Load(PathOf("mlp-loss")).Root!.Elements().Single(element => element.Name.LocalName == "desc").Value;
        foreach (string part in new[]
        {
            "validation", "0.1 from step 0, 0.01 from step 40", "chance 3.2958", "counting pairs", "floor of these contexts",
        })
            Assert.Contains(part, description);
    }

    [Theory, InlineData("counts"), InlineData("neural --schedule 10:3"), InlineData("mlp --schedule 0.1:3")]
    public void A_vocabulary_too_large_to_draw_trains_all_the_same_and_says_so(string kind)
    {
        // 600 of the ideographs from U+4E00 on.
        IEnumerable<string> names = Enumerable.Range(0, 300).Select(i => $"{(char)(0x4E00 + (2 * i))}{(char)(0x4E01 + (2 * i))}");
        File.WriteAllText(program.PathOf("few.txt"), string.Join('\n', names));
        Outcome outcome = program.Run(["train", .. kind.Split(' '), "--input", "few.txt", "--alphabet", "auto"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("and there are 601", outcome.Error);
        Assert.True(File.Exists(program.PathOf(outcome.Lines[^1])));
    }

    private IEnumerable<string> Drawn() =>
        Directory.GetFiles(program.PathOf("out"), "*.svg").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    private string PathOf(string figure) => program.PathOf(Path.Combine("out", $"{figure}.svg"));
}
