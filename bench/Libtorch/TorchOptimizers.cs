using TorchSharp;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>Plain gradient descent on libtorch.</summary>
internal static class TorchSgd
{
    public static void Step(Tensor[] parameters, double rate, Func<Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor parameter in parameters) parameter.grad = null;
        loss().backward();
        using var _ = no_grad();
        foreach (Tensor parameter in parameters) parameter.add_(parameter.grad!, alpha: -rate);
    }
}

/// <summary>Adam on libtorch, or AdamW if there is a decay.</summary>
internal sealed class TorchAdam(Tensor[] parameters, double rate, double beta1, double beta2, double decay = 0)
{
    private const double Epsilon = 1e-8;

    private readonly Tensor[] means = [.. parameters.Select(Zeros)], squares = [.. parameters.Select(Zeros)];

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public void Step(Func<Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor parameter in parameters) parameter.grad = null;
        loss().backward();
        using var _ = no_grad();
        Steps++;
        double correction1 = 1 - Math.Pow(beta1, Steps), correction2 = Math.Sqrt(1 - Math.Pow(beta2, Steps));
        for (int i = 0; i < parameters.Length; i++)
        {
            Tensor gradient = parameters[i].grad!;
            if (decay > 0) parameters[i].mul_(1 - (rate * decay));
            means[i].lerp_(gradient, 1 - beta1);
            squares[i].mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
            parameters[i].addcdiv_(means[i], (squares[i].sqrt() / correction2).add_(Epsilon), -rate / correction1);
        }
    }

    private static Tensor Zeros(Tensor parameter) => zeros_like(parameter, requires_grad: false);
}
