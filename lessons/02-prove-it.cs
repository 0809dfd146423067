// Lesson 02: prove it
//
// Teaches   how to check a gradient by experiment; how large the experiment's step should be, and why float64; what wrong
//           gradients look like; why training that works proves nothing.
// Mirrors   not a notebook: all of them rest on it. Andrej Karpathy, "The spelled-out intro to neural networks and
//           backpropagation: building micrograd", does it for a few numbers.
// Run it    dotnet run lessons/02-prove-it.cs

#:project ../src/Models/Models.csproj

using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 02: prove it");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var examples = new Examples(shuffled, vocabulary, blockSize: 3);
var contexts = new Indices([32, 3]);
var targets = new Indices([32]);
examples.Fill([.. Enumerable.Range(0, 32)], contexts.Span, targets.Span);

// A slope can be measured (lesson 00): move one number a little up and a little down, compute the loss both times, and
// divide. That needs no calculus, so it can check results that do. Here it is for one number of each parameter, in the
// network of lesson 09.
var network = new MultilayerPerceptron<double>(vocabulary, new MultilayerPerceptronSizes(3, 2, 100), new TorchGenerator(1234));
(network.Embedding.Table.Name, network.Hidden.Weights.Name, network.Hidden.Bias!.Name) = ("C", "W1", "b1"); // as in lesson 09
(network.Output.Weights.Name, network.Output.Bias!.Name) = ("W2", "b2");
Variable<double> loss = network.Logits(contexts, Mode.Training).CrossEntropy(targets);
var graph = new Graph<double>(loss);
graph.Backward();
Console.WriteLine();
Console.WriteLine("1. Measured, and by Backward()");
Console.WriteLine("                    measured   Backward()");
foreach (Parameter<double> parameter in network.Parameters)
{
    int element = parameter.Name == "C" ? 2 : 0; // in C the first number of the letter a, elsewhere simply the first
    double at = parameter.Value.Span[element], step = 1e-5;
    parameter.Value.Span[element] = at + step;
    graph.Forward();
    double above = loss.Value.Item;
    parameter.Value.Span[element] = at - step;
    graph.Forward();
    double below = loss.Value.Item;
    parameter.Value.Span[element] = at;
    double measured = (above - below) / (2 * step);
    double slope = parameter.Gradient.Span[element];
    Console.WriteLine($"   {parameter.Name,-2} element {element}   {measured,12:0.000000}   {slope,10:0.000000}");
}

// How large should the step be? Take x * x * x at 1.3, whose slope is 3 * 1.3 * 1.3 = 5.07. Algebra says what a step h measures:
// ((x + h)³ − (x − h)³) / 2h = 3x² + h². So the error is h²: a step ten times smaller makes an error a hundred times smaller. But
// then the two values agree in more and more digits. What is left after subtracting is mostly their rounding, and it is divided
// by a smaller and smaller number. The best step lies in between. In float64 it is 1e-5 and gives about ten right digits. In
// float32 it is 1e-2 and gives four, even for these few multiplications. So train in float32, and check in float64. The engine is
// written once for both.
Console.WriteLine();
Console.WriteLine("2. Error of the measured slope of x * x * x (# is a right digit)");
Console.WriteLine("   step     float32              float64");
for (int exponent = 0; exponent >= -12; exponent--)
{
    double step = Math.Pow(10, exponent);
    double inSingle = Math.Abs(MeasureCube<float>(1.3, step) - 5.07), inDouble = Math.Abs(MeasureCube<double>(1.3, step) - 5.07);
    Console.WriteLine($"   {step,-6:0e+00}   {inSingle:0.0e+00} {Digits(inSingle),-10}   {inDouble:0.0e+00} {Digits(inDouble)}".TrimEnd());
}

static double MeasureCube<T>(double x, double step) where T : IFloatingPointIeee754<T>
{
    T above = T.CreateChecked(x + step), below = T.CreateChecked(x - step), h = T.CreateChecked(step);
    return double.CreateChecked(((above * above * above) - (below * below * below)) / (h + h));
}

static string Digits(double error) => new('#', Math.Max(0, (int)-Math.Log10(error / 5.07)));

// GradientCheck does this with every element of every parameter, and reports the largest error as a share of the largest
// gradient. Below 1e-6 passes. Here it checks an operation of our own, y = 1 / (1 + e⁻ˣ), whose slope is y (1 − y): first right,
// and then with the mistakes that people make. (Curve, at the end of this file, is an operation that is given its formulas.)
var x = new Parameter<double>(Tensor<double>.RandomNormal(new TorchGenerator(1), [3, 4]), "x");
static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
Console.WriteLine();
Console.WriteLine("3. What GradientCheck says about y = 1 / (1 + e^-x)");
Check("right: arrived * y * (1 - y)", new Curve(x, Sigmoid, (y, arrived) => arrived * y * (1 - y)));
Check("wrong: a factor is missing", new Curve(x, Sigmoid, (y, arrived) => arrived * y));
Check("wrong: the sign", new Curve(x, Sigmoid, (y, arrived) => -arrived * y * (1 - y)));
Check("wrong: twice as much", new Curve(x, Sigmoid, (y, arrived) => 2 * arrived * y * (1 - y)));
Check("wrong: off by a thousandth", new Curve(x, Sigmoid, (y, arrived) => 1.001 * arrived * y * (1 - y)));
Check("wrong: ignores what arrives", new Curve(x, Sigmoid, (y, arrived) => y * (1 - y)));

// "= instead of +=" (lesson 00) does no harm as long as x is used once, and a difference quotient cannot see it there. So
// GradientCheck also lets each operation send its part onto numbers that are there already, and looks whether they are still counted.
try
{
    GradientCheck.Compare(new Curve(x, Sigmoid, (y, arrived) => arrived * y * (1 - y), overwrites: true), new TorchGenerator(1));
}
catch (InvalidOperationException refused)
{
    Console.WriteLine($"   wrong: = not +=, refused even where x is used once:{Environment.NewLine}      {refused.Message}");
}

static void Check(string what, Variable<double> output)
{
    GradientComparison result = GradientCheck.Compare(output, new TorchGenerator(1))[0];
    string error = result.Passes ? "below 1e-6" : $"{result.Error:0.000}";
    Console.WriteLine($"   {what,-32}   error {error,-10}   {(result.Passes ? "passes" : "fails")}");
}

// The whole network: 6,962 experiments check all 3,481 slopes.
Console.WriteLine();
Console.WriteLine("4. The network, every element");
foreach (GradientComparison result in GradientCheck.Compare(loss, new TorchGenerator(1)))
{
    string verdict = result.Passes ? "all errors below 1e-6" : result.ToString();
    Console.WriteLine($"   {result.Parameter.Name,-2} {result.Parameter.Value.Length,5} elements   {verdict}");
}

// Isn't it proof enough that training works? No. Below, tanh passes on what arrives as it is, without its factor 1 − y². Its
// check fails. The loss falls all the same, because most slopes still point more or less downhill. It only ends higher. This is
// the worst kind of mistake: nothing looks wrong.
Console.WriteLine();
Console.WriteLine("5. Training with a wrong gradient: mean loss of the last 100 mini-batches");
Console.WriteLine("   step   right   wrong");
double[] right = Train((y, arrived) => arrived * (1 - (y * y))), wrong = Train((_, arrived) => arrived);
for (int step = 100; step <= 1500; step += 200)
    Console.WriteLine($"   {step,4}   {right[(step - 100)..step].Average(),5:0.000}   {wrong[(step - 100)..step].Average(),5:0.000}");
Check("tanh without its factor", new Curve(x, Math.Tanh, (_, arrived) => arrived));

double[] Train(Func<double, double, double> contribution)
{
    var learner = new MultilayerPerceptron<double>(vocabulary, new MultilayerPerceptronSizes(3, 2, 100), new TorchGenerator(1234));
    Variable<double> sums = learner.Hidden.Forward(learner.Embedding.Forward(contexts).Reshape([32, 6]));
    Variable<double> logits = learner.Output.Forward(new Curve(sums, Math.Tanh, contribution));
    var recorded = new Graph<double>(logits.CrossEntropy(targets));
    var generator = new TorchGenerator(1234);
    int[] drawn = new int[32];
    double[] losses = new double[1500];
    for (int step = 0; step < losses.Length; step++)
    {
        generator.Integers(drawn, 0, examples.Count);
        examples.Fill(drawn, contexts.Span, targets.Span);
        recorded.Forward();
        losses[step] = recorded.Loss.Value.Item;
        recorded.Backward();
        foreach (Parameter<double> parameter in recorded.Parameters) Kernels.Descend<double>(parameter.Value, parameter.Gradient, 0.1);
    }

    return losses;
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/02-prove-it.cs.");

// Exercise 1. In MeasureCube measure on one side only: take below at x, and divide the difference by h. You should see an error
//   that shrinks only as fast as the step (4.0e-01, 3.9e-02, 3.9e-03, ...), and at best 8 digits, at 1e-08. Going to both sides
//   costs one more computation and gains two digits.
// Exercise 2. In section 5 make the gradient wrong in another way: (y, arrived) => 2 * arrived * (1 - (y * y)). You should
//   see 2.422 at the end, as good as the right one. For W1, b1 and C, twice the slope is the same as twice the rate. No
//   loss curve will ever tell.

/// <summary>An element-wise operation: its curve, and what it sends back, given its output and what arrived there.</summary>
internal sealed class Curve(
    Variable<double> x, Func<double, double> curve, Func<double, double, double> contribution, bool overwrites = false)
    : Variable<double>(x.Shape, x)
{
    protected override void Forward()
    {
        for (int i = 0; i < Value.Length; i++) Value.Span[i] = curve(x.Value.Span[i]);
    }

    protected override void Backward()
    {
        Destination<double> destination = GradientOf(x);
        Span<double> sum = overwrites ? destination.Span : destination.Accumulator(); // Accumulator() is 0 if nothing has arrived yet
        for (int i = 0; i < sum.Length; i++) sum[i] = (overwrites ? 0 : sum[i]) + contribution(Value.Span[i], Gradient.Span[i]);
    }
}
