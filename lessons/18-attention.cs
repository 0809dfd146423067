// Lesson 18: attention, from an average to a head
//
// Teaches   how a letter can look at all letters before it: first at their average, then at those that it chooses; why the future must be
//           masked, and what happens if it is not.
// Mirrors   Andrej Karpathy, "Let's build GPT: from scratch, in code, spelled out", up to multi-head attention.
// Run it    dotnet run lessons/18-attention.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "A GPT" (explore.html#gpt)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 18: attention, from an average to a head");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
int cut = shuffled.Length * 9 / 10;

const int Block = 16, Width = 16;
var training = new NameRows(shuffled[..cut], vocabulary, Block);
var validation = new NameRows(shuffled[cut..], vocabulary, Block);

Tensor<double> Triangle(int t)
{
    var weights = new Tensor<double>([t, t]);
    for (int i = 0; i < t; i++)
        for (int j = 0; j <= i; j++) weights[i, j] = 1.0 / (i + 1);
    return weights;
}

Console.WriteLine();
Console.WriteLine("1. An average as a product: what each letter of .virat sees");
Tell("""
    The MLP looks back at three letters, each in its place. Now a whole name goes in at once, as one row: .virat, and the answer to
    each letter is the letter after it: virat. with the dot for the end. Rows are filled up, and what fills them does not count.
    """);
Tell("""
    The simplest way to look back is the average of all letters so far. It is a product with a triangle of weights: row i has 1 / (i + 1)
    up to column i, and 0 after it, because what comes later is what we want to guess.
    """);
Show(Triangle(6), ".virat");

Tell("""
    The same weights come out of softmax, if all scores are equal and the future has the score -infinity: e^-infinity is 0. That is
    the form to keep, because scores can be learned, and softmax makes weights of any scores.
    """);
Tensor<double> Future(int t)
{
    var mask = new Tensor<double>([t, t]);
    for (int i = 0; i < t; i++)
        for (int j = i + 1; j < t; j++) mask[i, j] = 1;
    return mask;
}

Variable<double> equal = new Constant<double>(new Tensor<double>([6, 6])).MaskedFill(Future(6), double.NegativeInfinity).Softmax();
double apart = equal.Value.Span.ToArray().Zip(Triangle(6).Span.ToArray(), (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"   softmax of equal scores, the future masked, is the same: {apart < 1e-15}");

Console.WriteLine();
Console.WriteLine("2. Questions, keys and values: five ways to look, each after 1,500 steps on 32 names");
Tell("""
    A head lets every letter choose. Each makes three vectors of itself: a question q, a key k that it can be found by, and a value
    v that it tells. A score is a question times a key, q * k, large if they point the same way. It is divided by the root of their
    length, so that it does not grow with it, and softmax does not begin by being sure. What the letter sees is the average of the
    values, with these weights.
    """);
Tell("Four heads are not four times as large: each has a quarter of the vector, and asks its own question.");
var random = new TorchGenerator(1234);
Parameter<double> Matrix(int rows, int columns, double scale, string name) => new(Scaled(rows, columns, scale), name);
Tensor<double> Scaled(int rows, int columns, double scale) => Initial.Normal(scale).Draw<double>(random, [rows, columns]);

// x + what was seen: a letter keeps what it is.
Variable<double> See(Net net, Variable<double> x, Kind kind)
{
    int t = x.Shape[1];
    Variable<double> q = x.MatMul(net.Query), k = x.MatMul(net.Key), v = x.MatMul(net.Value);
    return kind switch
    {
        Kind.Nothing => x,
        Kind.Average => x + new Constant<double>(Triangle(t)).MatMul(v),
        Kind.Head => x + q.CausalAttention(k, v, heads: 1),
        Kind.FourHeads => x + q.CausalAttention(k, v, heads: 4),
        _ => x + (q.MatMul(k.Transpose()) / Math.Sqrt(Width)).Softmax().MatMul(v), // the mask is forgotten
    };
}

Variable<double> Logits(Net net, Indices tokens, Kind kind)
{
    Variable<double> x = net.Letters.Embedding(tokens) + net.Places.Slice(0, 0, tokens.Shape[1]); // (n, t, width)
    return See(net, x, kind).MatMul(net.Output); // (n, t, 27)
}

double Loss(Net net, NameRows rows, Kind kind) =>
    Logits(net, rows.Tokens, kind).CrossEntropy(rows.Targets, NameRows.Ignored).Value.Item;

Net Train(Kind kind)
{
    random = new TorchGenerator(1234);
    var net = new Net(
        Matrix(27, Width, 0.5, "letters"), Matrix(Block, Width, 0.5, "places"), Matrix(Width, Width, 0.25, "query"),
        Matrix(Width, Width, 0.25, "key"), Matrix(Width, Width, 0.25, "value"), Matrix(Width, 27, 0.1, "output"));
    var chosen = new int[32];
    (Indices tokens, Indices targets) = (new([32, Block]), new([32, Block]));
    var batch = new GraphBatch<double>(Logits(net, tokens, kind).CrossEntropy(targets, NameRows.Ignored), draw: () =>
    {
        random.Integers(chosen, 0, training.Count);
        for (int i = 0; i < chosen.Length; i++)
        {
            training.Tokens.Span.Slice(chosen[i] * Block, Block).CopyTo(tokens.Span[(i * Block)..]);
            training.Targets.Span.Slice(chosen[i] * Block, Block).CopyTo(targets.Span[(i * Block)..]);
        }
    });
    var trainer = new Trainer<double>(batch, new Adam<double>(batch.Parameters));
    foreach (double rate in new[] { 0.01, 0.003 })
        for (int step = 0; step < 750; step++) trainer.Step(rate);
    return net;
}

Console.WriteLine("                    training   validation");
var trained = new Dictionary<Kind, Net>();
foreach (Kind kind in Enum.GetValues<Kind>())
{
    Net net = trained[kind] = Train(kind);
    Console.WriteLine($"   {Name(kind),-14} {Loss(net, training, kind),11:0.000} {Loss(net, validation, kind),12:0.000}");
}

Console.WriteLine();
Console.WriteLine("3. Names, letter by letter");
Tell("""
    The last line looks like a triumph, and on the validation set too. But without the mask the answer stands in the question: the
    letter after place i is in the row, at place i + 1, and the head has learned to copy it. Even the end of a name it copies, from
    the first of the dots that fill its row. So let it write a name. The row holds one dot and nothing else. It copies that dot, and
    a dot means the end: each name is over before it has begun. A loss is only worth something where the answer is not known.
    """);
foreach (Kind kind in new[] { Kind.FourHeads, Kind.NoMask })
{
    random = new TorchGenerator(1234);
    Console.WriteLine($"   {Name(kind),-14} {string.Join(' ', Enumerable.Range(0, 6).Select(_ => $".{Write(trained[kind], kind)}."))}");
}

string Write(Net net, Kind kind)
{
    List<int> tokens = [Vocabulary.Boundary];
    do
    {
        double[] last = [.. Logits(net, new Indices([1, tokens.Count], [.. tokens]), kind).Softmax().Value.Span[^27..]];
        tokens.Add(random.Multinomial(Array.ConvertAll(last, p => (float)p), MultinomialKind.Portable));
    }
    while (tokens[^1] != Vocabulary.Boundary && tokens.Count < Block);
    return vocabulary.Decode([.. tokens.Where(token => token != Vocabulary.Boundary)]);
}

Console.WriteLine();
Console.WriteLine("4. What the letters of .virat look at, in the net with one head");
Tell("""
    What has the one head learned to look at? Each row is a letter, and its columns are those that it can see. They are no longer
    equal.
    """);
Net one = trained[Kind.Head];
Variable<double> virat = one.Letters.Embedding(new Indices([1, 6], [0, .. vocabulary.Encode("virat")])) + one.Places.Slice(0, 0, 6);
Show(Reference.AttentionWeights(virat.MatMul(one.Query).Value, virat.MatMul(one.Key).Value, heads: 1), ".virat");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/18-attention.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

static void Show(Tensor<double> weights, string letters)
{
    int t = letters.Length;
    Console.WriteLine($"       {string.Join("      ", letters.ToCharArray())}");
    for (int i = 0; i < t; i++)
        Console.WriteLine($"   {letters[i]} {string.Join(' ', Enumerable.Range(0, i + 1).Select(j => $"{weights.Span[(i * t) + j],6:0.00}"))}");
}

static string Name(Kind kind) => kind switch
{
    Kind.Nothing => "itself alone",
    Kind.Average => "an average",
    Kind.Head => "one head",
    Kind.FourHeads => "four heads",
    _ => "no mask",
};

enum Kind { Nothing, Average, Head, FourHeads, NoMask }

sealed record Net(
    Parameter<double> Letters, Parameter<double> Places, Parameter<double> Query, Parameter<double> Key, Parameter<double> Value,
    Parameter<double> Output);

// Exercise 1. Take the places away: in Logits, leave out "+ net.Places.Slice(...)", and in section 4, "+ one.Places.Slice(...)". You should
//   see 2.259 for a letter that sees itself alone: it no longer knows whether a name has just begun. An average loses less, 2.112, because
//   it tells how many letters there were. And without the mask, the head copies badly (1.559): it cannot ask for the next place any more,
//   only for letters.
// Exercise 2. In See, give the four heads x instead of v: q.CausalAttention(k, x, heads: 4). You should see 1.989 and 2.052. Now a letter
//   tells what it is, and not what it chose to tell. It fits the training names less well; on others, that makes no difference which a
//   seed would not make as well.
