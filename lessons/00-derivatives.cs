// Lesson 00: a derivative is a slope
//
// Teaches   what a derivative is; how slopes multiply (the chain rule); a neuron's gradient by hand, then by Backward(); and the
//           mistakes that almost everyone makes the first time.
// Mirrors   Andrej Karpathy, "The spelled-out intro to neural networks and backpropagation: building micrograd".
// Run it    dotnet run lessons/00-derivatives.cs
// Watch it  dotnet run --project src/Runner -- explore, rungs "A slope" and "An expression" (explore.html#slope and #expression)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;

Console.WriteLine("Lesson 00: a derivative is a slope");

Console.WriteLine();
Console.WriteLine("1. The slope of x * x at x = 3 is 6");
Tell("""
    How steep is the curve f(x) = x^2 at one point? Take a small step to the right, and divide the rise by the run. The smaller the
    step h, the closer the quotient comes to one number. That number is the slope at the point, and it is called the derivative.
    Algebra agrees: ((3 + h)^2 - 3^2) / h = (6h + h^2) / h = 6 + h, and as h goes to 0, only 6 is left.
    """);
foreach (double h in new[] { 1, 0.1, 0.01, 0.001 })
    Console.WriteLine($"   step {h,-5}   rise / run = {(((3 + h) * (3 + h)) - (3 * 3)) / h:0.000}");

Tell("At other points the slope is different: it is 2x. Where it is negative, the curve goes down to the right. At the bottom it is 0.");
Console.WriteLine("    x   x * x   slope");
for (int x = -3; x <= 3; x++)
    Console.WriteLine($"   {x,2}   {x * x,5}   {Slope(at => at * at, x),5:0.0}   {(x < 0 ? '\\' : x > 0 ? '/' : '_')}");

Tell("From here on, slopes are measured with a small step to each side. That is more exact than one step to the right.");
static double Slope(Func<double, double> f, double x) => (f(x + 0.001) - f(x - 0.001)) / 0.002;

Console.WriteLine();
Console.WriteLine("2. In a sum each slope is 1; in a product it is the other factor (a = 3, b = -2)");
Tell("""
    An expression of several numbers has one slope for each of them: move that number and hold the others still. Together these
    slopes are called the gradient. In a sum each slope is 1. In a product the slope of each factor is the other factor.
    """);
Console.WriteLine($"   a + b   in a: {Slope(a => a + -2, 3),4:0.0}   in b: {Slope(b => 3 + b, -2),4:0.0}");
Console.WriteLine($"   a * b   in a: {Slope(a => a * -2, 3),4:0.0}   in b: {Slope(b => 3 * b, -2),4:0.0}");

Console.WriteLine();
Console.WriteLine("3. The derivative of exp is its output");
Tell("""
    The exponential function is as steep as it is high. Two wrong guesses are common. One is the input x instead of the output. The
    other is x * e^(x-1), from the rule for powers, which applies when x is in the base.
    """);
Console.WriteLine("    x   measured slope   output e^x   wrong: input x   wrong: x * e^(x-1)");
for (int x = -1; x <= 2; x++)
    Console.WriteLine($"   {x,2}   {Slope(Math.Exp, x),14:0.0000}   {Math.Exp(x),10:0.0000}   {x,14}   {x * Math.Exp(x - 1),18:0.0000}");

Console.WriteLine();
Console.WriteLine("4. Slopes along a chain multiply: L = (a * b + c) * d");
Tell("""
    Now a chain: a and b make a product p, p and c make a sum s, and s and d make the result L. If L moves half as much as s, and s
    moves as much as p, then L moves half as much as p. Slopes along a chain multiply. This is the chain rule, and it is all there
    is to backpropagation. Start at L, whose slope in itself is 1, and walk back. Each step multiplies what has arrived by its own
    slope, and looks at nothing else.
    """);
{
    double a = 3, b = -2, c = 8, d = 0.5;
    double p = a * b; // -6
    double s = p + c; // 2
    double result = s * d; // 1
    double slopeS = 1 * d; // L = s * d: 1 arrives, times the other factor
    double slopeD = 1 * s;
    double slopeP = slopeS * 1; // s = p + c: a sum passes on what arrives
    double slopeC = slopeS * 1;
    double slopeA = slopeP * b; // p = a * b: what arrives, times the other factor
    double slopeB = slopeP * a;
    Console.WriteLine($"   p = {p}, s = {s}, L = {result}");
    Console.WriteLine("       walking back   measured");
    Console.WriteLine($"   a   {slopeA,12:0.000}   {Slope(a => ((a * b) + c) * d, a),8:0.000}");
    Console.WriteLine($"   b   {slopeB,12:0.000}   {Slope(b => ((a * b) + c) * d, b),8:0.000}");
    Console.WriteLine($"   c   {slopeC,12:0.000}   {Slope(c => ((a * b) + c) * d, c),8:0.000}");
    Console.WriteLine($"   d   {slopeD,12:0.000}   {Slope(d => ((a * b) + c) * d, d),8:0.000}");

    Tell("""
        This is what it is good for: move each number a little against its slope, and L gets smaller. Training repeats this many times.
        """);
    (a, b, c, d) = (a - (0.1 * slopeA), b - (0.1 * slopeB), c - (0.1 * slopeC), d - (0.1 * slopeD));
    Console.WriteLine($"   each number moved by -0.1 times its slope: L = {result:0.000} -> {((a * b) + c) * d:0.000}");
}

Console.WriteLine();
Console.WriteLine("5. A neuron, y = tanh(x1 * w1 + x2 * w2 + b), by hand and by Backward()");
Tell("""
    A neuron weighs its inputs, adds a bias, and squeezes the sum into -1 to 1 with tanh. The slope of y = tanh(s) is 1 - y^2: like
    the slope of exp, it is known from the output. With the engine you write only the expression, and Backward() walks back. A
    Parameter gets a gradient. A Constant is data and gets none.
    """);
{
    double x1 = 1, x2 = 2, w1 = 0.5, w2 = -0.25, b = 0.5;
    double y = Math.Tanh((x1 * w1) + (x2 * w2) + b);
    double slopeSum = 1 - (y * y);
    double[] byHand = [y, slopeSum * x1, slopeSum * x2, slopeSum];

    var input1 = new Constant<double>(x1);
    var input2 = new Constant<double>(x2);
    var weight1 = new Parameter<double>(w1);
    var weight2 = new Parameter<double>(w2);
    var bias = new Parameter<double>(b);
    Variable<double> sum = (input1 * weight1) + (input2 * weight2) + bias;
    double[] ByBackward(Variable<double> output)
    {
        output.Backward();
        return [output.Value.Item, weight1.Gradient.Item, weight2.Gradient.Item, bias.Gradient.Item];
    }

    Tell("tanh is itself a chain: (e^2s - 1) / (e^2s + 1). Written this way, in more and smaller steps, it has the same slopes.");
    double[] byTanh = ByBackward(sum.Tanh());
    Variable<double> power = (2.0 * sum).Exp();
    double[] byExp = ByBackward((power - 1.0) / (power + 1.0));

    Console.WriteLine("                   by hand      Tanh()   from Exp()");
    foreach ((int i, string what) in new[] { "y", "slope in w1", "slope in w2", "slope in b" }.Index())
        Console.WriteLine($"   {what,-11}   {byHand[i],9:0.000000}   {byTanh[i],9:0.000000}   {byExp[i],10:0.000000}");
}

Console.WriteLine();
Console.WriteLine("6. The walk back needs the right order: y = (c + d) + c * d, c = a + b, d = a * b, a = 2, b = 3");
Tell("""
    A small engine like this is quickly built. A Node, at the end of this file, knows what it was made from and its slope in each
    input. Send() is one step of the walk back. One question is left: in which order do nodes send? In the example a, b, c and d are each
    used twice. By hand, at a = 2 and b = 3: c is 5 and d is 6. The slope of y in c is 1 + d = 7, and in d it is 1 + c = 6. So in a it
    is 7 * 1 + 6 * 3 = 25, and in b it is 7 * 1 + 6 * 2 = 19. A node that sends whenever something arrives sends what came first
    twice. A node that sends once, as soon as it is reached, never sends on what comes later. Right is to send after everything that
    was made from the node has sent. Sorting by depth (1 + the depth of the deepest input) gives such an order, because whatever is
    made from a node is deeper than the node. The engine does the same.
    """);

// Wrong: a node sends whenever something arrives, and each time it sends all it has so far. What arrived first is sent twice.
static void SendAtOnce(Node node)
{
    node.Send();
    foreach ((Node input, _) in node.Inputs) SendAtOnce(input);
}

// Wrong: a node sends once, as soon as it is reached. What arrives later is never sent on.
static void SendOnce(Node node, HashSet<Node> done)
{
    if (!done.Add(node)) return;
    node.Send();
    foreach ((Node input, _) in node.Inputs) SendOnce(input, done);
}

// Right: a node sends after everything that was made from it has sent.
static void SendInOrder(Node top)
{
    var found = new List<Node> { top };
    for (int i = 0; i < found.Count; i++)
        foreach ((Node input, _) in found[i].Inputs)
            if (!found.Contains(input)) found.Add(input);
    foreach (Node node in found.OrderByDescending(node => node.Depth)) node.Send();
}

static Node Example(Node a, Node b)
{
    Node c = a + b, d = a * b;
    return c + d + (c * d);
}

static void Print(string how, double a, double b) => Console.WriteLine($"   {how,-47}   in a: {a,3:0}   in b: {b,3:0}");

static void Try(string how, Action<Node> walk)
{
    Node a = new(2), b = new(3), y = Example(a, b);
    y.Gradient = 1;
    walk(y);
    Print(how, a.Gradient, b.Gradient);
}

static double InNumbers(double a, double b) => a + b + (a * b) + ((a + b) * (a * b));
Print("measured", Slope(a => InNumbers(a, 3), 2), Slope(b => InNumbers(2, b), 3));
Try("wrong: a node sends whenever it is reached", SendAtOnce);
Try("wrong: a node sends once, as soon as reached", node => SendOnce(node, []));
Try("right: a node sends when all has arrived", SendInOrder);
{
    var a = new Parameter<double>(2);
    var b = new Parameter<double>(3);
    Variable<double> c = a + b, d = a * b;
    Variable<double> y = c + d + (c * d);
    y.Backward();
    Print("Backward()", a.Gradient.Item, b.Gradient.Item);
}

Console.WriteLine();
Console.WriteLine("7. Slopes that meet add up: +=, not =, at x = 3");
Tell("""
    When a number is used twice, two slopes arrive at it and add up. With = instead of +=, the second overwrites the first.
    """);
foreach ((string name, Func<Node, Node> make) in new (string, Func<Node, Node>)[] { ("x + x", x => x + x), ("x * x", x => x * x) })
{
    Node assigned = new(3), added = new(3);
    foreach ((Node input, double slope) in make(assigned).Inputs) input.Gradient = slope; // wrong
    foreach ((Node input, double slope) in make(added).Inputs) input.Gradient += slope; // right
    Console.WriteLine($"   {name}   wrong, with = : {assigned.Gradient}   right, with += : {added.Gradient}");
}

Console.WriteLine();
Console.WriteLine("8. Calling backward twice");
Tell("""
    += has a price: it adds to whatever was there before. So what happens if backward is called twice, as when a notebook's cell is
    run again? In micrograd, as in Node here, every node keeps its gradient. On the same graph, the old slopes of c and d are then
    sent again along with the new ones, and the answer is not even twice the right one. On a new graph over the same a and b, it is
    twice the right one. In this engine the first slope to arrive in a pass overwrites, so calling twice is as good as once. Adding
    up at the leaves, to sum over several mini-batches, has to be asked for. (The appendix says what PyTorch does.)
    """);
{
    Node a = new(2), b = new(3), y = Example(a, b);
    y.Gradient = 1;
    SendInOrder(y);
    y.Gradient = 1;
    SendInOrder(y);
    Print("micrograd's way, same graph", a.Gradient, b.Gradient);
}

{
    Node a = new(2), b = new(3), first = Example(a, b), second = Example(a, b);
    first.Gradient = second.Gradient = 1;
    SendInOrder(first);
    SendInOrder(second);
    Print("micrograd's way, graph rebuilt", a.Gradient, b.Gradient);
}

{
    var a = new Parameter<double>(2);
    var b = new Parameter<double>(3);
    Variable<double> Build() => a + b + (a * b) + ((a + b) * (a * b));

    Variable<double> y = Build();
    y.Backward();
    y.Backward();
    Print("here, same graph", a.Gradient.Item, b.Gradient.Item);
    Build().Backward();
    Print("here, graph rebuilt", a.Gradient.Item, b.Gradient.Item);
    y.Backward(accumulate: true);
    Print("here, once more with Backward(accumulate: true)", a.Gradient.Item, b.Gradient.Item);
}

Console.WriteLine();
Console.WriteLine("9. Gradients that are not zeroed pile up: w starts at 0 and should find 3");
Tell("""
    So which gradients must be zeroed when everything adds? Those of the leaves, before every step that should see only its own
    slopes. And those in between, before every pass over the same graph. If you forget the leaves, each step also moves along all
    the slopes of the past. Below, w should find 3, where (w - 3)^2 is smallest. Instead it swings past it, comes back, and swings
    past it again.
    """);
Console.WriteLine("   step   zeroed                              forgotten");
{
    var right = new Parameter<double>(0);
    var wrong = new Parameter<double>(0);
    var rightGraph = new Graph<double>((right - 3.0).Pow(2)); // a graph is recorded once and run at every step
    var wrongGraph = new Graph<double>((wrong - 3.0).Pow(2));
    for (int step = 0; step <= 14; step++)
    {
        (double w, double v) = (right.Value.Item, wrong.Value.Item);
        Console.WriteLine($"   {step,4}   {w,6:0.000} {Draw(w),-25}    {v,6:0.000} {Draw(v)}");
        rightGraph.Forward();
        rightGraph.Backward();
        right.Value.Span[0] -= 0.2 * right.Gradient.Item;
        wrongGraph.Forward();
        wrongGraph.Backward(accumulate: true); // as if nothing ever set the gradient to 0
        wrong.Value.Span[0] -= 0.2 * wrong.Gradient.Item;
    }
}

// 0 to 6 from left to right, with a mark at 3.
static string Draw(double w)
{
    char[] line = "            |            ".ToCharArray();
    line[Math.Clamp((int)Math.Round(w * 4), 0, line.Length - 1)] = 'o';
    return new string(line).TrimEnd();
}

Console.WriteLine();
Console.WriteLine("Appendix, for those who know PyTorch (quoted: PyTorch does not run here)");
Console.WriteLine("   Section 8 there: the same graph a second time is an error (\"Trying to backward through the graph a second");
Console.WriteLine("   time\"), unless the first call was given retain_graph=True. With that, or with the graph rebuilt, gradients add up:");
// PyTorch keeps only the gradients of the leaves, so on a new graph the answer doubles. On the same graph it refuses.
Print("PyTorch, graph rebuilt", 50, 38);
Console.WriteLine("   That is why a training step there begins with optimizer.zero_grad().");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/00-derivatives.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Let SendAtOnce send only what has just arrived, not everything the node has: give it that slope as a second
//   argument, add it to node.Gradient, and call SendAtOnce(input, arrived * slope) for each input. Try calls it with 1. You
//   should see 25 and 19: each path from y down to a leaf is walked separately. Then count the calls for x = x + x, repeated 20
//   times. You should see 2,097,151: right, but too slow. This is why a node waits until everything has arrived.
// Exercise 2. In section 9 use 1.1 instead of 0.2 in both places. Now the zeroed one goes wrong too: w lands on the other side of
//   3, farther off each time, at 6.600, then -1.320, then 8.184. A slope says which way is down and how steep it is, but not how
//   far that goes on. How far to step, the learning rate, is the topic of lesson 10.

/// <summary>A number that remembers what it was made from: each input, and its own slope in that input.</summary>
sealed class Node(double value, params (Node Node, double Slope)[] inputs)
{
    public double Value => value;

    public double Gradient { get; set; }

    public (Node Node, double Slope)[] Inputs => inputs;

    public int Depth { get; } = inputs.Length == 0 ? 0 : 1 + inputs.Max(input => input.Node.Depth);

    /// <summary>The chain rule: each input gets this node's gradient times its slope in that input.</summary>
    public void Send()
    {
        foreach ((Node input, double slope) in inputs) input.Gradient += Gradient * slope;
    }

    public static Node operator +(Node a, Node b) => new(a.Value + b.Value, (a, 1), (b, 1));

    public static Node operator *(Node a, Node b) => new(a.Value * b.Value, (a, b.Value), (b, a.Value));
}
