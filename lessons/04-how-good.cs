// Lesson 04: how good are the counts, and how good is the number that says so?
//
// Teaches   what to hold a loss against; how adding many float32 numbers one by one spoils its third decimal, and two cures; why
//           floating-point results are not compared with ==.
// Mirrors   the end of the original's notebook on likelihood, whose last figure is wrong in the third decimal.
// Run it    dotnet run lessons/04-how-good.cs

#:project ../src/Models/Models.csproj

using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 04: how good are the counts, and how good is the number that says so?");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
var examples = new Examples(names, vocabulary, blockSize: 1); // the pairs of lesson 02: a context of 1 character, and what comes next
var distinct = new DistinctContexts(examples); // the same, counted
CountingBigram counting = CountingBigram.Train(distinct, smoothing: 1);

// -ln p of every pair in the order of the list, in float32: what PyTorch computes with unless told otherwise.
var logProbabilities = new Tensor<double>([27, 27]);
counting.LogProbabilities(new Indices([27, 1], [.. Enumerable.Range(0, 27)]), logProbabilities);
float[] losses = new float[examples.Count];
int[] last = new int[1];
for (int i = 0; i < losses.Length; i++)
{
    examples.Context(i, last);
    losses[i] = (float)-logProbabilities[last[0], examples.Target(i)];
}

// Their mean, added up one by one in float32, and to compare with in double (float64). The list is taken several times over: that
// leaves the mean what it is and only makes the sums longer.
(float InFloat, double InDouble) Mean(int copies)
{
    float inFloat = 0;
    double inDouble = 0;
    for (int copy = 0; copy < copies; copy++)
    {
        foreach (float loss in losses)
        {
            inFloat += loss;
            inDouble += loss;
        }
    }

    return (inFloat / ((float)copies * losses.Length), inDouble / ((double)copies * losses.Length));
}

Console.WriteLine();
Console.WriteLine("1. The same mean, in longer and longer float32 sums");
Console.WriteLine("   copies of the list        terms   float32   double       error");
foreach (int copies in new[] { 1, 4, 16, 64, 256, 1024 })
{
    (float inFloat, double inDouble) = Mean(copies);
    Show(copies.ToString(), copies * losses.Length, inFloat, inDouble);
}

// The Python original learned from more names and has this many terms. Its notebook prints the figure in the column float32.
Show("the original", 545_276, 2.2075803, 2.2093539);

static void Show(string what, int terms, double inFloat, double inDouble) =>
    Console.WriteLine($"   {what,18}   {terms,10:N0}   {inFloat,7:0.0000}   {inDouble,6:0.0000}   {inFloat - inDouble,9:0.000000}");

// A float32 has 24 binary digits, wherever the point is. So the larger the number, the wider the gap to the next one, and of what is added
// only multiples of the gap arrive. Equal terms are rounded the same way again and again, so errors do not cancel but pile up, now
// upwards, now downwards, as the gap widens. In the end it is so wide that nothing arrives at all.
Console.WriteLine();
Console.WriteLine("2. What arrives when 2.2 is added to a float32");
Console.WriteLine("   sum so far    gap to the next      arrives");
foreach (float sum in new[] { 1, 1e3f, 1e5f, 1e6f, 1e7f, 1e8f })
{
    double gap = MathF.BitIncrement(sum) - sum, arrives = (sum + 2.2f) - sum;
    Console.WriteLine($"   {sum,11:N0}   {gap,16:0.00000000}   {arrives:0.00000000}");
}

// Two cures. Add in double, which has 53 binary digits. Or add by halves: the first half of the list, the second half, and then the
// two, so that small meets small and large meets large. The engine's sum works by halves, Evaluation.Loss in double.
static float SumByHalves(ReadOnlySpan<float> terms)
{
    int half = terms.Length / 2;
    return terms.Length == 1 ? terms[0] : SumByHalves(terms[..half]) + SumByHalves(terms[half..]);
}

float[] copied = [.. Enumerable.Repeat(losses, 16).SelectMany(terms => terms)];
Console.WriteLine();
Console.WriteLine($"3. Two cures, on the {copied.Length:N0} terms of 16 copies");
Console.WriteLine($"   float32, one by one         {Mean(16).InFloat:0.000000}");
Console.WriteLine($"   double, one by one          {Mean(16).InDouble:0.000000}");
Console.WriteLine($"   float32, by halves          {SumByHalves(copied) / copied.Length:0.000000}");
Console.WriteLine($"   float32, the engine's sum   {Kernels.Sum<float>(copied) / copied.Length:0.000000}");
Console.WriteLine($"   Evaluation.Loss             {Evaluation.Loss(counting, distinct):0.000000}");

// Every operation on floating-point numbers rounds, in double too. Two ways to one number rarely end in the same last digit, and == asks
// for just that. Ask instead whether the difference is small beside the numbers themselves.
double[] shares = [.. losses.Select(loss => (double)loss / losses.Length)];
double forward = 0, backward = 0;
for (int i = 0; i < shares.Length; i++) forward += shares[i];
for (int i = shares.Length - 1; i >= 0; i--) backward += shares[i];

static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b));
Console.WriteLine();
Console.WriteLine("4. Near, and not ==");
Console.WriteLine($"   0.1 + 0.2 and 0.3                                   ==: {0.1 + 0.2 == 0.3,-5}   near: {Near(0.1 + 0.2, 0.3)}");
Console.WriteLine($"   the mean from the first to the last, and reversed   ==: {forward == backward,-5}   near: {Near(forward, backward)}");
Console.WriteLine($"   0.3 and 0.3001, to see a difference                 ==: {0.3 == 0.3001,-5}   near: {Near(0.3, 0.3001)}");

// The number can be trusted now. But is 2.2128 good? A loss says little until it is held against others. The best that any model with one
// character of context can do on these names is to give each pair its share, and that is counting, without smoothing: its loss
// is the floor. To get below it one has to look farther back.
double letters = 0;
foreach ((_, int count) in Enumerable.Range(0, examples.Count).CountBy(examples.Target))
    letters -= (double)count / examples.Count * Math.Log((double)count / examples.Count);
Console.WriteLine();
Console.WriteLine("5. Is that good? (# is 0.1)");
static void Compare(string what, double loss) =>
    Console.WriteLine($"   {what,-42}   {loss:0.0000} {new string('#', (int)Math.Round(10 * loss))}");
Compare("pure chance, ln 27", Evaluation.Loss(new UniformModel(vocabulary), distinct));
Compare("no context, only how common each letter is", letters);
Compare("counts + 1", Evaluation.Loss(counting, distinct));
Compare("counts", Evaluation.Loss(CountingBigram.Train(distinct, smoothing: 0), distinct));
Compare("floor with 1 character of context", distinct.Floor);
Compare("floor with 2 characters of context", new DistinctContexts(new Examples(names, vocabulary, blockSize: 2)).Floor);

// The mean is over all names. One by one, the model finds typical what consists of the commonest pairs, and strange what has pairs
// that hardly any other name has.
NameScore[] scores = [.. Evaluation.Score(counting, names).OrderBy(score => score.PerCharacter)];
Console.WriteLine();
Console.WriteLine("6. The most typical names, and the strangest (loss a character)");
foreach ((NameScore typical, NameScore strange) in scores.Zip(scores.Reverse()).Take(6))
    Console.WriteLine($"   {typical.PerCharacter:0.0000} {typical.Name,-10}   {strange.PerCharacter:0.0000} {strange.Name}");

Console.WriteLine();
Console.WriteLine("Two exercises are at the end of lessons/04-how-good.cs.");

// Exercise 1. Before section 1, put the terms in order: Array.Sort(losses). You should see an error of -0.000061 for one copy, about
//   twice as much as before, and -0.000698 for 16. The order of a sum is part of its result.
// Exercise 2. In section 6 order by score.Total, and print it. You should see 6.4885 for shan as before, but long names among the
//   strangest: blessings 37.6958, jyotsnapriya 37.6388. In a sum every character costs something, so names of different lengths are
//   compared by character.
