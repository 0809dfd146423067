using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Brings each feature to mean 0 and variance 1 over a batch, then to a learned scale and shift:
/// y = (x − mean) / √(variance + ε) · scale + shift, with mean and variance over all axes but the last.
/// In training they are the batch's (the variance biased). In inference they are running averages, which every computed gradient moves:
/// running ← (1 − momentum) · running + momentum · batch's (the variance unbiased). As PyTorch's <c>nn.BatchNorm1d</c>.
/// Ioffe, Szegedy, "Batch Normalization" (2015), algorithms 1 and 2.
/// </summary>
public sealed class BatchNorm<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double momentum, epsilon;

    /// <summary>A layer for <paramref name="features"/> features, with scale 1, shift 0, running mean 0 and running variance 1.</summary>
    public BatchNorm(int features, ValueSource<T> values, double momentum = 0.1, double epsilon = 1e-5)
    {
        Scale = Add("scale", values.Next([features], Initial.Ones));
        Shift = Add("shift", values.Next([features], Initial.Zeros));
        RunningMean = AddBuffer("running_mean", values.Next([features], Initial.Zeros));
        RunningVariance = AddBuffer("running_variance", values.Next([features], Initial.Ones));
        RowsAreIndependent = false;
        (this.momentum, this.epsilon) = (momentum, epsilon);
    }

    /// <summary>(features).</summary>
    public Parameter<T> Scale { get; }

    /// <summary>(features).</summary>
    public Parameter<T> Shift { get; }

    /// <summary>(features): the average of the batches' means, recent ones counting most.</summary>
    public Tensor<T> RunningMean { get; }

    /// <summary>(features): the average of the batches' unbiased variances, recent ones counting most.</summary>
    public Tensor<T> RunningVariance { get; }

    /// <summary>(…, features) to the same shape.</summary>
    /// <exception cref="ArgumentException">In training: a single row has no variance.</exception>
    public Variable<T> Forward(Variable<T> x, Mode mode)
    {
        if (mode == Mode.Inference)
            return Normalized(x, new Constant<T>(RunningMean), new Constant<T>(RunningVariance));

        int n = x.Shape.Elements / Scale.Shape[0];
        if (n < 2) throw new ArgumentException($"BatchNorm: a batch of shape {x.Shape} has one row, which has no variance to learn from");
        int[] allButTheLast = [.. Enumerable.Range(0, x.Shape.Rank - 1)];
        Variable<T> mean = x.Mean(allButTheLast); // (features)
        Variable<T> variance = x.Variance(allButTheLast, correction: 0); // (features)
        Variable<T> y = Normalized(x, mean, variance);
        y = new RunningAverage<T>(y, mean, RunningMean, momentum);
        return new RunningAverage<T>(y, variance, RunningVariance, momentum, correction: n / (n - 1.0));
    }

    private Variable<T> Normalized(Variable<T> x, Variable<T> mean, Variable<T> variance) =>
        ((x - mean) * (variance + epsilon).Pow(-0.5) * Scale) + Shift;
}
