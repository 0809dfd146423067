using System.CommandLine;

namespace Makemore.Runner.Tests;

/// <summary>What each command prints and writes, word for word, as in Approved/NAME.txt: see <see cref="Session"/>.</summary>
public sealed class ApprovedOutputTests : IDisposable
{
    // Each is run in a folder with the files of WriteNames, and what one command writes is there for the next.
    private static readonly Dictionary<string, string[]> Sessions = new()
    {
        ["help"] = [.. HelpOfEveryCommand()],
        ["version"] = ["--version"],
        ["recipes"] = ["recipes"],
        ["mistakes"] =
        [
            "train",
            "train --recipe seed-counts --resume out/mlp.safetensors",
            "train --seed 5 counts",
            "train --recipe microgpt --multinomial portable",
            "train --recipe seed-counts --schedule 0.1:5",
            "train --recipe none",
            "train gpt --width 10 --heads 4",
            "train mlp --schedule fast",
            "train mlp --split 1,1",
            "train mlp --split 0,0.5,0.5 --input names.csv",
            "train mlp --input names.csv --hidden-size 1000000000",
            "train counts --input letters.txt --alphabet auto",
            "train mlp --input letters.txt --alphabet auto --hidden-size 100000",
            "lr-range --from 1 --to 0.1",
            "sample",
            "sample --model none.safetensors",
            "--input one.txt --alphabet auto",
            "juggle",
        ],
        ["prepare"] =
        [
            "prepare --input rows.csv --output names.txt --json results.json",
            "prepare --input rows.csv --output kept.txt --column Name --alphabet auto --duplicates keep --shuffle --seed 5",
            "prepare --input rows.csv --output wrong.txt --column Surname",
        ],
        ["train-counts"] =
        [
            "train counts --input names.csv --json results.json",
            "train counts --input names.csv --smoothing 0 --shuffle --seed 5 --multinomial cumulative --output other",
        ],
        ["train-neural"] = ["train neural --input names.csv --schedule 10:20 --json results.json"],
        ["train-mlp"] = ["train mlp --input names.csv --schedule 0.1:30,0.01:10 --evaluate-every 10 --json results.json"],
        ["train-mlp-by-name"] =
        [
            "train mlp --input names.csv --schedule 0.1:40 --split-by name --split 0.6,0.2,0.2 --batch-size 8 --seed 7 --json results.json",
        ],
        ["train-gpt"] = ["train gpt --input names.csv --schedule 0.01..0:8 --evaluate-every 4 --json results.json"],
        ["train-recipes"] =
        [
            "train --recipe seed-network --input short.txt --json results.json",
            "train --recipe microgpt --input short.txt --output microgpt",
        ],
        ["train-resume"] =
        [
            "train mlp --input names.csv --schedule 0.1:20,1e39:20 --evaluate-every 0 --checkpoint-every 10 --multinomial portable",
            "train --resume out/mlp.unfinished.safetensors --schedule 0.1:40,0.01:5 --json results.json",
            "train --resume out/mlp.safetensors --schedule 0.1:40,0.01:8 --output further",
            "train mlp --input names.csv --schedule 0.1:30",
            "train --resume out/mlp.safetensors --seed 5",
        ],
        ["sample"] =
        [
            "train counts --input names.csv",
            "sample --model out/counts.safetensors --count 5 --json results.json",
            "sample --model out/counts.safetensors --count 3 --seed 5 --prefix ka --max-length 6",
            "sample --model out/counts.safetensors --count 3 --temperature 0.5 --new-only",
            "sample --model out/counts.safetensors --count 3 --top-k 2 --new-only --input short.txt",
            "sample --model out/counts.safetensors --count 3 --multinomial portable",
            "sample --model out/counts.safetensors --count 3 --multinomial cumulative",
            "sample --model out/counts.safetensors --prefix vé",
            "sample --model out/counts.safetensors --count 1000001 --json results.json",
            "sample --model out/counts.safetensors --prefix kavya --max-length 4",
            "sample --model out/counts.safetensors --temperature 0",
        ],
        ["evaluate"] =
        [
            "train counts --input names.csv --smoothing 0.5",
            "evaluate --model out/counts.safetensors",
            "evaluate --model out/counts.safetensors --input ten.txt --json results.json",
            "evaluate --model out/counts.safetensors --input eleven.csv --column Given",
            "evaluate --model out/counts.safetensors --input short.txt",
            "evaluate --model out/counts.safetensors --name Asha zzz --json results.json",
            "evaluate --model out/counts.safetensors --name an4",
        ],
        ["lr-range"] =
        [
            "lr-range --input names.csv --steps 12 --json results.json",
            "lr-range --input names.csv --steps 12 --from 1e-3 --to 10 --hidden-size 10 --shuffle --seed 5 --output other",
            "lr-range --input short.txt --steps 50 --from 1 --to 1e38",
        ],
        ["report"] =
        [
            "train neural --input names.csv --schedule 10:5",
            "report --model out/neural.safetensors --output page",
            "report --model out/neural.safetensors --output other --input short.txt --seed 5 --multinomial portable",
        ],
        ["explore"] =
        [
            "train neural --input names.csv --schedule 10:5",
            "explore --model out/neural.safetensors --name asha --batch-size 2 --format dot",
            "explore --model out/neural.safetensors --format mermaid",
            "explore --model out/neural.safetensors --format mermaid --output graph.txt",
        ],
        ["gradcheck"] = ["gradcheck --cases 1 --json results.json"],
    };

    private readonly Program program = new();

    public static TheoryData<string> Names => [.. Sessions.Keys];

    public ApprovedOutputTests()
    {
        Write(
            "names.csv",
            "Name", "Aarav", "Aditi", "Ananya", "Anika", "Arjun", "Asha", "Bhavna", "Chetan", "Deepa", "Divya", "Esha", "Farhan", "Gauri",
            "Isha", "Kavya", "Kiran", "Leela", "Meera", "Neha", "Nikhil", "Priya", "Ravi", "Sita", "Zoya");
        Write("rows.csv", "Id,Name", "1,Asha", "2,", "3, Ravi ", "4,asha", "5,O'Neil", "6,Zoë", "7,Leela", "8,RAVI", "9,Bo", "10,M4x");
        Write("short.txt", "asha", "ravi", "leela");
        Write("one.txt", "asha");
        Write("letters.txt", [.. BadInputFiles.ManyLetters()]);
        Write("ten.txt", "asha", "ravi", "leela", "kiran", "priya", "divya", "meera", "sita", "zoya", "neha");
        Write("eleven.csv", "Given", "asha", "ravi", "leela", "kiran", "priya", "divya", "meera", "sita", "zoya", "neha", "esha");
    }

    public void Dispose() => program.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void Commands_print_what_is_approved(string name)
    {
        string text = string.Concat(Sessions[name].Select(command => Session.Transcribed(program, command)));
        Session.IsAsApproved(name, name == "gradcheck" ? Session.WithoutErrors(text) : text);
    }

    [Fact]
    public void Every_approved_file_is_of_a_session()
    {
        string folder = Path.Combine(Repository.Root.FullName, "tests", "Runner.Tests", "Approved");
        IEnumerable<string> names = [.. Sessions.Keys, ShippedNamesTests.TourSession, MemoryTests.EstimatesSession];
        Assert.Equal(names.Select(name => $"{name}.txt").Order(), Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
    }

    private static IEnumerable<string> HelpOfEveryCommand()
    {
        return Of(new CommandLine().Parse().RootCommandResult.Command, "");

        static IEnumerable<string> Of(Command command, string path) =>
            command.Subcommands.SelectMany(inner => Of(inner, $"{path}{inner.Name} ")).Prepend($"{path}--help");
    }

    private void Write(string file, params string[] lines) => File.WriteAllText(program.PathOf(file), string.Join('\n', lines) + "\n");
}
