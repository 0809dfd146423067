using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// How a tensor begins. Weights have shape (in, out), so their first size, <c>in</c>, is the number of terms in each of a layer's sums.
/// Random values have the bits of PyTorch's float32 generator; in <c>double</c> they are the same values, widened.
/// </summary>
public abstract class Initial
{
    /// <summary>All 0.</summary>
    public static Initial Zeros { get; } = All(0);

    /// <summary>All 1.</summary>
    public static Initial Ones { get; } = All(1);

    /// <summary>All the same.</summary>
    public static Initial All(double value) => new Constant(value);

    /// <summary>Normal, with mean 0 and this standard deviation.</summary>
    public static Initial Normal(double deviation = 1) => new NormalValues(_ => deviation);

    /// <summary>Uniform from −bound to bound.</summary>
    public static Initial Uniform(double bound) => new UniformValues(bound);

    /// <summary>
    /// Uniform between ±1/√in, as in PyTorch's <c>nn.Linear</c>, which calls it Kaiming-uniform with a = √5. For a bias too, <c>in</c> is
    /// the number of inputs of its layer. The numbers are that layer's as well: PyTorch keeps weights as (out, in), and draws them so.
    /// </summary>
    public static Initial TorchLinear(int inputs) => new UniformValues(1 / Math.Sqrt(inputs), outputsFirst: true);

    /// <summary>
    /// Normal with standard deviation gain/√in, so that sums are as large as their terms: He, Zhang, Ren, Sun, "Delving Deep into
    /// Rectifiers" (2015), section 2.2. The gain is √2 before relu, 5/3 before tanh, and 1 otherwise.
    /// </summary>
    public static Initial Kaiming(double gain = 1) => new NormalValues(shape => gain / Math.Sqrt(shape[0]));

    /// <summary>
    /// Normal with standard deviation gain · √(2 / (in + out)), a compromise between values on their way forward and gradients on their way
    /// back: Glorot, Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks" (2010), section 4.2.1.
    /// </summary>
    public static Initial Xavier(double gain = 1) => new NormalValues(shape => gain * Math.Sqrt(2.0 / (shape[0] + shape[1])));

    /// <summary>A tensor that begins this way.</summary>
    public abstract Tensor<T> Draw<T>(TorchGenerator generator, Shape shape) where T : unmanaged, IFloatingPointIeee754<T>;

    private sealed class Constant(double value) : Initial
    {
        public override Tensor<T> Draw<T>(TorchGenerator generator, Shape shape)
        {
            var tensor = new Tensor<T>(shape);
            tensor.Span.Fill(T.CreateChecked(value));
            return tensor;
        }
    }

    private sealed class NormalValues(Func<Shape, double> deviation) : Initial
    {
        public override Tensor<T> Draw<T>(TorchGenerator generator, Shape shape)
        {
            Tensor<T> tensor = Tensor<T>.RandomNormal(generator, shape);
            T scale = T.CreateChecked(deviation(shape));
            foreach (ref T value in tensor.Span) value *= scale;
            return tensor;
        }
    }

    private sealed class UniformValues(double bound, bool outputsFirst = false) : Initial
    {
        public override Tensor<T> Draw<T>(TorchGenerator generator, Shape shape)
        {
            var drawn = new float[shape.Elements];
            generator.Uniform(drawn, -bound, bound);
            if (outputsFirst && shape.Rank == 2) drawn = Transposed(drawn, rows: shape[1], columns: shape[0]);
            return new Tensor<T>(shape, Array.ConvertAll(drawn, T.CreateChecked));
        }

        private static float[] Transposed(float[] matrix, int rows, int columns)
        {
            var transposed = new float[matrix.Length];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) transposed[(j * rows) + i] = matrix[(i * columns) + j];
            return transposed;
        }
    }
}
