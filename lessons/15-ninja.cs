// Lesson 15: backprop ninja
//
// Teaches   the gradient of every intermediate result of an MLP with BatchNorm, line by line; the gradient of cross-entropy in one formula,
//           and that of BatchNorm in one; training with nothing but these formulas.
// Mirrors   Andrej Karpathy, "Building makemore Part 4: Becoming a Backprop Ninja": exercises 1 to 4, with the notebook's names.
// Run it    dotnet run lessons/15-ninja.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "An expression" (explore.html#expression)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;
using Numbers = Makemore.Autograd.Variable<double>;

Console.WriteLine("Lesson 15: backprop ninja");
Tell("""
    Lesson 13 went back through the MLP with plain loops. Now BatchNorm (lesson 14) stands in the middle, and each line handles a whole
    tensor. In this lesson "dx" is the slope of the loss in x; it has the shape of x. Three rules are enough for all 26 of them:
    1. used in one place: what arrives there, times the slope of what was done there;
    2. used in two places: the sum of both;
    3. stretched forward (one number was used for a whole row or column): summed on the way back over what it was stretched along.
    And summed forward: stretched on the way back.
    """);
Tell("The engine computes the same gradients, so that each line can be compared. By hand, its tensors are only used to calculate.");

const int N = 32, Block = 3, Width = 10, Hidden = 64, Classes = 27;
string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var examples = new Examples(shuffled, vocabulary, Block);
(Indices contexts, Indices targets) = (new([N, Block]), new([N]));
examples.Fill([.. Enumerable.Range(0, N)], contexts.Span, targets.Span);

// Forward, in steps so small that each has an easy slope. b1 and the scales are not 0 or 1, since these would hide mistakes.
Net net = NewNet();
Numbers emb = net.C.Embedding(contexts); // (32, 3, 10)
Numbers embcat = emb.Reshape([N, Block * Width]); // (32, 30)
Numbers hprebn = embcat.MatMul(net.W1) + net.B1; // (32, 64)
Numbers bnmeani = hprebn.Sum(0, keepDimensions: true) * (1.0 / N); // (1, 64)
Numbers bndiff = hprebn - bnmeani; // (32, 64)
Numbers bndiff2 = bndiff.Pow(2); // (32, 64)
Numbers bnvar = bndiff2.Sum(0, keepDimensions: true) * (1.0 / (N - 1)); // (1, 64)
Numbers bnvarInv = (bnvar + 1e-5).Pow(-0.5); // (1, 64)
Numbers bnraw = bndiff * bnvarInv; // (32, 64)
Numbers hpreact = (net.Gain * bnraw) + net.Shift; // (32, 64)
Numbers h = hpreact.Tanh(); // (32, 64)
Numbers logits = h.MatMul(net.W2) + net.B2; // (32, 27)
Numbers logitMaxes = logits.Max([1], keepDimensions: true); // (32, 1)
Numbers normLogits = logits - logitMaxes; // (32, 27)
Numbers counts = normLogits.Exp(); // (32, 27)
Numbers countsSum = counts.Sum(1, keepDimensions: true); // (32, 1)
Numbers countsSumInv = countsSum.Pow(-1); // (32, 1)
Numbers probs = counts * countsSumInv; // (32, 27)
Numbers logprobs = probs.Log(); // (32, 27)
Numbers loss = -logprobs.Pick(targets).Mean(); // ()
loss.Backward();
int compared = 0;

Head($"1. Line by line, from the loss ({loss.Value.Item:0.0000}) back to the table of letters");
Tell("""
    The loss is minus the mean of 32 of the logprobs, those of the targets. The others have no part in it. The maxima were subtracted
    only so that no e^x overflows. Subtracting a number from all logits of a row changes no probability, so the slope in it must be 0:
    a check that needs no engine.
    """);
Table();
var ofTargets = new Tensor<double>([N, Classes]);
for (int i = 0; i < N; i++) ofTargets[i, targets.Span[i]] = -1.0 / N;
Numbers dlogprobs = Given(ofTargets);
Compare("logprobs", "-1/n at the target, else 0", dlogprobs, logprobs);
Numbers dprobs = dlogprobs / Given(probs);
Compare("probs", "dlogprobs / probs", dprobs, probs);
Numbers dcountsSumInv = (Given(counts) * dprobs).Sum(1, keepDimensions: true);
Compare("counts_sum_inv", "sum over the row of counts dprobs", dcountsSumInv, countsSumInv);
Numbers dcountsSum = -Given(countsSum).Pow(-2) * dcountsSumInv;
Compare("counts_sum", "-dcounts_sum_inv / counts_sum^2", dcountsSum, countsSum);
Numbers dcounts = (Given(countsSumInv) * dprobs) + dcountsSum; // used twice: in probs, and in the sum
Compare("counts", "counts_sum_inv dprobs + dcounts_sum", dcounts, counts);
Numbers dnormLogits = Given(counts) * dcounts;
Compare("norm_logits", "counts dcounts", dnormLogits, normLogits);
Numbers dlogitMaxes = -dnormLogits.Sum(1, keepDimensions: true);
Compare("logit_maxes", "-sum over the row of dnorm_logits", dlogitMaxes, logitMaxes);
Numbers dlogits = dnormLogits + (Given(IsLargest(logits.Value)) * dlogitMaxes); // used twice: as it is, and as the maximum
Compare("logits", "dnorm_logits + dlogit_maxes at max", dlogits, logits);
Check("the slope in the maxima is 0 (below 1e-15)", Largest(dlogitMaxes.Value) < 1e-15);

Tell("""
    A matrix product sends back two products. Their shapes leave no choice: dh must be (32, 64), and only dlogits (32, 27) times W2
    transposed (27, 64) is. A bias was stretched over the 32 examples, so its gradient is summed over them.
    """);
Table();
Numbers dh = dlogits.MatMul(Given(net.W2).Transpose());
Compare("h", "dlogits x W2 transposed", dh, h);
Numbers dW2 = Given(h).Transpose().MatMul(dlogits);
Compare("W2", "h transposed x dlogits", dW2, net.W2);
Compare("b2", "sum over examples of dlogits", dlogits.Sum(0), net.B2);
Numbers dhpreact = (1.0 - Given(h).Pow(2)) * dh;
Compare("hpreact", "(1 - h^2) dh", dhpreact, hpreact);

Tell("""
    BatchNorm. The sums of a neuron, hprebn, are used in three places: as they are, in their mean, and in their variance. So bndiff has
    two parts, and so has hprebn. Everything with one row, (1, 64), was stretched over 32 examples, and is summed over them.
    """);
Table();
Compare("bngain", "sum over examples of bnraw dhpreact", (Given(bnraw) * dhpreact).Sum(0), net.Gain);
Compare("bnbias", "sum over examples of dhpreact", dhpreact.Sum(0), net.Shift);
Numbers dbnraw = Given(net.Gain) * dhpreact;
Compare("bnraw", "bngain dhpreact", dbnraw, bnraw);
Numbers dbnvarInv = (Given(bndiff) * dbnraw).Sum(0, keepDimensions: true);
Compare("bnvar_inv", "sum over examples of bndiff dbnraw", dbnvarInv, bnvarInv);
Numbers dbnvar = -0.5 * (Given(bnvar) + 1e-5).Pow(-1.5) * dbnvarInv;
Compare("bnvar", "-(bnvar + 1e-5)^-1.5 / 2 dbnvar_inv", dbnvar, bnvar);
Numbers dbndiff2 = Given(Tensor<double>.Ones([N, Hidden])) * dbnvar * (1.0 / (N - 1)); // summed forward, so stretched back
Compare("bndiff2", "dbnvar / (n - 1), stretched", dbndiff2, bndiff2);
Numbers dbndiff = (Given(bnvarInv) * dbnraw) + (2.0 * Given(bndiff) * dbndiff2);
Compare("bndiff", "bnvar_inv dbnraw + 2 bndiff dbndiff2", dbndiff, bndiff);
Numbers dbnmeani = -dbndiff.Sum(0, keepDimensions: true);
Compare("bnmeani", "-sum over examples of dbndiff", dbnmeani, bnmeani);
Numbers dhprebn = dbndiff + (dbnmeani * (1.0 / N));
Compare("hprebn", "dbndiff + dbnmeani / n, stretched", dhprebn, hprebn);

Tell("""
    The first layer is like the second. The letters were looked up, so each row of C gets the sum of what arrives at its places. And
    b1, before a BatchNorm, gets nothing (lesson 14).
    """);
Table();
Numbers dembcat = dhprebn.MatMul(Given(net.W1).Transpose());
Compare("embcat", "dhprebn x W1 transposed", dembcat, embcat);
Compare("W1", "embcat transposed x dhprebn", Given(embcat).Transpose().MatMul(dhprebn), net.W1);
Numbers db1 = dhprebn.Sum(0);
Compare("b1", "sum over examples of dhprebn", db1, net.B1);
Numbers demb = dembcat.Reshape([N, Block, Width]);
Compare("emb", "dembcat in the other shape", demb, emb);
Compare("C", "demb added up at each letter's row", Given(AtLetters(demb.Value, contexts)), net.C);
Check("all 26 gradients are the engine's within 1e-8", compared == 26);
Check("the slope in b1 is 0 (below 1e-15)", Largest(db1.Value) < 1e-15);

Head("2. Lines that look right");
Tell("""
    The shapes of these are right, and nothing complains. Only the comparison tells. The last one takes mean and variance as given, as if
    they did not depend on W1 and b1. Then b1 has a slope: it is moved at each step, BatchNorm subtracts it, and so it is moved again,
    for ever. Ioffe and Szegedy (section 2) met this and made the gradient go through mean and variance.
    """);
Wrong("counts", "counts_sum_inv dprobs", Given(countsSumInv) * dprobs, counts);
Wrong("bndiff", "bnvar_inv dbnraw", Given(bnvarInv) * dbnraw, bndiff);
Wrong("hprebn", "dbndiff", dbndiff, hprebn);
Wrong("hprebn", "bnvar_inv dbnraw", Given(bnvarInv) * dbnraw, hprebn);
Numbers wrongB1 = (Given(bnvarInv) * dbnraw).Sum(0);
Console.WriteLine($"      the largest slope in b1 would be {Largest(wrongB1.Value):0.000}, where 0 is right");

Head("3. Cross-entropy in one formula");
Tell("""
    Eight lines led from the loss to the logits. On paper the loss of a row is
       ln(e^l1 + ... + e^l27) - l(target)
    and the slope of the logarithm in l(j) is the probability of j:
       e^l(j) / (e^l1 + ... + e^l27)
    So
       dlogits = (probs - 1 at the target) / n
    The target is pulled up as hard as the others together are pushed down: each row sums to 0.
    """);
Numbers short1 = CrossEntropyBackward(logits.Value, targets);
Table();
Compare("logits", "(probs - 1 at the target) / n", short1, logits);
Check("each row sums to 0 (below 1e-15)", Largest(short1.Sum(1).Value) < 1e-15);

Head("4. BatchNorm in one formula");
Tell("""
    Seven lines led from hpreact to hprebn. Put into each other, with r for bnraw and "sum" over the 32 examples, they become
       dhprebn = bngain bnvar_inv / n * (n dhpreact - sum(dhpreact) - n/(n - 1) r sum(dhpreact r))
    In words: take what arrives; take away its mean; and take away what is in it of r. What is left neither moves the 32 sums of a neuron
    together nor stretches them. BatchNorm would undo both, so there is nothing to gain by it.
    """);
Numbers short2 = BatchNormBackward(dhpreact, bnraw.Value, bnvarInv.Value, net.Gain.Value);
Table();
Compare("hprebn", "the formula", short2, hprebn);
Check("it moves no mean (below 1e-15)", Largest(short2.Sum(0).Value) < 1e-15);
Check("it stretches by less than a thousandth of what arrives (the 0.00001 leaves a trace)",
    Largest((short2 * Given(bnraw)).Sum(0).Value) < 1e-3 * Largest((dhpreact * Given(bnraw)).Sum(0).Value));

Head("5. Training with nothing but these formulas");
Tell("""
    Here is no Backward(): forward, the two formulas, a few lines more, and a step. Beside it the engine trains the same network on
    the same examples, 32 in each step, at rate 0.1.
    """);
Console.WriteLine("   step   by hand, mean of 100   the engine's");
{
    Net byHand = NewNet(), engines = NewNet();
    (Indices drawnContexts, Indices drawnTargets) = (new([N, Block]), new([N]));
    var graph = new Graph<double>(Loss(engines, drawnContexts, drawnTargets));
    var generator = new TorchGenerator(1234);
    int[] drawn = new int[N];
    double sum = 0, engineSum = 0, apart = 0, last = 0;
    for (int step = 1; step <= 500; step++)
    {
        generator.Integers(drawn, 0, examples.Count);
        examples.Fill(drawn, drawnContexts.Span, drawnTargets.Span);
        double own = StepByHand(byHand, drawnContexts, drawnTargets, 0.1);
        graph.ForwardAndBackward();
        foreach (Parameter<double> parameter in graph.Parameters) Kernels.Descend<double>(parameter.Value, parameter.Gradient, 0.1);
        apart = Math.Max(apart, Math.Abs(own - graph.Loss.Value.Item));
        (sum, engineSum) = (sum + own, engineSum + graph.Loss.Value.Item);
        if (step % 100 > 0) continue;
        Console.WriteLine($"   {step,4}   {sum / 100,20:0.0000}   {engineSum / 100,12:0.0000}");
        (last, sum, engineSum) = (sum / 100, 0, 0);
    }

    Check("500 losses agree within 1e-8", apart < 1e-8);
    Check("it has learned: the mean loss is below 2.4", last < 2.4);
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/15-ninja.cs.");

// Forward, back by hand, and a step. Returns the loss.
static double StepByHand(Net net, Indices contexts, Indices targets, double rate)
{
    Numbers x = Given(net.C).Embedding(contexts).Reshape([N, Block * Width]);
    Numbers before = x.MatMul(Given(net.W1)) + Given(net.B1);
    Numbers inverse = (before.Variance([0], correction: 1) + 1e-5).Pow(-0.5); // (64)
    Numbers raw = (before - before.Mean(0)) * inverse;
    Numbers h = ((Given(net.Gain) * raw) + Given(net.Shift)).Tanh();
    Numbers logits = h.MatMul(Given(net.W2)) + Given(net.B2);

    Numbers dlogits = CrossEntropyBackward(logits.Value, targets);
    Numbers dafter = (1.0 - h.Pow(2)) * dlogits.MatMul(Given(net.W2).Transpose());
    Numbers dbefore = BatchNormBackward(dafter, raw.Value, inverse.Value, net.Gain.Value);
    Numbers dx = dbefore.MatMul(Given(net.W1).Transpose());
    (Parameter<double> Parameter, Tensor<double> Gradient)[] steps =
    [
        (net.W2, h.Transpose().MatMul(dlogits).Value), (net.B2, dlogits.Sum(0).Value),
        (net.Gain, (raw * dafter).Sum(0).Value), (net.Shift, dafter.Sum(0).Value),
        (net.W1, x.Transpose().MatMul(dbefore).Value), (net.B1, dbefore.Sum(0).Value),
        (net.C, AtLetters(dx.Value, contexts)),
    ];
    double loss = logits.CrossEntropy(targets).Value.Item;
    foreach ((Parameter<double> parameter, Tensor<double> gradient) in steps)
        for (int i = 0; i < gradient.Length; i++) parameter.Value.Span[i] -= rate * gradient.Span[i];
    return loss;
}

static Numbers Loss(Net net, Indices contexts, Indices targets)
{
    Numbers before = net.C.Embedding(contexts).Reshape([N, Block * Width]).MatMul(net.W1) + net.B1;
    Numbers raw = (before - before.Mean(0)) * (before.Variance([0], correction: 1) + 1e-5).Pow(-0.5);
    return (((net.Gain * raw) + net.Shift).Tanh().MatMul(net.W2) + net.B2).CrossEntropy(targets);
}

static Numbers CrossEntropyBackward(Tensor<double> logits, Indices targets)
{
    Tensor<double> result = Given(logits).Softmax().Value.Clone();
    for (int i = 0; i < N; i++) result[i, targets.Span[i]] -= 1;
    return Given(result) * (1.0 / N);
}

static Numbers BatchNormBackward(Numbers dy, Tensor<double> raw, Tensor<double> inverseDeviation, Tensor<double> gain)
{
    Numbers r = Given(raw), along = (dy * r).Sum(0);
    return Given(gain) * Given(inverseDeviation) * (1.0 / N) * ((N * dy) - dy.Sum(0) - (N / (N - 1.0) * r * along));
}

static Tensor<double> AtLetters(Tensor<double> arriving, Indices contexts)
{
    var sums = new Tensor<double>([Classes, Width]);
    for (int place = 0; place < contexts.Length; place++)
        for (int j = 0; j < Width; j++) sums[contexts.Span[place], j] += arriving.Span[(place * Width) + j];
    return sums;
}

static Tensor<double> IsLargest(Tensor<double> logits)
{
    var result = new Tensor<double>([N, Classes]);
    for (int i = 0; i < N; i++)
    {
        double[] row = logits.Span.Slice(i * Classes, Classes).ToArray();
        result[i, Array.IndexOf(row, row.Max())] = 1;
    }

    return result;
}

static Net NewNet()
{
    var random = new TorchGenerator(42);
    Parameter<double> Drawn(Initial initial, Shape shape) => new(initial.Draw<double>(random, shape));
    var net = new Net(
        Drawn(Initial.Normal(), [Classes, Width]), Drawn(Initial.Kaiming(5 / 3.0), [Block * Width, Hidden]),
        Drawn(Initial.Normal(0.1), [Hidden]), Drawn(Initial.Normal(0.1), [Hidden]), Drawn(Initial.Normal(0.1), [Hidden]),
        Drawn(Initial.Normal(0.1), [Hidden, Classes]), Drawn(Initial.Normal(0.1), [Classes]));
    foreach (ref double gain in net.Gain.Value.Span) gain += 1;
    return net;
}

// Numbers that the engine takes as given: it calculates with them and sends nothing back.
static Numbers Given(object numbers) => new Constant<double>((numbers as Numbers)?.Value ?? (Tensor<double>)numbers);

static double Largest(Tensor<double> numbers) => numbers.Span.ToArray().Max(Math.Abs);

static void Table() => Console.WriteLine("      slope in         shape         by hand                                largest   apart");

void Compare(string name, string formula, Numbers byHand, Numbers engine)
{
    double largest = Largest(engine.Gradient);
    double apart = byHand.Value.Span.ToArray().Zip(engine.Gradient.Span.ToArray(), (a, b) => Math.Abs(a - b)).Max();
    if (apart > 1e-8 || byHand.Value.Length != engine.Gradient.Length)
        throw new InvalidOperationException($"{name}: not the engine's, {apart}");
    compared++;
    Console.Write($"      {name,-14}   {engine.Shape,-11}   {formula,-36}   {(largest < 1e-15 ? "0" : $"{largest:0.0e+00}"),7}");
    Console.WriteLine($"   {(apart < 1e-12 ? "below 1e-12" : $"{apart:0e+00}")}");
}

static void Wrong(string name, string formula, Numbers byHand, Numbers engine)
{
    double largest = Largest(engine.Gradient), apart = Largest((byHand - Given(engine.Gradient)).Value) / largest;
    if (apart < 0.01) throw new InvalidOperationException($"{name} = {formula} is not wrong");
    Console.WriteLine($"      {name,-8}   wrong: {formula,-21}   off by {100 * apart,5:0.0} % of the largest");
}

static void Head(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

static void Check(string claim, bool holds) =>
    Console.WriteLine(holds ? $"   {claim}: true" : throw new InvalidOperationException($"not true: {claim}"));

/// <summary>A table of letters, a layer with BatchNorm (its gain and shift), and an output layer.</summary>
internal sealed record Net(
    Parameter<double> C, Parameter<double> W1, Parameter<double> B1, Parameter<double> Gain, Parameter<double> Shift, Parameter<double> W2,
    Parameter<double> B2);

// Exercise 1. In StepByHand take mean and variance as given: Numbers dbefore = Given(net.Gain) * inverse * dafter; and leave out the check
//   of 500 losses. You should see 2.3455 at the end instead of 2.3430. Training hardly shows it (lesson 02), and meanwhile b1 wanders off.
// Exercise 2. Divide by n instead of n - 1, as the paper does in training and the BatchNorm of src/Modules too: 1.0 / N in two places,
//   correction: 0 in two, and 1.0 * r in the formula, whose last factor is gone. You should see all checks hold, and 2.3424 at the end.
