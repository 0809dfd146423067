using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Takes steps whose size does not depend on the gradient's scale. m and v are running averages of the gradient and of its square:
/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) at step t, from 1 on.
/// The divisors make up for both averages beginning at 0. Kingma, Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1.
/// </summary>
public class Adam<T> : Optimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double beta1, beta2, epsilon;
    private readonly Tensor<T>[] means, squares; // m and v

    /// <summary>Adam for these parameters, by default with the paper's settings.</summary>
    /// <exception cref="ArgumentException">A β is not from 0 to below 1, or ε is not above 0.</exception>
    public Adam(IEnumerable<Parameter<T>> parameters, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : base(parameters)
    {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0))
            throw new ArgumentException(
                $"Adam: beta 1 and 2 must be at least 0 and below 1, and epsilon above 0; they are {beta1}, {beta2} and {epsilon}");
        (this.beta1, this.beta2, this.epsilon) = (beta1, beta2, epsilon);
        (means, squares) = (AddState("mean"), AddState("square"));
    }

    /// <inheritdoc/>
    protected override void Move(int index, double rate)
    {
        Parameter<T> parameter = Parameters[index];
        double correction1 = 1 - Math.Pow(beta1, Steps), correction2 = 1 - Math.Pow(beta2, Steps);
        var numbers = new AdamNumbers<T>(
            Taken1: T.CreateChecked(1 - beta1), Kept2: T.CreateChecked(beta2), Taken2: T.CreateChecked(1 - beta2),
            Size: T.CreateChecked(rate / correction1), RootOfCorrection2: T.CreateChecked(Math.Sqrt(correction2)),
            Epsilon: T.CreateChecked(epsilon));
        Kernels.Adam(parameter.Value, parameter.Gradient, means[index], squares[index], numbers);
    }
}
