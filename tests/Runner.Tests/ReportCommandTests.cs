using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Makemore.Runner.Tests;

public sealed partial class ReportCommandTests : IDisposable
{
    private const string Repeat = "dotnet run --project src/Runner -- ";

    private readonly Program program = new();

    public ReportCommandTests() =>
        File.WriteAllText(program.PathOf("few names.csv"), "Given\nanu\nravi\nmeera\narun\nleela\nkiran\nétienne\nanu\n");

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("counts --smoothing 0.5 --seed 3", "")]
    [InlineData("neural --schedule 10:20 --shuffle --duplicates keep", "neural")]
    [InlineData(
        "mlp --schedule 0.1:40,0.01:20 --block-size 2 --embedding-size 3 --hidden-size 7 --batch-size 8 --split-by name " +
        "--split 0.5,0.3,0.2",
        "mlp")]
    public void The_command_in_the_report_trains_the_same_model_again(string kind, string figures)
    {
        string model = $"{kind.Split(' ')[0]}.safetensors";
        string first = program.PathOf(Path.Combine("out", model)), second = program.PathOf(Path.Combine("again", model));
        Outcome trained = program.Run(["train", .. kind.Split(' '), "--input", "few names.csv", "--column", "Given", "--alphabet", "auto"]);
        Assert.True(trained.ExitCode == 0, trained.Error);

        string page = File.ReadAllText(program.PathOf(Path.Combine("out", "report.html")));
        Assert.Equal(figures.Length > 0, page.Contains("Loss of the", StringComparison.Ordinal));
        string[] commands = [.. Command().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
        Assert.Equal(2, commands.Length);
        Assert.All(commands, command => Assert.StartsWith(Repeat + "train", command));
        string[] arguments = [.. Words().Matches(commands[0][Repeat.Length..]).Select(word => word.Value.Trim('\''))];
        Outcome repeated = program.Run([.. arguments, "--output", "again"]);
        Assert.True(repeated.ExitCode == 0, repeated.Error);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    /// <summary>A recipe may draw names from a random stream of its own, as microgpt does.</summary>
    [Theory, InlineData("counts"), InlineData("--recipe microgpt")]
    public void The_report_of_a_training_shows_the_names_that_it_printed(string what)
    {
        string[] printed = program.Json(["train", .. what.Split(' '), "--input", "few names.csv", "--column", "Given"]).Strings("samples");
        XElement page = XDocument.Load(program.PathOf(Path.Combine("out", "report.html"))).Root!;
        XElement made = page.Descendants().Single(element => element is { Name.LocalName: "h3", Value: "Names it made" });
        string[] shown = [.. made.ElementsAfterSelf().First().Elements().Select(item => item.Value.Trim())];
        Assert.Equal(printed, shown.Select(name => name.Split(' ')[0]));
    }

    [Theory, InlineData("counts"), InlineData("mlp --schedule 0.1:5")]
    public void Report_writes_a_page_on_a_saved_model(string kind)
    {
        program.Run(["train", .. kind.Split(' '), "--input", "few names.csv", "--column", "Given", "--alphabet", "auto"]);
        string model = Path.Combine("out", $"{kind.Split(' ')[0]}.safetensors");
        Outcome outcome = program.Run("report", "--model", model, "--output", "pages");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal([Path.Combine("pages", "report.html")], outcome.Lines);

        XElement root = XDocument.Load(program.PathOf(outcome.Lines[0])).Root!;
        foreach (string part in new[] { "few names.csv", "chance", "counting bigram", "étienne", $"report --model {model} --output pages" })
            Assert.Contains(part, root.Value);
        Assert.Contains(root.Descendants(), element => element.Name.LocalName == "figure");
    }

    [Theory]
    [InlineData("dotnet run --project src/Runner")]
    [InlineData("dotnet run --project src/Runner -- sample --prefix 'd'\\''a'", "sample", "--prefix", "d'a")]
    public void A_command_is_written_for_a_shell(string expected, params string[] arguments) =>
        Assert.Equal(expected, RepeatCommand.Of(arguments));

    [GeneratedRegex("<code>(.*?)</code>")]
    private static partial Regex Command();

    [GeneratedRegex("'[^']*'|\\S+")]
    private static partial Regex Words();
}
