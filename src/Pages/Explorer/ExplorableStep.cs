using System.Runtime.CompilerServices;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Pages;

/// <summary>
/// One training step of a network on the first few characters of a name, written in plain operations, a line each, so that every line is a
/// node to look at. Training computes the same with fused ones.
/// </summary>
public sealed class ExplorableStep
{
    private readonly Dictionary<Variable<double>, ProgramLine> lines = [];

    /// <summary>Records the graph of a step.</summary>
    /// <param name="model">An MLP or a bigram network.</param>
    /// <param name="name">The name to learn from.</param>
    /// <param name="batchSize">How many of its examples are looked at, from the first letter on.</param>
    /// <exception cref="ArgumentException">
    /// The name has a character that the model does not know, or no program is written for a model of this kind.
    /// </exception>
    public ExplorableStep(NeuralModel<double> model, string name, int batchSize)
    {
        var examples = new Examples([name], model.Vocabulary, model.BlockSize);
        int rows = Math.Min(batchSize, examples.Count);
        (Contexts, Targets) = (new Indices([rows, model.BlockSize]), new Indices([rows]));
        examples.Fill([.. Enumerable.Range(0, rows)], Contexts.Span, Targets.Span);
        Vocabulary = model.Vocabulary;
        Name = name;
        Graph = new Graph<double>(Loss(model switch
        {
            MultilayerPerceptron<double> perceptron => Logits(perceptron),
            NeuralBigram<double> bigram => Logits(bigram),
            _ => throw new ArgumentException($"ExplorableStep: no program is written for a model of kind \"{model.Kind}\""),
        }));
    }

    /// <summary>The characters that contexts and targets are made of.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The name that is learned from.</summary>
    public string Name { get; }

    /// <summary>(batch, block) tokens.</summary>
    public Indices Contexts { get; }

    /// <summary>(batch) tokens.</summary>
    public Indices Targets { get; }

    /// <summary>The step, from the parameters to the loss.</summary>
    public Graph<double> Graph { get; }

    /// <summary>The line that made a node; null for a parameter.</summary>
    public ProgramLine? LineOf(Variable<double> node) => lines.GetValueOrDefault(node);

    private Variable<double> Logits(MultilayerPerceptron<double> model)
    {
        (Variable<double> C, Variable<double> W1, Variable<double> b1) = (model.Embedding.Table, model.Hidden.Weights, model.Hidden.Bias!);
        (Variable<double> W2, Variable<double> b2) = (model.Output.Weights, model.Output.Bias!);
        (C.Name, W1.Name, b1.Name, W2.Name, b2.Name) = ("C", "W1", "b1", "W2", "b2");
        (int n, int inputs) = (Contexts.Shape[0], W1.Shape[0]);
        Indices contexts = Contexts;

        Variable<double> emb = Line("look up", "emb", C.Embedding(contexts)); // (n, block, embedding)
        Variable<double> x = Line("concatenate", "x", emb.Reshape([n, inputs])); // (n, block · embedding)
        Variable<double> xW1 = Line("linear", "xW1", x.MatMul(W1)); // (n, hidden)
        Variable<double> a = Line("linear", "a", xW1 + b1); // (n, hidden)
        Variable<double> h = Line("tanh", "h", a.Tanh()); // (n, hidden)
        Variable<double> hW2 = Line("linear", "hW2", h.MatMul(W2)); // (n, vocabulary)
        return Line("linear", "logits", hW2 + b2); // (n, vocabulary)
    }

    private Variable<double> Logits(NeuralBigram<double> model)
    {
        Variable<double> W = model.Weights;
        W.Name = "W";
        (int n, int classes) = (Contexts.Shape[0], W.Shape[1]);
        Indices contexts = Contexts;
        Variable<double> rows = Line("look up", "rows", W.Embedding(contexts)); // (n, 1, vocabulary)
        return Line("look up", "logits", rows.Reshape([n, classes])); // (n, vocabulary)
    }

    private Variable<double> Loss(Variable<double> logits)
    {
        Indices targets = Targets;
        Variable<double> p = Line("softmax", "p", logits.Softmax()); // (n, vocabulary)
        Variable<double> likely = Line("loss", "likely", p.Pick(targets)); // (n)
        Variable<double> log = Line("loss", "log", likely.Log()); // (n)
        Variable<double> mean = Line("loss", "mean", log.Mean()); // ()
        return Line("loss", "loss", -mean); // ()
    }

    private Variable<double> Line(
        string stage, string name, Variable<double> made, [CallerArgumentExpression(nameof(made))] string code = "")
    {
        made.Name = name;
        lines.Add(made, new ProgramLine(stage, $"var {name} = {code};"));
        return made;
    }
}

/// <summary>A line of the program that a step runs.</summary>
/// <param name="Stage">Which part of the story it belongs to: "tanh".</param>
/// <param name="Code">The C# of it.</param>
public sealed record ProgramLine(string Stage, string Code);
