using Makemore.Tensors;

namespace Makemore.Pages.Tests;

/// <summary>A short way to write the gradient of a matrix.</summary>
internal static class Gradients
{
    /// <summary>The gradient of a matrix of one column.</summary>
    public static WeightGradient Of(string name, float[] gradient, float[] value) =>
        WeightGradient.Of(name, new Tensor<float>([gradient.Length, 1], gradient), new Tensor<float>([value.Length, 1], value));
}
