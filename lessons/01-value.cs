// Lesson 01: an engine in sixty lines
//
// Teaches   how a number can know its own slope: Value, whose operations each leave a closure behind; the order in which the closures
//           run; what += mends; a neuron, a layer and a network of Values, and how they learn; that the engine computes the same.
// Mirrors   Andrej Karpathy, "The spelled-out intro to neural networks and backpropagation: building micrograd", and micrograd's demo.
// Run it    dotnet run lessons/01-value.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Bend a line" (explore.html#points)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Tensors;

Console.WriteLine("Lesson 01: an engine in sixty lines");
Tell("""
    Lesson 00 walked back from a result by hand. Now the numbers do it themselves. A Value is a number that remembers which Values
    it was made from, and how to send its slope on to them. The class is at the end of this file.
    """);

Head("1. A number that remembers");
{
    Value a = new(2, "a"), b = new(-3, "b"), c = new(10, "c");
    Value product = (a * b).Named("a*b"), y = (product + c).Named("y");
    Tell("y = a * b + c is an ordinary C# expression. But what comes out is the whole tree below, not only a number:");
    PrintTree(y, "");

    Head("2. Each operation leaves a closure behind");
    Tell("""
        What a product sends back is known where the product is made: to a, what arrives times b; to b, what arrives times a. So
        operator * writes these two lines into a lambda, and keeps it in the new Value as Send. Nothing runs yet.
           y.Send = () => { a.Gradient += y.Gradient * b.Data;  b.Gradient += y.Gradient * a.Data; }
        To walk back, set the slope of y in itself to 1, and call the lambdas one by one:
        """);
    Console.WriteLine("   gradient of                 y     a*b       a       b       c");
    y.Gradient = 1;
    PrintGradients("y.Gradient = 1");
    y.Send();
    PrintGradients("y.Send()       (a sum)");
    product.Send();
    PrintGradients("(a*b).Send()   (a product)");
    Check("dy/da = b, dy/db = a, dy/dc = 1", (a.Gradient, b.Gradient, c.Gradient) == (b.Data, a.Data, 1));
    Tell("Called the other way round, a*b sends on its 0 before anything has arrived, and a and b get nothing:");
    product.Gradient = a.Gradient = b.Gradient = c.Gradient = 0;
    product.Send();
    PrintGradients("(a*b).Send()");
    y.Send();
    PrintGradients("y.Send()");

    void PrintGradients(string after) => Console.WriteLine(
        $"   {after,-26}{y.Gradient,3:0}  {product.Gradient,6:0}  {a.Gradient,6:0}  {b.Gradient,6:0}  {c.Gradient,6:0}");
}

Head("3. The order");
{
    Tell("""
        So a Value may send only after everything that was made from it. Put each Value on a list after the Values that it was made
        from; then the list read backwards is such an order. Backward() makes the list and runs it. For y = (c + d) + c*d with
        c = a + b and d = a*b:
        """);
    Value a = new(2, "a"), b = new(3, "b");
    Value c = (a + b).Named("c"), d = (a * b).Named("d");
    Value y = ((c + d).Named("c+d") + (c * d).Named("c*d")).Named("y");
    y.Backward();
    Console.WriteLine($"   list: {string.Join("  ", y.InOrder().Select(value => value.Name))}");
    Console.WriteLine($"   read backwards, it gives dy/da = {a.Gradient}, dy/db = {b.Gradient}");
    Check("as found by hand in lesson 00 (25 and 19)", (a.Gradient, b.Gradient) == (25, 19));
}

Head("4. The bug that += mends");
{
    Tell("""
        With = instead of +=, everything above works, until a Value is used twice. Then what it sends the second time wipes out the
        first. In x + x both are the same 1, so the answer is 1, where 2 is right. The first version in the lecture had this bug.
        """);
    Value x = new(3, "x");
    Value wrong = new(x.Data + x.Data, "wrong", x, x);
    wrong.Send = () => { x.Gradient = wrong.Gradient; x.Gradient = wrong.Gradient; };
    wrong.Backward();
    double assigned = x.Gradient;
    x.Gradient = 0;
    (x + x).Backward();
    Console.WriteLine($"   slope of x + x:   with = : {assigned}   with += : {x.Gradient}");
    Check("only += is right", assigned == 1 && x.Gradient == 2);
}

Head("5. A neuron, a layer, a network");
Tell("""
    A neuron is tanh(w1 x1 + w2 x2 + ... + b). A layer is some neurons that all see the same inputs. A network is some layers, each
    seeing what the one before made (Layer, at the end of this file). This one has 3 inputs, two layers of 4, and 1 output.
    Four examples say which output is wanted for which inputs. The loss is the sum of squared differences. A step is three lines:
    loss.Backward(); move each parameter by -0.05 times its gradient; and set the gradients to 0 for the next step.
    """);
{
    var random = new TorchGenerator(42);
    Layer[] network = [new(3, 4, random, true), new(4, 4, random, true), new(4, 1, random, true)];
    Value[] parameters = [.. network.SelectMany(layer => layer.Parameters)];
    double[][] inputs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
    double[] wanted = [1, -1, -1, 1];
    Console.WriteLine($"   {parameters.Length} parameters; wanted are 1, -1, -1, 1");
    double first = 0, last = 0;
    for (int step = 0; step <= 60; step++)
    {
        Value[] outputs = [.. inputs.Select(one => Run(network, one)[0])];
        Value loss = outputs.Zip(wanted, (output, want) => (output + -want) * (output + -want)).Aggregate((a, b) => a + b);
        if (step == 0) Console.WriteLine($"   the loss is made of {loss.InOrder().Count} Values");
        string results = string.Join("  ", outputs.Select(one => $"{one.Data,6:0.00}"));
        if (step % 10 == 0) Console.WriteLine($"   step {step,2}   loss {loss.Data:0.000}   outputs {results}");
        loss.Backward();
        foreach (Value parameter in parameters)
        {
            parameter.Data -= 0.05 * parameter.Gradient;
            parameter.Gradient = 0;
        }

        (first, last) = (step == 0 ? loss.Data : first, loss.Data);
    }

    Check("the loss has fallen to less than a hundredth", last < first / 100);
}

Head("6. Two moons");
Tell("""
    Now something that no straight line can separate: 100 points in two half-moons that reach into each other, o and x. The output
    should be above 0 for x and below 0 for o. The loss of a point is max(0, 1 - side * output), the hinge: 0 as soon as the output is
    on the right side by 1, so the network works on the points that are still wrong or close.
    """);
const int Points = 100, Steps = 100;
var (points, sides) = Moons();
Layer[] moonNetwork = [.. MoonLayers()];
double[] valueLosses = new double[Steps + 1];
int valuesInLoss = 0;
for (int step = 0; step <= Steps; step++)
{
    Value loss = new(0, "loss");
    for (int i = 0; i < Points; i++)
        loss += ((Run(moonNetwork, points[i])[0] * -sides[i]) + 1).Relu();
    loss *= 1.0 / Points;
    (valueLosses[step], valuesInLoss) = (loss.Data, loss.InOrder().Count);
    int right = points.Zip(sides, IsRight).Count(isRight => isRight);
    if (step % 20 == 0) Console.WriteLine($"   step {step,3}   loss {loss.Data:0.0000}   on the right side {right,3}");
    loss.Backward();
    foreach (Value parameter in moonNetwork.SelectMany(layer => layer.Parameters))
    {
        parameter.Data -= Rate(step) * parameter.Gradient;
        parameter.Gradient = 0;
    }
}

static double Rate(int step) => step < 80 ? 1 : 0.3;
bool IsRight(double[] point, double side) => Run(moonNetwork, point)[0].Data * side > 0;
Console.WriteLine("   where the output is above 0 there is a dot; o and x are the points:");
for (int row = 0; row < 18; row++)
{
    char[] line = new char[60];
    for (int column = 0; column < 60; column++)
        line[column] = Run(moonNetwork, [-1.4 + (column * 3.8 / 59), 1.5 - (row * 2.5 / 17)])[0].Data > 0 ? '.' : ' ';
    for (int i = 0; i < Points; i++)
        if ((int)Math.Round((1.5 - points[i][1]) * 17 / 2.5) == row)
            line[Math.Clamp((int)Math.Round((points[i][0] + 1.4) * 59 / 3.8), 0, 59)] = sides[i] > 0 ? 'x' : 'o';
    Console.WriteLine($"   |{new string(line).TrimEnd()}");
}

Check("all 100 points are on the right side", points.Zip(sides, IsRight).All(right => right));

Head("7. The same on the engine");
Tell("""
    The engine of this repository does the same, but its numbers are tensors. A layer is one matrix product, and all 100 points go
    through it at once. Variable keeps its way back in a method, Backward, where Value keeps it in a lambda: it can be recorded once
    and run at every step, where Value builds everything anew. From the same weights, with the same steps, the same losses come out.
    """);
{
    var x = new Constant<double>(Tensor<double>.FromRows(points)); // (100, 2)
    var side = new Constant<double>(new Tensor<double>([Points, 1], sides));
    Variable<double> output = x;
    Layer[] start = [.. MoonLayers()];
    foreach (Layer layer in start)
    {
        var weights = new Parameter<double>(layer.WeightsByInput());
        output = output.MatMul(weights) + new Parameter<double>(new Tensor<double>([weights.Shape[1]])); // biases begin at 0
        if (layer != start[^1]) output = output.Tanh();
    }

    var graph = new Graph<double>((1.0 - (side * output)).Relu().Mean());
    double apart = 0;
    Console.WriteLine("   step   loss, Values   loss, engine");
    for (int step = 0; step <= Steps; step++)
    {
        graph.Forward();
        if (step % 20 == 0) Console.WriteLine($"   {step,4}   {valueLosses[step],12:0.000000}   {graph.Loss.Value.Item,12:0.000000}");
        apart = Math.Max(apart, Math.Abs(valueLosses[step] - graph.Loss.Value.Item));
        graph.Backward();
        foreach (Parameter<double> parameter in graph.Parameters)
            Kernels.Descend<double>(parameter.Value, parameter.Gradient, Rate(step));
    }

    Console.WriteLine($"   {valuesInLoss:N0} Values at each step, and {graph.Nodes.Length} nodes of the engine, recorded once");
    Check($"all {Steps + 1} losses agree within 1e-9", apart < 1e-9);
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/01-value.cs.");

static void Head(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

static void Check(string claim, bool holds) =>
    Console.WriteLine(holds ? $"   {claim}: true" : throw new InvalidOperationException($"not true: {claim}"));

static void PrintTree(Value value, string indent)
{
    Console.WriteLine($"   {indent}{value.Name} = {value.Data}");
    foreach (Value input in value.MadeFrom) PrintTree(input, indent + "   ");
}

static Value[] Run(Layer[] layers, double[] inputs) =>
    layers.Aggregate(Array.ConvertAll(inputs, input => (Value)input), (values, layer) => layer.Forward(values));

static IEnumerable<Layer> MoonLayers()
{
    var random = new TorchGenerator(1);
    return [new(2, 8, random, true), new(8, 8, random, true), new(8, 1, random, false)];
}

// Half a circle, and another one upside down, shifted into the first. Each point is moved a little by chance.
static (double[][] Points, double[] Sides) Moons()
{
    Tensor<double> noise = Tensor<double>.RandomNormal(new TorchGenerator(1), [Points, 2], scale: 0.1);
    double[] sides = [.. Enumerable.Range(0, Points).Select(i => i < Points / 2 ? -1.0 : 1)];
    return ([.. sides.Select((side, i) =>
    {
        double angle = Math.PI * (i % (Points / 2)) / ((Points / 2) - 1);
        double[] point = side < 0 ? [Math.Cos(angle), Math.Sin(angle)] : [1 - Math.Cos(angle), 0.5 - Math.Sin(angle)];
        return new[] { point[0] + noise[i, 0], point[1] + noise[i, 1] };
    })], sides);
}

/// <summary>The engine: a number, the Values that it was made from, and how to send its gradient on to them.</summary>
internal sealed class Value(double data, string name, params Value[] madeFrom)
{
    public double Data { get; set; } = data;

    public double Gradient { get; set; }

    public string Name { get; private set; } = name;

    public Value[] MadeFrom => madeFrom;

    public Action Send { get; set; } = () => { };

    public Value Named(string newName)
    {
        Name = newName;
        return this;
    }

    public static implicit operator Value(double number) => new(number, "number");

    public static Value operator +(Value a, Value b)
    {
        var y = new Value(a.Data + b.Data, "+", a, b);
        y.Send = () => { a.Gradient += y.Gradient; b.Gradient += y.Gradient; };
        return y;
    }

    public static Value operator *(Value a, Value b)
    {
        var y = new Value(a.Data * b.Data, "*", a, b);
        y.Send = () => { a.Gradient += y.Gradient * b.Data; b.Gradient += y.Gradient * a.Data; };
        return y;
    }

    public Value Tanh()
    {
        var y = new Value(Math.Tanh(Data), "tanh", this);
        y.Send = () => Gradient += y.Gradient * (1 - (y.Data * y.Data));
        return y;
    }

    public Value Relu()
    {
        var y = new Value(Math.Max(0, Data), "relu", this);
        y.Send = () => Gradient += y.Data > 0 ? y.Gradient : 0;
        return y;
    }

    /// <summary>Everything that this Value was made from, each after what it was itself made from; this Value last.</summary>
    public List<Value> InOrder()
    {
        List<Value> list = [];
        HashSet<Value> seen = [];
        void Visit(Value value)
        {
            if (!seen.Add(value)) return;
            foreach (Value input in value.MadeFrom) Visit(input);
            list.Add(value);
        }

        Visit(this);
        return list;
    }

    public void Backward()
    {
        Gradient = 1;
        foreach (Value value in Enumerable.Reverse(InOrder())) value.Send();
    }
}

/// <summary>Some neurons that see the same inputs. A neuron is a row of weights and a bias.</summary>
internal sealed class Layer(int inputs, int outputs, TorchGenerator random, bool bends)
{
    // Uniform from -1 to 1, a row for each neuron.
    private readonly Value[][] weights = [.. Enumerable.Range(0, outputs).Select(
        _ => Enumerable.Range(0, inputs).Select(_ => new Value((2 * random.UniformDouble()) - 1, "w")).ToArray())];

    private readonly Value[] biases = [.. Enumerable.Range(0, outputs).Select(_ => new Value(0, "b"))];

    public IEnumerable<Value> Parameters => weights.SelectMany(row => row).Concat(biases);

    public Value[] Forward(Value[] x) => [.. weights.Zip(biases, (row, bias) =>
    {
        Value sum = bias;
        for (int i = 0; i < x.Length; i++) sum += row[i] * x[i];
        return bends ? sum.Tanh() : sum;
    })];

    /// <summary>The weights as the engine has them: (inputs, outputs).</summary>
    public Tensor<double> WeightsByInput() =>
        new([inputs, outputs], [.. Enumerable.Range(0, inputs).SelectMany(i => weights.Select(row => row[i].Data))]);
}

// Exercise 1. In section 5 leave out parameter.Gradient = 0. You should see it learn faster: 0.021 at step 10. Old slopes that pile up
//   act like a rate that grows, and on four easy examples that happens to help. In lesson 00 it did not. A mistake that helps is
//   still a mistake: it is found late.
// Exercise 2. In MoonLayers give all three layers false, so that none bends, and in section 7 leave out the Tanh. You should see a straight
//   border, 88 points on the right side, and then the check that stops the program. Sums of sums are one sum.
