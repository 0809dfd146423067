// Lesson 19: microgpt, whole
//
// Teaches   how all the parts become a GPT: what it computes, how it learns, how it writes. There is nothing else in it.
// Mirrors   Andrej Karpathy, "microgpt" (2026): the same model, random numbers, losses and names. His version has no library and takes a
//           minute, because it handles one number at a time. This one handles tensors.
// Run it    dotnet run lessons/19-microgpt.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "A GPT" (explore.html#gpt)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 19: microgpt, whole");

// The names, in random order. All randomness comes from one stream, that of Python's random.seed(42).
string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
string[] names = [.. NameList.Clean(NamesFile.Read(data), Vocabulary.English, Duplicates.Keep).Names];
var random = new PythonGenerator(42);
random.Shuffle<string>(names);

// A name as numbers: 0 to 25 are letters, and 26 stands before and after it.
const int Vocabulary27 = 27, End = 26;
static int[] Tokens(string name) => [End, .. name.Select(letter => letter - 'a'), End];

// The weights: small random numbers. A matrix is stored as (outputs, inputs).
const int Width = 16, Heads = 4, Block = 16;
Parameter<double> Matrix(int outputs, int inputs, string name)
{
    var values = new Tensor<double>([outputs, inputs]);
    foreach (ref double value in values.Span) value = random.Normal(mean: 0, deviation: 0.08);
    return new Parameter<double>(values, name);
}

Parameter<double> letter = Matrix(Vocabulary27, Width, "letter"); // what each letter is
Parameter<double> place = Matrix(Block, Width, "place"); // where it stands
Parameter<double> head = Matrix(Vocabulary27, Width, "head"); // scores for what comes next
Parameter<double> query = Matrix(Width, Width, "query"), key = Matrix(Width, Width, "key"); // what a place asks, and what it answers to
Parameter<double> value = Matrix(Width, Width, "value"), mix = Matrix(Width, Width, "mix"); // what it tells, and what becomes of that
Parameter<double> up = Matrix(4 * Width, Width, "up"), down = Matrix(Width, 4 * Width, "down"); // room to think
Parameter<double>[] weights = [letter, place, head, query, key, value, mix, up, down];
Console.WriteLine($"{names.Length} names, {weights.Sum(one => one.Value.Length)} weights");

// The model. t letters go in, and for each of them come scores for the next: (t, 27). A place sees itself and what is before it, so one
// name teaches t lessons at once.
Variable<double> Scores(Indices letters, int t)
{
    Variable<double> x = (letter.Embedding(letters) + place.Slice(axis: 0, start: 0, length: t)).NormalizeRms(1e-5); // (t, 16)

    // Look back: each place asks those before it, and adds what it hears to what it is.
    Variable<double> seen = x.NormalizeRms(1e-5).Reshape([1, t, Width]); // one sequence
    Variable<double> heard = Times(seen, query).CausalAttention(Times(seen, key), Times(seen, value), Heads);
    x += Times(heard.Reshape([t, Width]), mix);

    // Think: the same for every place, each on its own.
    x += Times(Times(x.NormalizeRms(1e-5), up).Relu(), down);
    return Times(x, head);
}

static Variable<double> Times(Variable<double> x, Variable<double> matrix) => x.MatMul(matrix.Transpose());

// A graph for each length of name, recorded when it is first needed.
var graphs = new Dictionary<int, (Indices Letters, Indices Next, Graph<double> Graph)>();
(Indices Letters, Indices Next, Graph<double> Graph) GraphFor(int t)
{
    if (graphs.TryGetValue(t, out var known)) return known;
    (Indices letters, Indices next) = (new Indices([t]), new Indices([t]));
    return graphs[t] = (letters, next, new Graph<double>(Scores(letters, t).CrossEntropy(next)));
}

// Learn: take a name, see how wrong the scores are, and move every weight a little. Adam keeps a running average of each gradient, m, and
// of its square, v, so a weight with small gradients takes steps as large as any other.
const int Steps = 1000;
const double Kept1 = 0.85, Kept2 = 0.99;
double[][] m = [.. weights.Select(one => new double[one.Value.Length])], v = [.. weights.Select(one => new double[one.Value.Length])];
Console.WriteLine();
Console.WriteLine("  step     loss   mean of 100   learned from");
double sum = 0;
for (int step = 0; step < Steps; step++)
{
    int[] name = Tokens(names[step % names.Length]);
    int t = Math.Min(name.Length - 1, Block);
    (Indices letters, Indices next, Graph<double> graph) = GraphFor(t);
    name.AsSpan(0, t).CopyTo(letters.Span);
    name.AsSpan(1, t).CopyTo(next.Span);
    graph.Forward();
    graph.Backward();
    sum += graph.Loss.Value.Item;
    if ((step + 1) % 100 == 0)
    {
        Console.WriteLine($"  {step + 1,4}   {graph.Loss.Value.Item:0.0000}   {sum / 100,11:0.0000}   {names[step % names.Length]}");
        sum = 0;
    }

    double rate = 0.01 * (1 - ((double)step / Steps));
    for (int w = 0; w < weights.Length; w++)
    {
        Span<double> weight = weights[w].Value.Span, gradient = weights[w].Gradient.Span;
        for (int i = 0; i < weight.Length; i++)
        {
            m[w][i] = (Kept1 * m[w][i]) + ((1 - Kept1) * gradient[i]);
            v[w][i] = (Kept2 * v[w][i]) + ((1 - Kept2) * gradient[i] * gradient[i]);
            double mean = m[w][i] / (1 - Math.Pow(Kept1, step + 1)), square = v[w][i] / (1 - Math.Pow(Kept2, step + 1));
            weight[i] -= rate * mean / (Math.Sqrt(square) + 1e-8);
        }
    }
}

// Write: draw a letter, append it, and ask again. Scores are divided by a temperature below 1, so likely letters get likelier.
Console.WriteLine();
for (int count = 0; count < 20; count++)
{
    List<int> name = [End];
    do
    {
        Variable<double> scores = Scores(Indices.Of([.. name]), name.Count);
        double[] last = [.. (scores / 0.5).Softmax().Value.Span[^Vocabulary27..]];
        name.Add(random.Choose(last));
    }
    while (name[^1] != End && name.Count <= Block);
    Console.WriteLine(string.Concat(name.Skip(1).Where(token => token != End).Select(token => (char)('a' + token))));
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/19-microgpt.cs.");

// Exercise 1. Leave out the line that begins with x += Times(heard. You should see 2.1817 instead of 2.1651 at the end: a thousand names
//   are too few to learn what looking back is good for. With Steps = 10000 it is 2.0835 without that line, and 1.9834 with it.
// Exercise 2. Leave out "+ place.Slice(...)", and the parentheses. You should see 2.1759; and with Steps = 10000, 2.0156. Attention by
//   itself does not know which letter came first.
