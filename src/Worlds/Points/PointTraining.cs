using System.Numerics;
using System.Runtime.InteropServices;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>A training on points in the plane that is taken a few steps at a time.</summary>
public abstract class PointTraining
{
    /// <summary>How many points it learns from, and how many fresh ones, never learned from, it is tested on.</summary>
    public const int Points = 200;

    /// <summary>The points that it learns from.</summary>
    public abstract PointSet Known { get; }

    /// <summary>Points of the same kind that it does not learn from.</summary>
    public abstract PointSet Fresh { get; }

    /// <summary>The learning rate of the steps to come.</summary>
    /// <exception cref="ArgumentException">It is not above 0, or not finite.</exception>
    public double Rate
    {
        get;
        set => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentException($"the learning rate must be above 0 and finite, and is {value}");
    } = 0.1;

    /// <summary>Begins a training. The seed decides the points, then the weights, then the batches.</summary>
    /// <param name="kind">One of <see cref="PointSet.Kinds"/>.</param>
    /// <param name="noise">How far points stray from their place.</param>
    /// <param name="hidden">The number of neurons in each hidden layer.</param>
    /// <param name="activation">"tanh", "relu" or "sigmoid".</param>
    /// <param name="batchSize">How many points a step looks at; all of them if it is <see cref="Points"/>.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="precision">"float32" or "float64".</param>
    /// <exception cref="ArgumentException">One of them cannot be; the message says which.</exception>
    public static PointTraining Start(
        string kind, double noise, int[] hidden, string activation, int batchSize, ulong seed, string precision)
    {
        Activation chosen = activation switch
        {
            "tanh" => Activation.Tanh,
            "relu" => Activation.Relu,
            "sigmoid" => Activation.Sigmoid,
            _ => throw new ArgumentException($"the activation must be tanh, relu or sigmoid, and is '{Quote.Start(activation)}'"),
        };
        if (batchSize is < 1 or > Points)
            throw new ArgumentException($"a step looks at 1 to {Points} points, and {batchSize} were asked for");

        var generator = new TorchGenerator(seed);
        PointSet known = PointSet.Draw(kind, Points, noise, generator), fresh = PointSet.Draw(kind, Points, noise, generator);
        var drawn = new PointClassifier<float>(hidden, chosen, generator);
        return precision switch
        {
            "float32" => new PointTraining<float>(drawn, known, fresh, batchSize, generator),
            "float64" => new PointTraining<double>(drawn.Converted<double>(), known, fresh, batchSize, generator),
            _ => throw new ArgumentException($"the precision must be float32 or float64, and is '{Quote.Start(precision)}'"),
        };
    }

    /// <summary>The loss of each step, before it moved the parameters. Ends early at a loss that is not finite.</summary>
    public abstract double[] Train(int steps);

    /// <summary>The known points that the last step looked at, by their number; some may be there twice. Zeros before a drawn one.</summary>
    public abstract ReadOnlySpan<int> LastBatch { get; }

    /// <summary>How well it does now on the points that it learns from, and on fresh ones.</summary>
    public abstract (PointResult Known, PointResult Fresh) Test();

    /// <summary>The logit of each known point, as of the last <see cref="Test"/>.</summary>
    public abstract double[] Logits();

    /// <summary>Weights (in, out) and bias (out) of each layer, from the first to the output.</summary>
    public abstract double[] Parameters();

    /// <summary>
    /// What every neuron says over the plane: for each layer, from the first to the output's logit, (size, size, neurons). Rows go from the
    /// top down. The array is filled again by the next call.
    /// </summary>
    /// <param name="size">The number of places in a row, whose centers are evenly spaced.</param>
    /// <param name="reach">The plane goes from -reach to reach in both directions.</param>
    /// <exception cref="ArgumentException">The size is below 1.</exception>
    public abstract float[] Field(int size, double reach);

    /// <summary>What every neuron says of one point.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public abstract PointAnswer Answer(double x, double y, int ofClass);

    /// <summary>The step that learns from one point, to look at. Nothing is learned from it.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public abstract PointStep StepOn(double x, double y, int ofClass);

    internal static void CheckClass(int ofClass)
    {
        if (ofClass is not (0 or 1)) throw new ArgumentException($"a point is of class 0 or 1, not {ofClass}");
    }
}

/// <summary>How well a classifier does on some points.</summary>
/// <param name="Loss">The mean cross-entropy.</param>
/// <param name="Accuracy">The part of them that is on its side of the boundary.</param>
public sealed record PointResult(double Loss, double Accuracy);

/// <summary>What a classifier says of one point.</summary>
/// <param name="Neurons">Each hidden neuron's output, layer by layer.</param>
/// <param name="Logit">The sum of the output neuron.</param>
/// <param name="Probability">How likely it takes class 1 to be: σ(logit).</param>
/// <param name="Loss">The cross-entropy with the point's class.</param>
public sealed record PointAnswer(double[] Neurons, double Logit, double Probability, double Loss);

internal sealed class PointTraining<T> : PointTraining where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PointClassifier<T> classifier;
    private readonly Trainer<T> trainer;
    private readonly int[] chosen; // the points of a step
    private readonly Tested known, fresh;
    private readonly Tested one; // a single point, of whatever class is asked for
    private FieldGraph? plane;

    public PointTraining(PointClassifier<T> classifier, PointSet known, PointSet fresh, int batchSize, TorchGenerator generator)
    {
        this.classifier = classifier;
        (this.known, this.fresh) = (new Tested(classifier, known), new Tested(classifier, fresh));
        one = new Tested(classifier, new PointSet([0, 0], [0]));
        bool takesAll = batchSize == known.Count;
        chosen = takesAll ? [.. Enumerable.Range(0, batchSize)] : new int[batchSize];
        GraphBatch<T> batch = takesAll ? new(this.known.Loss) : Drawn(batchSize, generator);
        trainer = new Trainer<T>(batch, new Sgd<T>(batch.Parameters));
    }

    /// <inheritdoc/>
    public override PointSet Known => known.Set;

    /// <inheritdoc/>
    public override PointSet Fresh => fresh.Set;

    /// <inheritdoc/>
    public override double[] Train(int steps)
    {
        var losses = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            losses[i] = trainer.Step(Rate);
            if (!double.IsFinite(losses[i])) return losses[..(i + 1)];
        }

        return losses;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> LastBatch => chosen;

    /// <inheritdoc/>
    public override (PointResult Known, PointResult Fresh) Test() => (known.Result(), fresh.Result());

    /// <inheritdoc/>
    public override double[] Logits() => Widened(known.Logits.Value);

    /// <inheritdoc/>
    public override double[] Parameters() => [.. classifier.Parameters.SelectMany(parameter => Widened(parameter.Value))];

    /// <inheritdoc/>
    public override float[] Field(int size, double reach)
    {
        if (size < 1) throw new ArgumentException($"a field has at least one place in a row, and {size} were asked for");
        if (plane is null || plane.Size != size || plane.Reach != reach) plane = new FieldGraph(classifier, size, reach);
        return plane.Values();
    }

    /// <inheritdoc/>
    public override PointAnswer Answer(double x, double y, int ofClass)
    {
        CheckClass(ofClass);
        (one.Points.Span[0], one.Points.Span[1], one.Classes.Span[0]) = (T.CreateChecked(x), T.CreateChecked(y), ofClass);
        double loss = one.Result().Loss, logit = double.CreateChecked(one.Logits.Value.Item);
        double[] neurons = [.. one.Outputs[..^1].SelectMany(layer => Widened(layer.Value))];
        return new PointAnswer(neurons, logit, 1 / (1 + Math.Exp(-logit)), loss);
    }

    /// <inheritdoc/>
    public override PointStep StepOn(double x, double y, int ofClass) => new(classifier.Converted<double>(), x, y, ofClass);

    private GraphBatch<T> Drawn(int size, TorchGenerator generator)
    {
        (Tensor<T> points, Indices classes) = (new([size, 2]), new([size]));
        return new GraphBatch<T>(Loss(points, classes), draw: () =>
        {
            generator.Integers(chosen, 0, Known.Count);
            for (int i = 0; i < size; i++)
            {
                known.Points.Span.Slice(2 * chosen[i], 2).CopyTo(points.Span[(2 * i)..]);
                classes.Span[i] = known.Classes.Span[chosen[i]];
            }
        });
    }

    private Variable<T> Loss(Tensor<T> points, Indices classes) =>
        PointClassifier<T>.Loss(classifier.Outputs(new Constant<T>(points))[^1], classes);

    private static double[] Widened(Tensor<T> tensor) => Array.ConvertAll(tensor.Span.ToArray(), double.CreateTruncating);

    /// <summary>Points with the graph of their loss.</summary>
    private sealed class Tested
    {
        private readonly Graph<T> graph;

        public Tested(PointClassifier<T> classifier, PointSet set)
        {
            Set = set;
            Points = new Tensor<T>([set.Count, 2], Array.ConvertAll(set.Coordinates, T.CreateChecked));
            Classes = new Indices([set.Count], set.Classes);
            Outputs = classifier.Outputs(new Constant<T>(Points, "points"));
            Loss = PointClassifier<T>.Loss(Logits, Classes);
            graph = new Graph<T>(Loss);
        }

        public PointSet Set { get; }

        public Tensor<T> Points { get; }

        public Indices Classes { get; }

        public Variable<T>[] Outputs { get; }

        public Variable<T> Logits => Outputs[^1];

        public Variable<T> Loss { get; }

        public PointResult Result()
        {
            graph.Forward();
            int right = 0;
            Span<T> logits = Logits.Value;
            for (int i = 0; i < logits.Length; i++)
                if (logits[i] > T.Zero == (Classes.Span[i] == 1)) right++;
            return new PointResult(double.CreateChecked(Loss.Value.Item), (double)right / logits.Length);
        }
    }

    /// <summary>Every neuron's output over the plane: one graph, run again after the parameters changed.</summary>
    private sealed class FieldGraph
    {
        private readonly Variable<T>[] outputs;
        private readonly Graph<T> graph;
        private readonly float[] values;

        public FieldGraph(PointClassifier<T> classifier, int size, double reach)
        {
            (Size, Reach) = (size, reach);
            var places = new Tensor<T>([size * size, 2]);
            for (int i = 0; i < size * size; i++)
            {
                (int row, int column) = Math.DivRem(i, size);
                places[i, 0] = T.CreateChecked(reach * ((((2 * column) + 1.0) / size) - 1));
                places[i, 1] = T.CreateChecked(reach * (1 - (((2 * row) + 1.0) / size)));
            }

            outputs = classifier.Outputs(new Constant<T>(places, "places"));
            graph = new Graph<T>(outputs[^1]);
            values = new float[outputs.Sum(layer => layer.Value.Length)];
        }

        public int Size { get; }

        public double Reach { get; }

        public float[] Values()
        {
            graph.Forward();
            Span<float> left = values;
            foreach (Variable<T> layer in outputs)
            {
                Span<T> from = layer.Value;
                if (typeof(T) == typeof(float)) MemoryMarshal.Cast<T, float>(from).CopyTo(left); // an interpreter is slow at loops
                else for (int i = 0; i < from.Length; i++) left[i] = float.CreateTruncating(from[i]);
                left = left[from.Length..];
            }

            return values;
        }
    }
}
