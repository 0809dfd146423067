using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Brings each feature to mean 0 and variance 1 over a batch, then to a learned scale and shift:
/// y = (x − mean) / √(variance + ε) · scale + shift, with mean and variance over all axes but the last.
/// In training they are the batch's (the variance biased, unless another correction is asked for). In inference they are running averages,
/// which each training step moves when it computes its gradient: running ← (1 − momentum) · running + momentum · batch's (the variance
/// unbiased). As PyTorch's <c>nn.BatchNorm1d</c> of (n, features).
/// Ioffe, Szegedy, "Batch Normalization" (2015), algorithms 1 and 2.
/// </summary>
public sealed class BatchNorm<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double momentum, epsilon;
    private readonly int correction;

    /// <summary>A layer with shift 0, running mean 0 and running variance 1.</summary>
    /// <param name="features">The number of features.</param>
    /// <param name="values">Where the scale and the shift come from, and then the running mean and variance.</param>
    /// <param name="momentum">How far each step moves the running averages.</param>
    /// <param name="epsilon">ε, which keeps the root from 0.</param>
    /// <param name="scale">What the scale begins with.</param>
    /// <param name="correction">
    /// Subtracted from the number of rows in the variance that training divides by: 0 for the biased one, as in the paper and in PyTorch; 1
    /// for the unbiased one, as in Karpathy's lectures.
    /// </param>
    public BatchNorm(
        int features, ValueSource<T> values, double momentum = 0.1, double epsilon = 1e-5, double scale = 1, int correction = 0)
    {
        Scale = Add("scale", values.Next([features], Initial.All(scale)));
        Shift = Add("shift", values.Next([features], Initial.Zeros));
        RunningMean = AddBuffer("running_mean", values.Next([features], Initial.Zeros));
        RunningVariance = AddBuffer("running_variance", values.Next([features], Initial.Ones));
        RowsAreIndependent = false;
        (this.momentum, this.epsilon, this.correction) = (momentum, epsilon, correction);
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
        if (mode == Mode.Inference) return x.NormalizeBy(RunningMean, RunningVariance, Scale, Shift, epsilon);

        int features = Scale.Shape[0], n = x.Shape.Elements / features;
        if (n < 2) throw new ArgumentException($"BatchNorm: a batch of shape {x.Shape} has one row, which has no variance to learn from");
        Tensor<T> mean = new([features]), variance = new([features]); // the batch's, as of the last computation
        var scale = new RunningAverage<T>(Scale, mean, RunningMean, momentum);
        var shift = new RunningAverage<T>(Shift, variance, RunningVariance, momentum, correction: (n - correction) / (n - 1.0));
        return x.NormalizeBatch(scale, shift, mean, variance, epsilon, correction);
    }
}
