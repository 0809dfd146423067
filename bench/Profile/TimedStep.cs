using System.Diagnostics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>
/// Does what <see cref="Trainer{T}.Step"/> and <see cref="Graph{T}"/> do, and reads the clock between operations. Reading takes time
/// itself, which is measured and subtracted.
/// </summary>
internal sealed class TimedStep
{
    private const int Rounds = 20;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    private readonly Action draw;
    private readonly double rate;
    private readonly Graph<float> graph;
    private readonly Optimizer<float> optimizer;

    private readonly long[] forward, backward; // ticks so far, for each node
    private long choosing, updating, last;

    /// <summary>A step of a model on examples, or of one that answers at every place on as many rows of random tokens.</summary>
    public TimedStep(NeuralModel<float> model, Examples examples, int rows, int time, TrainingPlan plan, double rate)
    {
        var generator = new TorchGenerator(1);
        var chosen = new int[rows];
        Indices contexts = new([rows, time]), targets = new(model.AnswersEveryPosition ? [rows, time] : [rows]);
        draw = model.AnswersEveryPosition ? DrawTokens : DrawExamples;
        this.rate = rate;
        graph = new Graph<float>(model.Logits(contexts, Mode.Training).CrossEntropy(targets));
        optimizer = plan.Optimizer(graph.Parameters);
        (forward, backward) = (new long[Nodes.Count], new long[Nodes.Count]);

        void DrawTokens()
        {
            generator.Integers(contexts.Span, 0, model.Vocabulary.Size);
            generator.Integers(targets.Span, 0, model.Vocabulary.Size);
        }

        void DrawExamples()
        {
            generator.Integers(chosen, 0, examples.Count);
            examples.Fill(chosen, contexts.Span, targets.Span);
        }
    }

    public IReadOnlyList<Variable<float>> Nodes => graph.Nodes;

    /// <summary>The mean time of a step, in the best of a few rounds.</summary>
    public Times Measure()
    {
        Times best = RunRound(); // the first round warms up
        for (int round = 0; round < Rounds; round++)
        {
            Times times = RunRound();
            if (round == 0 || times.Total < best.Total) best = times;
        }

        return best;
    }

    private Times RunRound()
    {
        Array.Clear(forward);
        Array.Clear(backward);
        (choosing, updating) = (0, 0);
        int steps = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Round; steps++) Step();

        double look = SecondsPerLook();
        return new Times(Mean(choosing), [.. forward.Select(Mean)], [.. backward.Select(Mean)], Mean(updating));

        double Mean(long ticks) => Math.Max(0, ((double)ticks / Stopwatch.Frequency / steps) - look);
    }

    private void Step()
    {
        last = Stopwatch.GetTimestamp();
        draw();
        Add(ref choosing);

        for (int i = 0; i < Nodes.Count; i++)
        {
            Nodes[i].RunForward(remembersParameters: false);
            Add(ref forward[i]);
        }

        foreach (Variable<float> node in Nodes) node.ForgetGradient();
        graph.Loss.NextContribution().Accumulator()[0] += 1;
        last = Stopwatch.GetTimestamp();
        for (int i = Nodes.Count - 1; i >= 0; i--)
        {
            Nodes[i].RunBackward(checksParameters: false);
            Add(ref backward[i]);
        }

        optimizer.Step(rate);
        Add(ref updating);
    }

    private void Add(ref long ticks)
    {
        long now = Stopwatch.GetTimestamp();
        ticks += now - last;
        last = now;
    }

    private double SecondsPerLook()
    {
        const int Looks = 10_000;
        long start = Stopwatch.GetTimestamp(), ticks = 0;
        for (int i = 0; i < Looks; i++) Add(ref ticks);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Looks;
    }

    /// <summary>Seconds a step: for choosing the examples, for each node's operation, and for moving the parameters.</summary>
    public sealed record Times(double Choosing, IReadOnlyList<double> Forward, IReadOnlyList<double> Backward, double Updating)
    {
        public double Total => Choosing + Forward.Sum() + Backward.Sum() + Updating;
    }
}
