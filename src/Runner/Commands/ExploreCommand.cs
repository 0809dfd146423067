using System.CommandLine;
using System.Text;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Pages;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Runner.Commands;

/// <summary><c>explore</c>: a page on which every gradient of a training step can be watched and checked.</summary>
internal static class ExploreCommand
{
    private static readonly ModelKind NewKind = ModelKinds.Perceptron;

    private const int LargestBatch = 4;

    // Each is nudged twice, and each nudge computes the loss again.
    private const int MostParameters = 50_000;

    private const int BeginnersSteps = 1000;
    private static readonly string[] Names = ["virat", "prabhas"];
    private static readonly ulong[] Seeds = [1234, 42];

    public static Command Create()
    {
        Option<string?> model = new("--model")
        {
            Description =
                "The .safetensors file that `train` wrote " +
                $"[default: a new {NewKind.ShortTitle} that has just begun to learn the names that ship]",
            HelpName = "FILE",
        };
        Option<string?> output = new("--output")
        {
            Description = "The file to write [default: explore.html; for dot and mermaid, standard output]",
            HelpName = "FILE",
        };
        Option<string[]> names = new("--name")
        {
            Description = $"Names to learn from, each a choice on the page [default: {string.Join(' ', Names)}]",
            HelpName = "NAME ...",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<ulong[]> seeds = new("--seed")
        {
            Description = $"Seeds of a new {NewKind.ShortTitle}'s weights, each a choice on the page [default: {string.Join(' ', Seeds)}]",
            HelpName = "SEED ...",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = Arguments.ParsedAll(Arguments.ParseSeed),
        };
        Option<int> batch = Arguments.Whole("--batch-size", $"How many characters of a name the step predicts, 1 to {LargestBatch}", 3);
        Option<ExplorerFormat> format = Arguments.Choice<ExplorerFormat>(
            "--format", "html: the page; dot or mermaid: the graph, for Graphviz or a README");
        var command = new Command("explore", "Write a page to watch and check every gradient of a training step")
        {
            model, names, seeds, batch, output, format,
        };
        command.SetAction(call =>
        {
            int batchSize = call.GetValue(batch);
            if (batchSize > LargestBatch) throw new UsageException($"--batch-size must be at most {LargestBatch}, and is {batchSize}");
            string? path = call.GetValue(output) ?? (call.GetValue(format) == ExplorerFormat.Html ? "explore.html" : null);
            if (path is not null) NamedFiles.CheckThatItIsNotRead(call, "--output", path);
            Arguments.CheckWritable("--output", path);
            (NeuralModel<double> Model, string Weights)[] models = Models(call.GetValue(model), call.GetValue(seeds) ?? []);
            Vocabulary vocabulary = models[0].Model.Vocabulary;
            string[] learned = call.GetValue(names) is { Length: > 0 } given
                ? [.. given.Select(name => Arguments.KnownName(vocabulary, name)).Distinct()]
                : [.. Names.Where(name => vocabulary.TryEncode(name, out _))];
            if (learned.Length == 0)
                throw new UsageException($"--name: the model's letters are {vocabulary}; give a name with only these letters");
            ExplorerCase[] cases =
            [
                .. from one in models
                   from name in learned
                   select new ExplorerCase(Step(one.Model, name, batchSize), one.Weights),
            ];
            Write(cases, call.GetValue(format), path);
            return 0;
        });
        return command;
    }

    private static void Write(ExplorerCase[] cases, ExplorerFormat format, string? path)
    {
        if (format == ExplorerFormat.Html)
        {
            string page = Screen.WithProgress(
                "nudging every number", cases.Length, progress => ExplorerPage.Write(cases, done => progress(done, cases[done].Step.Name)));
            AtomicFile.Write(path!, Encoding.UTF8.GetBytes(page));
            Screen.Result($"{path}: open it in a browser; then press the right arrow key");
            return;
        }

        string graph = format == ExplorerFormat.Dot ? GraphText.Dot(cases[0].Step) : GraphText.Mermaid(cases[0].Step);
        if (path is null) Screen.Text(graph);
        else AtomicFile.Write(path, Encoding.UTF8.GetBytes(graph));
    }

    // Weights from a file, or almost new ones, a set for each seed. They are in float64, in which a finite difference has ten digits.
    private static (NeuralModel<double> Model, string Weights)[] Models(string? path, ulong[] seeds)
    {
        if (path is null)
        {
            IEnumerable<ulong> chosen = seeds.Length > 0 ? seeds.Distinct() : Seeds;
            return [.. chosen.Select(seed => (Beginner(seed).Converted<double>(), $"seed {seed}"))];
        }

        if (seeds.Length > 0)
            throw new UsageException("--seed: this makes new weights, but --model names a file that has some; give only one of the two");
        ILanguageModel trained = Checkpoint.Load(path).Model;
        if (trained.ParameterCount > MostParameters)
            throw new UsageException(
                $"--model {Quote.End(path)}: every one of its {trained.ParameterCount:N0} numbers would be nudged; " +
                $"give a model of at most {MostParameters:N0}");
        NeuralModel<double> network = trained switch
        {
            NeuralModel<double> model => model,
            NeuralModel<float> model => model.Converted<double>(),
            _ => throw new UsageException(
                $"--model {Quote.End(path)}: a model of kind \"{trained.Kind.Name}\" has no gradients; train one that learns by them: " +
                string.Join(", ", ModelKinds.All.Where(kind => kind.Training?.Schedule is not null).Select(kind => kind.Name))),
        };
        return [(network, Path.GetFileName(path))];
    }

    // Untrained, the model would be so sure of wrong letters that most probabilities would be 0 to ten digits. After a little training
    // there is more to see.
    private static NeuralModel<float> Beginner(ulong seed)
    {
        NameList names = NameList.Read(NameOptions.Shipped, "Name", Vocabulary.English).Shuffled(new TorchGenerator(seed));
        var plan = new TrainingPlan(NewKind) { Split = new SplitFractions(1, 0, 0) };
        using TrainingRun<float> training = TrainingRun.Of(plan, names, seed);
        for (int step = 0; step < BeginnersSteps; step++) training.Trainer.Step(0.1);
        return training.Model;
    }

    private static ExplorableStep Step(NeuralModel<double> model, string name, int batchSize)
    {
        try
        {
            var step = new ExplorableStep(model, name, batchSize);
            return double.IsFinite(step.Graph.Loss.Value.Item)
                ? step
                : throw new DataException(
                    $"the model finds \"{Quote.Start(name)}\" impossible, so the step's loss is not finite: its weights are too large; " +
                    "train it again with a smaller learning rate, or give other names");
        }
        catch (NotSupportedException exception)
        {
            throw new UsageException($"--model: {exception.Message}");
        }
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
