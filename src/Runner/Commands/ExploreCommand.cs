using System.CommandLine;
using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Runner.Commands;

/// <summary><c>explore</c>: a page in which the engine itself runs, to watch networks learn and to walk through each step.</summary>
internal static class ExploreCommand
{
    private const int LargestBatch = 4;

    private const int BeginnersSteps = 1000;

    private static readonly ModelKind NewKind = ModelKinds.Perceptron;

    // The first that has only letters of the model.
    private static readonly string[] Names = ["virat", "prabhas"];

    public static Command Create()
    {
        Option<string?> model = new("--model")
        {
            Description = "The .safetensors file that `train` wrote: the page goes on with it [default: none; the page begins with new models]",
            HelpName = "FILE",
        };
        Option<string?> input = Arguments.Input();
        Option<string?> output = new("--output")
        {
            Description = "The file to write [default: explore.html; for dot and mermaid, standard output]",
            HelpName = "FILE",
        };
        Option<string?> name = new("--name") { Description = $"A name to walk through [default: {Names[0]}]", HelpName = "NAME" };
        Option<int> batch = Arguments.Whole(
            "--batch-size", $"For dot and mermaid: how many characters of the name the step predicts, 1 to {LargestBatch}", 3);
        Option<ExplorerFormat> format = Arguments.Choice<ExplorerFormat>(
            "--format", "html: the page; dot or mermaid: the graph of one step, for Graphviz or a README");
        var command = new Command("explore", "Write a page in which networks learn before your eyes, and every step can be walked through")
        {
            model, input, name, batch, output, format,
        };
        command.SetAction(call =>
        {
            int batchSize = call.GetValue(batch);
            if (batchSize > LargestBatch) throw new UsageException($"--batch-size must be at most {LargestBatch}, and is {batchSize}");
            bool isPage = call.GetValue(format) == ExplorerFormat.Html;
            string? path = call.GetValue(output) ?? (isPage ? "explore.html" : null);
            if (path is not null) NamedFiles.CheckThatItIsNotRead(call, "--output", path);
            Arguments.CheckWritable("--output", path);
            Checkpoint? checkpoint = call.GetValue(model) is { } file ? Network(file) : null;
            Vocabulary vocabulary = checkpoint?.Model.Vocabulary ?? Vocabulary.English;
            string? walked = call.GetValue(name) is { } given
                ? Arguments.KnownName(vocabulary, given)
                : Names.FirstOrDefault(one => vocabulary.TryEncode(one, out _));
            if (isPage) WritePage(path!, Given(call, checkpoint, call.GetValue(input), walked));
            else WriteGraph(path, call.GetValue(format), checkpoint, batchSize, walked
                ?? throw new UsageException($"--name: the model's letters are {vocabulary}; give a name with only these letters"));
            return 0;
        });
        return command;
    }

    /// <summary>Writes the page, and says where.</summary>
    public static void WritePage(string path, GivenToPage given)
    {
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(PlaygroundPage.Write(File.ReadAllText(EmptyPage), given)));
        Screen.Result($"{path}: open it in a browser");
    }

    // The tool has the page in its package.
    private static string EmptyPage =>
        Installation.IsTool ? Path.Combine(AppContext.BaseDirectory, "playground.html") : PublishedPage.Get(Screen.Message);

    /// <summary>A model for a page.</summary>
    public static GivenModel ForPage(Checkpoint checkpoint, string file) =>
        new(Path.GetFileName(file), checkpoint.Model.Kind.Name, File.ReadAllBytes(file));

    /// <summary>The rung where a model of this kind is at home.</summary>
    public static string RungOf(ModelKind kind) => kind == ModelKinds.Gpt ? "gpt" : "names";

    private static GivenToPage Given(ParseResult call, Checkpoint? checkpoint, string? input, string? walked)
    {
        if (checkpoint is null)
            return new GivenToPage(
                null, null, input is null ? null : Joined(NameList.Read(input, "Name", Vocabulary.English)), walked);
        NameList names = NameOptions.OfTraining(checkpoint, call, input);
        return new GivenToPage(RungOf(checkpoint.Model.Kind), ForPage(checkpoint, checkpoint.Path), Joined(names), walked ?? names.Names[0]);

        static string Joined(NameList names) => string.Join('\n', names.Names);
    }

    private static Checkpoint Network(string path)
    {
        Checkpoint checkpoint = Checkpoint.Load(path);
        return checkpoint.Model.Kind.Training?.Schedule is not null
            ? checkpoint
            : throw new UsageException(
                $"--model {Quote.End(path)}: a model of kind \"{checkpoint.Model.Kind.Name}\" has no gradients; train one that learns by " +
                $"them: {string.Join(", ", ModelKinds.All.Where(kind => kind.Training?.Schedule is not null).Select(kind => kind.Name))}");
    }

    private static void WriteGraph(string? path, ExplorerFormat format, Checkpoint? checkpoint, int batchSize, string name)
    {
        NeuralModel<double> network = checkpoint?.Model switch
        {
            null => Beginner().Converted<double>(),
            NeuralModel<float> single => single.Converted<double>(),
            var wide => (NeuralModel<double>)wide,
        };
        ExplorableStep step;
        try
        {
            step = new ExplorableStep(network, name, batchSize);
        }
        catch (NotSupportedException exception)
        {
            throw new UsageException($"--model: {exception.Message}");
        }

        string graph = format == ExplorerFormat.Dot ? GraphText.Dot(step) : GraphText.Mermaid(step);
        if (path is null) Screen.Text(graph);
        else AtomicFile.Write(path, Encoding.UTF8.GetBytes(graph));
    }

    // Untrained, the model would be so sure of wrong letters that most probabilities would be 0.
    private static NeuralModel<float> Beginner()
    {
        const ulong Seed = 1234;
        NameList names = NameList.Read(NameOptions.Shipped, "Name", Vocabulary.English).Shuffled(new TorchGenerator(Seed));
        var plan = new TrainingPlan(NewKind) { Split = new SplitFractions(1, 0, 0) };
        using TrainingRun<float> training = TrainingRun.Of(plan, names, Seed);
        for (int step = 0; step < BeginnersSteps; step++) training.Trainer.Step(0.1);
        return training.Model;
    }
}

/// <summary>What <c>explore</c> writes.</summary>
internal enum ExplorerFormat
{
    /// <summary>The page.</summary>
    Html,

    /// <summary>The graph for Graphviz.</summary>
    Dot,

    /// <summary>The graph for a README.</summary>
    Mermaid,
}
