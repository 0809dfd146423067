using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// The step of a classifier on one point, from its parameters to the loss. It is written in plain operations, one on each line, so that
/// every line is a node to look at. Training computes the same with fused operations.
/// </summary>
public sealed class PointStep
{
    private readonly StepProgram<double> program = new();

    /// <summary>Records the graph of a step.</summary>
    /// <param name="classifier">The network, a copy for this step alone: its parameters get the names of the program.</param>
    /// <param name="x">The point's place from left to right.</param>
    /// <param name="y">The point's place from the bottom to the top.</param>
    /// <param name="ofClass">The class that it should be told to be of: 0 or 1.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    internal PointStep(PointClassifier<double> classifier, double x, double y, int ofClass)
    {
        PointTraining.CheckClass(ofClass);
        Graph = new Graph<double>(classifier.TellLoss(new Tensor<double>([1, 2], [x, y]), ofClass, program));
        Program = new LossProgram(Graph, LineOf, learns: _ => true);
    }

    /// <summary>The step. Its parameters have the names of the program: W1, b1 and so on.</summary>
    public Graph<double> Graph { get; }

    /// <summary>The step as a <see cref="Walk"/> goes through it.</summary>
    public LossProgram Program { get; }

    /// <summary>The line that made a node; null for a parameter and for the point.</summary>
    public ProgramLine? LineOf(Variable<double> node) => program.LineOf(node);
}
