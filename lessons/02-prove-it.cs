// Lesson 02: prove it
//
// Teaches   how to check a gradient by experiment; how large the experiment's step should be, and why float64; what wrong
//           gradients look like; why training that works proves nothing.
// Mirrors   not a lecture: all of them rest on it. Andrej Karpathy, "The spelled-out intro to neural networks and
//           backpropagation: building micrograd", does it for a few numbers.
// Run it    dotnet run lessons/02-prove-it.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "An expression" (explore.html#expression)

#:project ../src/Models/Models.csproj

using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

Console.WriteLine("Lesson 02: prove it");
Tell("""
    Backward() of lessons 00 and 01 gave a few slopes that could be worked out by hand. A real network has thousands, and nobody works
    them out. How do you know that they are right? By experiment.
    """);

// The network and the points of lesson 01: two moons, with squared differences as the loss, which has no kinks.
const int Points = 100;
Constant<double> points = Moons();
var sides = new Constant<double>(new Tensor<double>([Points, 1], [.. Enumerable.Range(0, Points).Select(i => i < Points / 2 ? -1.0 : 1)]));
Parameter<double>[] network = Parameters();
Variable<double> loss = Loss(network, sums => sums.Tanh());
var graph = new Graph<double>(loss);
graph.Backward();

Head("1. Measured, and by Backward()");
Tell("""
    A slope can be measured (lesson 00): move one number a little up and a little down, compute the loss both times, and divide by the
    distance. That needs no calculus, so it can check results that do. Here it is for the first number of each parameter, in the network
    of lesson 01, which is to tell two moons apart.
    """);
Console.WriteLine("                    measured   Backward()");
foreach (Parameter<double> parameter in network)
{
    double at = parameter.Value.Span[0], step = 1e-5;
    parameter.Value.Span[0] = at + step;
    graph.Forward();
    double above = loss.Value.Item;
    parameter.Value.Span[0] = at - step;
    graph.Forward();
    double below = loss.Value.Item;
    parameter.Value.Span[0] = at;
    double measured = (above - below) / (2 * step);
    double slope = parameter.Gradient.Span[0];
    Console.WriteLine($"   {parameter.Name,-2} element 0   {measured,12:0.000000}   {slope,10:0.000000}");
    Require("measured and computed agree", Math.Abs(measured - slope) < 1e-6);
}

Head("2. How large should the step be?");
Tell("""
    Take x * x * x at 1.3, whose slope is 3 * 1.3 * 1.3 = 5.07. Algebra says what a step h measures:
    ((x + h)^3 - (x - h)^3) / 2h = 3x^2 + h^2. So the error is h^2: a step ten times smaller makes an error a hundred times smaller. But
    then the two values agree in more and more digits. What is left after subtracting is mostly their rounding, and it is divided by
    a smaller and smaller number. The best step lies in between: in float64 near 1e-5, for about ten right digits; in float32 near
    1e-2, for four. So train in float32, and check in float64. The engine is written once for both.
    """);
Console.WriteLine("   the error of the measured slope (# is a right digit)");
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

// Curve, at the end of this file, is an operation that is given its formulas.
var x = new Parameter<double>(Tensor<double>.RandomNormal(new TorchGenerator(1), [3, 4]), "x");
static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
Head("3. What GradientCheck says about y = 1 / (1 + e^-x)");
Tell("""
    GradientCheck does this with every element of every parameter, and reports the largest error as a share of the largest gradient.
    Below 1e-6 passes. Here it checks an operation of our own, whose slope is y (1 - y): first right, and then with the mistakes that
    people make. The last one does no harm as long as x is used once (lesson 01), and a measured slope cannot see it there. So
    GradientCheck also lets each operation send its part onto numbers that are there already, and looks whether they still count.
    """);
Check("right: arrived * y * (1 - y)", new Curve(x, Sigmoid, (y, arrived) => arrived * y * (1 - y)), passes: true);
Check("wrong: a factor is missing", new Curve(x, Sigmoid, (y, arrived) => arrived * y));
Check("wrong: the sign", new Curve(x, Sigmoid, (y, arrived) => -arrived * y * (1 - y)));
Check("wrong: twice as much", new Curve(x, Sigmoid, (y, arrived) => 2 * arrived * y * (1 - y)));
Check("wrong: off by a thousandth", new Curve(x, Sigmoid, (y, arrived) => 1.001 * arrived * y * (1 - y)));
Check("wrong: ignores what arrives", new Curve(x, Sigmoid, (y, arrived) => y * (1 - y)));

try
{
    GradientCheck.Compare(new Curve(x, Sigmoid, (y, arrived) => arrived * y * (1 - y), overwrites: true), new TorchGenerator(1));
}
catch (InvalidOperationException refused)
{
    Console.WriteLine($"   wrong: = not +=, refused even where x is used once:{Environment.NewLine}      {refused.Message}");
}

static void Check(string what, Variable<double> output, bool passes = false)
{
    GradientComparison result = GradientCheck.Compare(output, new TorchGenerator(1))[0];
    string error = result.Passes ? "below 1e-6" : $"{result.Error:0.000}";
    Console.WriteLine($"   {what,-32}   error {error,-10}   {(result.Passes ? "passes" : "fails")}");
    Require($"{what}: {(passes ? "passes" : "fails")}", result.Passes == passes);
}

Head("4. The network, every element");
int slopes = network.Sum(parameter => parameter.Value.Length);
Tell($"""
    {slopes} slopes, two experiments for each, and it takes no time. The tests of this repository do the same with every operation and
    every network.
    """);
foreach (GradientComparison result in GradientCheck.Compare(loss, new TorchGenerator(1)))
{
    Require(result.ToString(), result.Passes);
    Console.WriteLine($"   {result.Parameter.Name,-2} {result.Parameter.Value.Length,3} elements   all errors below 1e-6");
}

Head("5. Training with a wrong gradient");
Tell("""
    Isn't it proof enough that training works? No. Below, tanh passes on what arrives as it is, without its factor 1 - y^2. Its check
    fails. The loss falls all the same, because most slopes still point more or less downhill. It only ends higher. This is the worst
    kind of mistake: nothing looks wrong.
    """);
Check("tanh without its factor", new Curve(x, Math.Tanh, (_, arrived) => arrived));
Console.WriteLine("   step    right   wrong   (loss)");
double[] right = Train((y, arrived) => arrived * (1 - (y * y))), wrong = Train((_, arrived) => arrived);
for (int step = 0; step < right.Length; step += 100)
    Console.WriteLine($"   {step,4}   {right[step],6:0.000}  {wrong[step],6:0.000}");

double[] Train(Func<double, double, double> contribution)
{
    var recorded = new Graph<double>(Loss(Parameters(), sums => new Curve(sums, Math.Tanh, contribution)));
    double[] losses = new double[801];
    for (int step = 0; step < losses.Length; step++)
    {
        recorded.Forward();
        losses[step] = recorded.Loss.Value.Item;
        recorded.Backward();
        foreach (Parameter<double> parameter in recorded.Parameters) Kernels.Descend<double>(parameter.Value, parameter.Gradient, 0.05);
    }

    return losses;
}

Require("both have learned, the wrong one less", right[^1] < wrong[^1] && wrong[^1] < wrong[0] / 2);

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/02-prove-it.cs.");

static void Head(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

static void Require(string claim, bool holds)
{
    if (!holds) throw new InvalidOperationException($"not true: {claim}");
}

// 2 inputs, two layers of 8, and 1 output: 105 numbers, as in lesson 01.
static Parameter<double>[] Parameters()
{
    var random = new TorchGenerator(1);
    Parameter<double> Drawn(string name, Shape shape) => new(Tensor<double>.Uniform(random, shape, -1, 1), name);
    return [Drawn("W1", [2, 8]), Drawn("b1", [8]), Drawn("W2", [8, 8]), Drawn("b2", [8]), Drawn("W3", [8, 1]), Drawn("b3", [1])];
}

Variable<double> Loss(Parameter<double>[] weights, Func<Variable<double>, Variable<double>> tanh)
{
    Variable<double> h = tanh(points.MatMul(weights[0]) + weights[1]); // (100, 8)
    h = tanh(h.MatMul(weights[2]) + weights[3]); // (100, 8)
    return (h.MatMul(weights[4]) + weights[5] - sides).Pow(2).Mean();
}

static Constant<double> Moons()
{
    Tensor<double> moons = Tensor<double>.RandomNormal(new TorchGenerator(1), [Points, 2], scale: 0.1);
    for (int i = 0; i < Points; i++)
    {
        double angle = Math.PI * (i % (Points / 2)) / ((Points / 2) - 1);
        moons[i, 0] += i < Points / 2 ? Math.Cos(angle) : 1 - Math.Cos(angle);
        moons[i, 1] += i < Points / 2 ? Math.Sin(angle) : 0.5 - Math.Sin(angle);
    }

    return new Constant<double>(moons);
}

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

// Exercise 1. In MeasureCube measure on one side only: take below at x, and divide the difference by h. You should see an error
//   that shrinks only as fast as the step (4.0e-01, 3.9e-02, 3.9e-03, ...), and at best 8 digits, at 1e-08. Going to both sides
//   costs one more computation and gains two digits.
// Exercise 2. In section 5 make the gradient wrong in another way: (y, arrived) => 2 * arrived * (1 - (y * y)). You should see 0.031 at
//   the end, better than the right one, and the program stops because it no longer finds its claim true. For the layers below a tanh,
//   twice the slope is the same as twice the rate. No loss curve will ever tell.
