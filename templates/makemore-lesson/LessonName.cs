// A gradient, and the proof that it is right. Run it: dotnet run LessonName.cs

#:package Makemore.Autograd@VERSION

// Without this line, the first run would download a compiler to native code.
#:property PublishAot=false

using Makemore.Autograd;
using Makemore.Tensors;

// What can change is a parameter. Here are a neuron's two weights and its bias.
var weights = new Parameter<double>(new Tensor<double>([2, 1], [0.5, 1.5]), "weights");
var bias = new Parameter<double>(0.25, "bias");

// What is given is a constant: three points in the plane, one in each row, and what the neuron should say of each.
var points = new Constant<double>(new Tensor<double>([3, 2], [1, 2, -1, 0.5, 0, -1]));
var targets = new Constant<double>(new Tensor<double>([3, 1], [-1, -1, 1]));

// An expression computes its value at once, and remembers what it was made from.
var outputs = (points.MatMul(weights) + bias).Tanh(); // (3, 1)
var loss = (outputs - targets).Pow(2).Mean();         // one number: how wrong the neuron is
Console.WriteLine($"loss {loss.Value.Item:0.0000}");

// Backward goes the same way back. It leaves in each parameter how fast the loss grows with each of its numbers.
loss.Backward();
Console.WriteLine($"gradient of the weights {weights.Gradient[0, 0]:0.0000} {weights.Gradient[1, 0]:0.0000}");
Console.WriteLine($"gradient of the bias    {bias.Gradient.Item:0.0000}");

// Is it right? Nudge every number, compute the loss again, and compare. Change the expression above as you like: this still holds.
foreach (var comparison in GradientCheck.Compare(loss, new TorchGenerator(1)))
    Console.WriteLine($"{comparison.Parameter.Label}: {(comparison.Passes ? "the gradient is right" : $"WRONG: {comparison}")}");

// A step against the gradient makes the loss smaller. Many of them are called training.
for (int i = 0; i < 2; i++) weights.Value[i, 0] -= 0.1 * weights.Gradient[i, 0];
bias.Value.Item -= 0.1 * bias.Gradient.Item;
var graph = new Graph<double>(loss);
graph.Forward();
Console.WriteLine($"loss after one step {loss.Value.Item:0.0000}");
