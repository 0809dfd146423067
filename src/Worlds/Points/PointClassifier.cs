using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>What a hidden neuron makes of its weighted sum.</summary>
public enum Activation
{
    /// <summary>From -1 to 1.</summary>
    Tanh,

    /// <summary>0 below 0, and the sum itself above.</summary>
    Relu,

    /// <summary>From 0 to 1.</summary>
    Sigmoid,
}

/// <summary>
/// A small multilayer perceptron that tells from a point's x and y which of two classes it is of. Its one output is the logit of class 1:
/// the boundary is where it is 0.
/// </summary>
public sealed class PointClassifier<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostLayers = 4, MostNeurons = 8;

    private readonly int[] sizes;
    private readonly Activation activation;
    private readonly LinearLayer<T>[] layers; // the last gives the logit

    /// <summary>A classifier. Its first outputs are as large as its inputs, and no bias prefers a place.</summary>
    /// <param name="hidden">The number of neurons in each hidden layer.</param>
    /// <param name="activation">What a hidden neuron makes of its sum.</param>
    /// <param name="values">Where the weights come from, layer by layer.</param>
    /// <exception cref="ArgumentException">There are more than four layers, or a layer has not 1 to 8 neurons.</exception>
    public PointClassifier(ReadOnlySpan<int> hidden, Activation activation, ValueSource<T> values)
    {
        if (hidden.Length > MostLayers)
            throw new ArgumentException($"there may be up to {MostLayers} hidden layers, and {hidden.Length} were asked for");
        foreach (int neurons in hidden)
            if (neurons is < 1 or > MostNeurons)
                throw new ArgumentException($"a hidden layer has 1 to {MostNeurons} neurons, and {neurons} were asked for");

        sizes = [2, .. hidden, 1];
        this.activation = activation;
        layers = new LinearLayer<T>[hidden.Length + 1];
        for (int i = 0; i < layers.Length; i++)
        {
            bool isLast = i == hidden.Length;
            layers[i] = Add(
                isLast ? "output" : $"hidden{i + 1}",
                new LinearLayer<T>(sizes[i], sizes[i + 1], values, weights: isLast ? Initial.Kaiming() : First, bias: Initial.Zeros));
        }
    }

    /// <summary>The number of neurons in each layer, from the first hidden one to the output's single one.</summary>
    public ReadOnlySpan<int> Neurons => sizes.AsSpan(1);

    /// <summary>What each layer makes of points (n, 2): (n, neurons), for the output the logits (n, 1).</summary>
    public Variable<T>[] Outputs(Variable<T> points)
    {
        var outputs = new Variable<T>[layers.Length];
        Variable<T> x = points;
        for (int i = 0; i < layers.Length; i++)
        {
            Variable<T> sums = layers[i].Forward(x); // (n, neurons)
            outputs[i] = x = i == layers.Length - 1 ? sums : Activated(sums);
        }

        return outputs;
    }

    /// <summary>
    /// The mean cross-entropy of logits (n, 1). Class 0 gets the logit 0, because softmax(0, z) is (1 - σ(z), σ(z)): so no logarithm meets
    /// a σ that was rounded to 0.
    /// </summary>
    public static Variable<T> Loss(Variable<T> logits, Indices classes) =>
        new Constant<T>(new Tensor<T>(logits.Shape)).Concat(1, logits).CrossEntropy(classes);

    /// <summary>The loss of one point, recorded in plain operations, one on each line.</summary>
    internal Variable<T> TellLoss(Tensor<T> point, int ofClass, StepProgram<T> program)
    {
        (Variable<T> x, string from) = (new Constant<T>(point, "x"), "x"); // (1, 2)
        for (int i = 0; i < layers.Length; i++)
        {
            bool isLast = i == layers.Length - 1;
            (string stage, string sums, int number) = (isLast ? "output" : $"layer {i + 1}", isLast ? "z" : $"a{i + 1}", i + 1);
            (string weights, string bias, string product) = ($"W{number}", $"b{number}", $"{from}W{number}");
            Variable<T> W = program.Parameter(weights, layers[i].Weights), b = program.Parameter(bias, layers[i].Bias!);
            x = program.Line(stage, product, x.MatMul(W), $"{from}.MatMul({weights})"); // (1, neurons)
            x = program.Line(stage, sums, x + b, $"{product} + {bias}"); // (1, neurons)
            if (isLast) continue;
            from = $"h{number}";
            x = program.Line(stage, from, Activated(x), $"{sums}.{activation}()"); // (1, neurons)
        }

        // σ(-z) is the probability of class 0. As 1 - σ(z), it would be rounded to 0 where the network is sure.
        Variable<T> z = x;
        Variable<T> margin = ofClass == 1 ? z : program.Line("loss", "margin", -z); // (1, 1)
        Variable<T> likely = program.Line("loss", "likely", margin.Sigmoid(), $"{margin.Name}.Sigmoid()"); // (1, 1)
        Variable<T> log = program.Line("loss", "log", likely.Log()); // (1, 1)
        Variable<T> mean = program.Line("loss", "mean", log.Mean()); // (): of one point
        return program.Line("loss", "loss", -mean); // ()
    }

    /// <summary>The same network in another precision, with values of its own.</summary>
    public PointClassifier<TOther> Converted<TOther>() where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        var other = new PointClassifier<TOther>(sizes.AsSpan(1..^1), activation, ValueSource<TOther>.Zeros);
        CopyTo(other);
        return other;
    }

    // σ(x) rises a quarter as fast as tanh does, for which Glorot and Bengio chose their deviation.
    private Initial First => activation switch
    {
        Activation.Tanh => Initial.Kaiming(5 / 3.0),
        Activation.Relu => Initial.Kaiming(Math.Sqrt(2)),
        _ => Initial.Xavier(4),
    };

    private Variable<T> Activated(Variable<T> sums) => activation switch
    {
        Activation.Tanh => sums.Tanh(),
        Activation.Relu => sums.Relu(),
        _ => sums.Sigmoid(),
    };
}
