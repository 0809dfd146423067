using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>A model that answers for every position is measured, sampled and trained position by position.</summary>
public class SequenceModelTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromNames(SmallNames.All);

    private static readonly NameList Names = NameList.Clean(SmallNames.All.Select((name, i) => new NameRow(name, i + 1)), Letters);

    private static Trained Train(TrainingPlan plan) =>
        Experiment.Train(plan, Names, seed: 1, cancellation: TestContext.Current.CancellationToken);

    private static CausalAverage<float> Model(int block, ulong seed = 3) => new(Letters, block, 5, new TorchGenerator(seed));

    /// <summary>ln p of what follows the last of these tokens, by the formula alone.</summary>
    private static double[] LogProbabilities(CausalAverage<float> model, ReadOnlySpan<int> tokens)
    {
        var average = new double[5];
        foreach (int token in tokens)
            for (int i = 0; i < 5; i++) average[i] += (double)model.Embedding.Table.Value[token, i] / tokens.Length;
        double[] logits =
        [
            .. Enumerable.Range(0, Letters.Size).Select(next =>
                average.Select((value, i) => value * model.Output.Weights.Value[i, next]).Sum() + model.Output.Bias!.Value[next]),
        ];
        double total = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - total)];
    }

    // −ln p of each character of a name, through a window of the last `block` tokens.
    private static double[] Losses(CausalAverage<float> model, string name)
    {
        int[] whole = [0, .. Letters.Encode(name), 0];
        return [.. Enumerable.Range(1, whole.Length - 1).Select(target =>
            -LogProbabilities(model, whole.AsSpan(Math.Max(0, target - model.BlockSize)..target))[whole[target]])];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(50)]
    public void Its_loss_and_scores_are_those_of_a_loop_over_positions(int block)
    {
        CausalAverage<float> model = Model(block);
        double[][] losses = [.. SmallNames.All.Select(name => Losses(model, name))];
        EvaluationSet set = EvaluationSet.Of(model, SmallNames.All);
        Assert.Equal(losses.Sum(name => name.Length), set.Examples);
        double mean = losses.SelectMany(name => name).Average();
        Assert.Equal(mean, Evaluation.Loss(model, set), 1e-6);
        Assert.Equal(Evaluation.Loss(model, set), Evaluation.Loss(model, set, threads: 3));
        foreach ((NameScore score, double[] expected) in Evaluation.Score(model, SmallNames.All).Zip(losses))
            Assert.Equal((expected.Sum(), expected.Average()), (score.Total, score.PerCharacter), new Close(1e-5));

        // Training minimizes the same mean.
        var rows = (NameRows)set;
        Assert.Equal(mean, model.Logits(rows.Tokens, Mode.Training).CrossEntropy(rows.Targets, NameRows.Ignored).Value.Item, 1e-5);
    }

    [Fact]
    public void A_name_is_one_row_and_goes_on_in_windows_where_it_does_not_fit()
    {
        var rows = new NameRows(["ab", "abba"], Vocabulary.FromLetters("ab"), blockSize: 3);
        Assert.Equal("(4, 3) [0, 1, 2, 0, 1, 2, 1, 2, 2, 2, 2, 1]", $"{rows.Tokens}");
        Assert.Equal([1, 2, 0, 1, 2, 2, -1, -1, 1, -1, -1, 0], rows.Targets.Span.ToArray());
        Assert.Equal("(2, 5) [0, 1, 2, 0, 0, 0, 1, 2, 2, 1]", $"{new NameRows(["ab", "abba"], Vocabulary.FromLetters("ab"), 9).Tokens}");
        Assert.Equal([4, 3], rows.Targets.Shape);
        Assert.Equal([0, 1], new NameRows([], Vocabulary.FromLetters("ab"), 9).Tokens.Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.CountsOf(3, 2).Length);
    }

    [Fact]
    public void Rows_of_no_tokens_and_rows_that_no_array_holds_are_refused()
    {
        Assert.Equal("NameRows: the block size is 0; a row has at least 1 token", Assert.Throws<ArgumentException>(() =>
            new NameRows(["ab"], Letters, blockSize: 0)).Message);
        Assert.Equal("NameRows: 50002 rows of 50000 tokens are more than an array can hold", Assert.Throws<ArgumentException>(() =>
            new NameRows([new string('a', 100_000)], Letters, blockSize: 50_000)).Message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void Its_samples_follow_its_probabilities(int block)
    {
        // If only the most probable letter may be chosen, a name is the sequence of most probable letters.
        CausalAverage<float> model = Model(block);
        List<int> expected = [0, .. Letters.Encode("a")];
        while (expected.Count < 12)
        {
            double[] next = LogProbabilities(model, expected.ToArray().AsSpan(Math.Max(0, expected.Count - block)..));
            int best = Array.IndexOf(next, next.Max());
            if (best == 0) break;
            expected.Add(best);
        }

        var options = new SamplingOptions { TopK = 1, Prefix = "a", MaximumLength = 11 };
        Assert.Equal(Letters.Decode([.. expected.Skip(1)]), new NameSampler(model, new TorchGenerator(1), options).Next());

        // Second letters after "a" come as often as the model says.
        const int Draws = 20_000;
        var drawn = new int[Letters.Size];
        var sampler = new NameSampler(model, new TorchGenerator(7), new SamplingOptions { Prefix = "a", MaximumLength = 2 });
        for (int i = 0; i < Draws; i++) drawn[Letters.Encode(sampler.Next()).ElementAtOrDefault(1)]++;
        int[] window = [0, Letters.Encode("a")[0]];
        double[] probable = LogProbabilities(model, window.AsSpan(Math.Max(0, 2 - block)..));
        for (int next = 0; next < Letters.Size; next++) Assert.Equal(Math.Exp(probable[next]), (double)drawn[next] / Draws, 0.02);
    }

    [Fact]
    public void It_trains_by_a_plan_and_keeps_names_back()
    {
        var plan = new TrainingPlan(CausalAverage.Kind) { BatchSize = 8, EvaluateEvery = 50 };
        Trained trained = Train(plan);
        Assert.True(trained.Loss.Train < trained.Loss.Initial - 0.3, $"{trained.Loss}");
        Assert.Equal(EvaluationSet.Of(trained.Model, Names.Names).Examples, trained.Examples.All);
        Assert.InRange(trained.Examples.Validation!.Value, 1, trained.Examples.Train!.Value);
        Assert.True(trained.TrainingSet!.Floor < trained.Loss.Train);
        Assert.Throws<NothingToTrainOnException>(() => Train(plan with { Split = new SplitFractions(0, 0.5m, 0.5m) }));
    }

    [Fact]
    public void It_can_train_on_all_names_at_every_step_and_by_another_optimizer()
    {
        var training = new ModelTraining.FullBatch(LearningRateSchedule.Parse("0.05:60"));
        var plan = new TrainingPlan(CausalAverage.Kind with { Training = training })
        {
            Optimizer = parameters => new AdamW<float>(parameters),
        };
        Trained trained = Train(plan);
        Assert.True(trained.Loss.All < trained.Loss.Initial - 0.3, $"{trained.Loss}");
        Assert.NotEqual(trained.Loss, Train(new TrainingPlan(plan.Kind)).Loss);
    }

    [Fact]
    public void Contexts_are_no_names_and_names_no_contexts()
    {
        CausalAverage<float> sequence = Model(3);
        var perceptron = new MultilayerPerceptron<float>(Letters, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1));
        EvaluationSet contexts = EvaluationSet.Of(perceptron, SmallNames.All), rows = EvaluationSet.Of(sequence, SmallNames.All);
        Assert.Equal("Loss: a causal average is given whole names, and not contexts", Assert.Throws<ArgumentException>(() =>
            Evaluation.Loss(sequence, contexts)).Message);
        Assert.Equal("Loss: a multilayer perceptron is given contexts, and not whole names", Assert.Throws<ArgumentException>(() =>
            Evaluation.Loss(perceptron, rows)).Message);
        Assert.Contains("(n, 1 to 3)", Assert.Throws<ArgumentException>(() =>
            sequence.LogProbabilities(new Indices([1, 4]), new Tensor<double>([4, Letters.Size]))).Message);
        Assert.Contains("(n, 3)", Assert.Throws<ArgumentException>(() =>
            perceptron.LogProbabilities(new Indices([1, 2]), new Tensor<double>([1, Letters.Size]))).Message);
        Assert.Contains("does not hold", Assert.Throws<ArgumentException>(() =>
            sequence.LogProbabilities(new Indices([1, 3]), new Tensor<double>([1, Letters.Size]))).Message);
    }

    private sealed class Close(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) =>
            Math.Abs(a.Item1 - b.Item1) < tolerance && Math.Abs(a.Item2 - b.Item2) < tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
