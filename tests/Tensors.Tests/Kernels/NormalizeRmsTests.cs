using System.Numerics;

namespace Makemore.Tensors.Tests;

public class NormalizeRmsTests
{
    [Fact]
    public void Rows_agree_with_the_formula_at_every_length()
    {
        for (int columns = 1; columns <= 40; columns++)
        {
            Check<double>(3, columns, 1e-14);
            Check<float>(3, columns, 2e-6);
        }
    }

    private static void Check<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const double Epsilon = 0.25;
        var generator = new TorchGenerator(5);
        Tensor<T> x = Tensor<T>.RandomNormal(generator, [rows, columns]), dy = Tensor<T>.RandomNormal(generator, [rows, columns]);
        T[] y = new T[x.Length], scales = new T[rows], dx = new T[x.Length];
        Kernels.NormalizeRms<T>(x, y, scales, columns, T.CreateChecked(Epsilon));
        Kernels.NormalizeRmsGradient<T>(y, scales, dy, dx, columns);
        Kernels.NormalizeRmsGradient<T>(y, scales, dy, default, columns);
        T[] twice = [.. dx];
        Kernels.NormalizeRmsGradient<T>(y, scales, dy, Destination<T>.AddTo(twice), columns);
        for (int i = 0; i < rows; i++)
        {
            double[] row = [.. Enumerable.Range(0, columns).Select(j => double.CreateChecked(x[i, j]))];
            double[] arriving = [.. Enumerable.Range(0, columns).Select(j => double.CreateChecked(dy[i, j]))];
            double r = 1 / Math.Sqrt(row.Average(value => value * value) + Epsilon);
            double dot = row.Zip(arriving, (value, gradient) => value * gradient).Sum();
            for (int j = 0; j < columns; j++)
            {
                int at = (i * columns) + j;
                Assert.Equal(row[j] * r, double.CreateChecked(y[at]), tolerance * 10);

                // d(x·r)/dx, with dr/dxⱼ = −r³·xⱼ / columns.
                double gradient = (arriving[j] * r) - (dot * r * r * r * row[j] / columns);
                Assert.Equal(gradient, double.CreateChecked(dx[at]), tolerance * 10);
                Assert.Equal(2 * gradient, double.CreateChecked(twice[at]), tolerance * 20);
            }
        }
    }
}
