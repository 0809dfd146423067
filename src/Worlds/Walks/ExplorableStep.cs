using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// One training step of a network on the first few characters of a name. It is written in plain operations, one on each line, so that every
/// line is a node to look at. Training computes the same with fused operations.
/// </summary>
public sealed class ExplorableStep
{
    private readonly StepProgram<double> program = new();

    /// <summary>Records the graph of a step.</summary>
    /// <param name="model">A network that can write out its step. It is copied, and does not change.</param>
    /// <param name="name">The name to learn from.</param>
    /// <param name="batchSize">How many of the name's examples the step takes, from the first letter on.</param>
    /// <exception cref="ArgumentException">The name has a character that is not in the model's vocabulary.</exception>
    /// <exception cref="NotSupportedException">The model has no program of its step, or answers for every position.</exception>
    public ExplorableStep(NeuralModel<double> model, string name, int batchSize)
    {
        if (model.AnswersEveryPosition)
            throw new NotSupportedException(
                $"the {model.Kind.Title} says what follows every letter; only a model that says what follows the last can be explored");
        var examples = new Examples([name], model.Vocabulary, model.BlockSize);
        int rows = Math.Min(batchSize, examples.Count);
        (Contexts, Targets) = (new Indices([rows, model.BlockSize]), new Indices([rows]));
        examples.Fill([.. Enumerable.Range(0, rows)], Contexts.Span, Targets.Span);
        (Model, Name) = (model.Converted<double>(), name);
        Graph = new Graph<double>(Loss(Model.TellLogits(Contexts, program)
            ?? throw new NotSupportedException($"the file of the {model.Kind.Title} does not write out its training step line by line")));
        Program = new LossProgram(Graph, LineOf, learns: _ => true);
    }

    /// <summary>The network that takes the step. Its parameters have the names of the program.</summary>
    public NeuralModel<double> Model { get; }

    /// <summary>The characters that contexts and targets are made of.</summary>
    public Vocabulary Vocabulary => Model.Vocabulary;

    /// <summary>The name that the step learns from.</summary>
    public string Name { get; }

    /// <summary>(batch, block) tokens.</summary>
    public Indices Contexts { get; }

    /// <summary>(batch) tokens.</summary>
    public Indices Targets { get; }

    /// <summary>The step, from the parameters to the loss.</summary>
    public Graph<double> Graph { get; }

    /// <summary>The step as a <see cref="Walk"/> goes through it.</summary>
    public LossProgram Program { get; }

    /// <summary>The line that made a node; null for a parameter.</summary>
    public ProgramLine? LineOf(Variable<double> node) => program.LineOf(node);

    private Variable<double> Loss(Variable<double> logits)
    {
        Indices targets = Targets;
        Variable<double> p = program.Line("softmax", "p", logits.Softmax()); // (n, vocabulary)
        Variable<double> likely = program.Line("loss", "likely", p.Pick(targets)); // (n)
        Variable<double> log = program.Line("loss", "log", likely.Log()); // (n)
        Variable<double> mean = program.Line("loss", "mean", log.Mean()); // ()
        return program.Line("loss", "loss", -mean); // ()
    }
}
