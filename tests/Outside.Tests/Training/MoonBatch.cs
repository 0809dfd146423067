using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>
/// New points of two moons for every step: half circles that reach into each other, (cos α, sin α) and (1 − cos α, ½ − sin α) for α from 0
/// to π, with a little noise.
/// </summary>
public sealed class MoonBatch<T> : Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TorchGenerator generator;
    private readonly Tensor<T> points; // (n, 2)
    private readonly Indices moons; // (n): 0 or 1
    private readonly float[] angles; // (n), in half turns
    private readonly float[] noise; // (n, 2)
    private readonly Graph<T> graph;

    /// <summary>Records the loss of <paramref name="size"/> points once, over buffers that every step fills again.</summary>
    public MoonBatch(MoonClassifier<T> model, int size, TorchGenerator generator)
    {
        this.generator = generator;
        (points, moons) = (new Tensor<T>([size, 2]), new Indices([size]));
        (angles, noise) = (new float[size], new float[2 * size]);
        graph = new Graph<T>(model.Forward(new Constant<T>(points, "points"), Mode.Training).CrossEntropy(moons));
    }

    /// <summary>(n, 2): the points drawn last.</summary>
    public Tensor<T> Points => points;

    /// <summary>(n): the moon, 0 or 1, of each point.</summary>
    public Indices Moons => moons;

    public override IReadOnlyList<Parameter<T>> Parameters => graph.Parameters;

    public override void Draw()
    {
        generator.Integers(moons.Span, 0, 2);
        generator.Uniform(angles);
        generator.Normal(noise);
        for (int i = 0; i < angles.Length; i++)
        {
            (float sin, float cos) = MathF.SinCos(MathF.PI * angles[i]);
            (float x, float y) = moons[i] == 0 ? (cos, sin) : (1 - cos, 0.5f - sin);
            points[i, 0] = T.CreateChecked(x + (0.1f * noise[2 * i]));
            points[i, 1] = T.CreateChecked(y + (0.1f * noise[(2 * i) + 1]));
        }
    }

    public override double ComputeGradients()
    {
        graph.Forward();
        graph.Backward();
        return double.CreateChecked(graph.Loss.Value.Item);
    }

    public override Variable<T>? FirstNonFinite() => graph.FirstNonFinite();
}
