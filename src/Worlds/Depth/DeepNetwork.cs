using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// Three letters of 10 numbers each, five layers of 100 tanh neurons one on top of the other, and 27 logits: the network of lesson 14.
/// A layer is y = tanh(x W), or y = tanh(BatchNorm(x W)); it has no bias.
/// </summary>
public sealed class DeepNetwork : Module<double>
{
    /// <summary>How many layers there are below the output.</summary>
    public const int Layers = 5;

    /// <summary>How many letters it sees.</summary>
    public const int BlockSize = 3;

    private const int Neurons = 100, NumbersOfALetter = 10;

    private readonly EmbeddingLayer<double> letters;
    private readonly LinearLayer<double>[] sums = new LinearLayer<double>[Layers];
    private readonly BatchNorm<double>?[] norms = new BatchNorm<double>?[Layers];
    private readonly LinearLayer<double> output;

    /// <summary>A network. The output's weights are small, so that it begins where knowing nothing is.</summary>
    /// <param name="gain">The weights of a layer with n inputs begin with the standard deviation gain / √n.</param>
    /// <param name="normalizes">Whether a BatchNorm stands before each tanh. It draws nothing: the weights are the same without it.</param>
    /// <param name="values">Where the numbers come from: the letters, the layers from the first on, the output.</param>
    public DeepNetwork(double gain, bool normalizes, ValueSource<double> values)
    {
        int size = Vocabulary.English.Size;
        letters = Add("letters", new EmbeddingLayer<double>(size, NumbersOfALetter, values));
        for (int i = 0; i < Layers; i++)
        {
            int inputs = i == 0 ? BlockSize * NumbersOfALetter : Neurons;
            sums[i] = Add($"layer{i + 1}", new LinearLayer<double>(inputs, Neurons, values, hasBias: false, Initial.Kaiming(gain)));
            if (normalizes) norms[i] = Add($"norm{i + 1}", new BatchNorm<double>(Neurons, values));
        }

        output = Add("output", new LinearLayer<double>(Neurons, size, values, weights: Initial.Kaiming(0.1), bias: Initial.Zeros));
    }

    /// <summary>
    /// For contexts (n, 3) the logits (n, 27), and what each layer says, (n, 100). A BatchNorm takes mean and variance from these n.
    /// </summary>
    public (Variable<double> Logits, Variable<double>[] Outputs) Run(Indices contexts)
    {
        var outputs = new Variable<double>[Layers];
        Variable<double> x = letters.Forward(contexts).Reshape([contexts.Shape[0], BlockSize * NumbersOfALetter]);
        for (int i = 0; i < Layers; i++)
        {
            Variable<double> sum = sums[i].Forward(x); // (n, 100)
            outputs[i] = x = (norms[i]?.Forward(sum, Mode.Training) ?? sum).Tanh();
        }

        return (output.Forward(x), outputs);
    }
}
