using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>A layer of weighted sums: y = x·W + b, for x (…, in) and y (…, out).</summary>
public sealed class LinearLayer<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer of <paramref name="outputs"/> sums of <paramref name="inputs"/> terms each, and a bias.</summary>
    /// <param name="inputs">The size of x's last axis.</param>
    /// <param name="outputs">The size of y's last axis.</param>
    /// <param name="values">Where the weights come from, and then the bias.</param>
    /// <param name="hasBias">False for no bias: a layer such as <see cref="BatchNorm{T}"/> that follows would take it off again.</param>
    /// <param name="weights">How the weights begin; by default <see cref="Initial.TorchLinear"/>.</param>
    /// <param name="bias">How the bias begins; by default <see cref="Initial.TorchLinear"/>.</param>
    public LinearLayer(
        int inputs, int outputs, ValueSource<T> values, bool hasBias = true, Initial? weights = null, Initial? bias = null)
    {
        Weights = Add("weights", values.Next([inputs, outputs], weights ?? Initial.TorchLinear(inputs)));
        if (hasBias) Bias = Add("bias", values.Next([outputs], bias ?? Initial.TorchLinear(inputs)));
    }

    /// <summary>W (in, out).</summary>
    public Parameter<T> Weights { get; }

    /// <summary>b (out), or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>(…, in) to (…, out).</summary>
    public Variable<T> Forward(Variable<T> x) => Bias is null ? x.MatMul(Weights) : x.Linear(Weights, Bias);
}
