using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>What every network of the list keeps to, whatever it computes: its gradients, its precision, its files, its training.</summary>
public sealed class EveryNetworkTests : IDisposable
{
    private static readonly Vocabulary Letters = Vocabulary.FromNames(SmallNames.All);

    private static readonly NameList Names = NameList.Clean(SmallNames.All.Select((name, i) => new NameRow(name, i + 1)), Letters);

    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    /// <summary>A kind of network, and whether its yes-or-no options and words are those that nobody gets without asking.</summary>
    public static TheoryData<string, bool> Networks
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (ModelKind kind in ModelKinds.All.Where(kind => Make(kind, OptionValues.Defaults) is NeuralModel<float>))
            {
                rows.Add(kind.Name, false);
                if (kind.Options.Any(option => option.Words is not null)) rows.Add(kind.Name, true);
            }

            return rows;
        }
    }

    public static TheoryData<string> SequenceNetworks =>
        [.. Networks.Select(row => row.Data.Item1).Distinct().Where(name => Small(name, false).AnswersEveryPosition)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_list_has_the_networks_of_the_whole_series() =>
        Assert.Equal(
            ["neural", "mlp", "wavenet", "bow", "rnn", "gru", "lstm", "gpt", "transformer"], Networks.Select(row => row.Data.Item1).Distinct());

    [Theory]
    [MemberData(nameof(Networks))]
    public void Its_gradient_is_what_central_differences_show(string name, bool _)
    {
        OperationEntry<double> entry = ModelCatalogue.Entries<double>(ModelKinds.All).Single(entry => entry.Name == name);
        Assert.True(entry.HasGradient);
        for (ulong seed = 0; seed < 30; seed++)
        {
            var generator = new TorchGenerator(seed);
            Variable<double> output = entry.Case(generator, 5).Output();
            foreach (GradientComparison comparison in GradientCheck.Compare(output, generator))
                Assert.True(comparison.Passes, $"seed {seed}: {comparison}");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Its_scores_and_gradients_in_float32_are_near_those_in_float64(string name, bool asked)
    {
        NeuralModel<float> rounded = Small(name, asked);
        NeuralModel<double> exact = rounded.Converted<double>();
        foreach (Mode mode in new[] { Mode.Training, Mode.Inference })
        {
            (Indices tokens, Indices targets) = Rows(rounded);
            (Variable<float> loss, Variable<double> exactLoss) =
                (rounded.Logits(tokens, mode).CrossEntropy(targets), exact.Logits(tokens, mode).CrossEntropy(targets));
            Assert.Equal(exactLoss.Value.Item, loss.Value.Item, 1e-5);
            loss.Backward();
            exactLoss.Backward();
            foreach ((Parameter<float> parameter, Parameter<double> other) in rounded.Parameters.Zip(exact.Parameters))
            {
                double largest = Math.Max(1e-2, other.Gradient.Span.ToArray().Max(Math.Abs));
                for (int i = 0; i < other.Gradient.Length; i++)
                    Assert.Equal(other.Gradient.Span[i], parameter.Gradient.Span[i], 1e-4 * largest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SequenceNetworks))]
    public void An_answer_depends_on_what_stands_before_and_not_on_what_follows(string name)
    {
        NeuralModel<float> model = Small(name, false);
        int block = model.BlockSize, size = Letters.Size, place = block / 2;
        float[] Logits(int[] tokens) => [.. model.Logits(new Indices([1, tokens.Length], tokens), Mode.Inference).Value.Span];
        int[] tokens = [.. Enumerable.Range(0, block).Select(i => i % size)];
        float[] usual = Logits(tokens);
        float[] after = Logits([.. tokens[..(place + 1)], .. tokens[(place + 1)..].Select(token => (token + 3) % size)]);
        Assert.Equal(usual[..((place + 1) * size)], after[..((place + 1) * size)]);
        float[] before = Logits([(tokens[0] + 3) % size, .. tokens[1..]]);
        for (int i = 0; i < block; i++)
            Assert.NotEqual(usual[(i * size)..((i + 1) * size)], before[(i * size)..((i + 1) * size)]);
        float[] shorter = Logits(tokens[..(place + 1)]);
        Assert.All(usual[..((place + 1) * size)].Zip(shorter), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    /// <summary>Twice, and the second name longer: nothing of the first may be left.</summary>
    [Theory]
    [MemberData(nameof(SequenceNetworks))]
    public void Token_by_token_it_says_what_it_says_of_a_whole_row(string name)
    {
        NeuralModel<double> model = Small(name, false).Converted<double>();
        int block = model.BlockSize, size = Letters.Size;
        Continuation continuation = model.NewContinuation()!;
        foreach (int[] tokens in new[] { new[] { 0, 5 }, [.. Enumerable.Range(0, block).Select(i => (2 * i) % size)] })
        {
            var expected = new Tensor<double>([1, tokens.Length, size]);
            model.LogProbabilities(new Indices([1, tokens.Length], tokens), expected);
            continuation.Begin();
            for (int place = 0; place < tokens.Length; place++)
            {
                double[] answer = [.. continuation.After(tokens[place])];
                Assert.All(
                    expected.Span.Slice(place * size, size).ToArray().Zip(answer), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            }
        }

        Assert.Equal(block, continuation.Count);
        Assert.Contains($"looks back at {block} tokens", Assert.Throws<InvalidOperationException>(() => continuation.After(0).Length).Message);
        Assert.Null(new MultilayerPerceptron<float>(Letters, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1)).NewContinuation());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_learns_and_a_stopped_run_goes_on_as_if_it_had_not_been(string name, bool asked)
    {
        NeuralModel<float> small = Small(name, asked);
        bool isFullBatch = small.Kind.Training is ModelTraining.FullBatch;
        var plan = new TrainingPlan(small.Kind)
        {
            Options = small.Options,
            Schedule = LearningRateSchedule.Parse(isFullBatch ? "5:30" : small.AnswersEveryPosition ? "0.01:30" : "0.1:30"),
            BatchSize = 16,
            EvaluateEvery = 0,
        };
        Trained whole = Train(plan);
        Assert.InRange(whole.Loss.All!.Value, 0, whole.Loss.Initial!.Value - 0.05);

        using (var stop = new CancellationTokenSource())
        {
            Experiment.Train(
                plan with { CheckpointEvery = 13 },
                Names,
                seed: 7,
                save: checkpoint =>
                {
                    checkpoint.Save(File);
                    stop.Cancel();
                },
                cancellation: stop.Token);
        }

        Checkpoint half = Checkpoint.Load(File);
        Assert.Equal("13", half.Training[TrainingKeys.Steps]);
        Trained resumed = Experiment.Train(plan, Names, seed: 7, from: half, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole.Run!.History.Select(point => point.Loss), resumed.Run!.History.Select(point => point.Loss));
        Assert.Equal(Saved(whole.Model), Saved(resumed.Model));
        Assert.Equal(whole.Loss.Validation, resumed.Loss.Validation);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_comes_back_from_a_file_as_it_was(string name, bool asked)
    {
        NeuralModel<float> model = Small(name, asked);
        new Checkpoint(model).Save(File);
        ILanguageModel back = Checkpoint.Load(File).Model;
        Assert.Equal(Saved(model), Saved(back));
        foreach (ModelOption option in model.Kind.Options) Assert.Equal(model.Options[option], back.Options[option]);
        Assert.Equal([.. Evaluation.Score(model, SmallNames.All)], Evaluation.Score(back, SmallNames.All).ToArray());
        var sampling = new SamplingOptions { MaximumLength = 9, Prefix = "a", Temperature = 0.7, TopK = 5 };
        Assert.Equal(Experiment.Sample(model, 5, 10, sampling), Experiment.Sample(back.CopyForThread(), 5, 10, sampling));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_training_step_allocates_nothing_once_each_length_was_there(string name, bool asked)
    {
        NeuralModel<float> small = Small(name, asked);
        using TrainingRun<float> run = TrainingRun.Of(
            new TrainingPlan(small.Kind) { Options = small.Options, BatchSize = 16 }, Names, seed: 7);
        for (int step = 0; step < 200; step++) run.Trainer.Step(0.01);
        Assert.Equal(0, Allocation.Of(runs: 50, () => run.Trainer.Step(0.01)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Its_pictures_are_finite(string name, bool asked)
    {
        NeuralModel<float> model = Small(name, asked);
        foreach (Picture picture in model.Pictures(Rows(model).Tokens))
        {
            double[] values = picture switch
            {
                Picture.CharacterMap map => map.Values(),
                Picture.TanhOutputs outputs => outputs.Values(),
                Picture.PairProbabilities pairs => pairs.Values(),
                _ => [0],
            };
            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.True(double.IsFinite(value), picture.Name));
        }
    }

    private static ILanguageModel Make(ModelKind kind, OptionValues options) => kind.Make(Letters, options, new TorchGenerator(7));

    // Each size is a little above its smallest, as far as they go together.
    private static NeuralModel<float> Small(string name, bool asked)
    {
        ModelKind kind = ModelKinds.All.Single(kind => kind.Name == name);
        OptionValues options = kind.Options.Aggregate(OptionValues.Defaults, (chosen, option) => chosen.With(
            option, option.Words is null ? (option.Name is "width" or "block-size" ? 4 : 2) : asked ? option.Maximum : 0));
        Assert.Null(kind.Fault(options));
        return (NeuralModel<float>)Make(kind, options);
    }

    // Nine rows of the names, each with its targets.
    private static (Indices Tokens, Indices Targets) Rows(NeuralModel<float> model)
    {
        (int rows, int time) = (9, model.BlockSize);
        int[][] names = [.. SmallNames.All.Where(name => name.Length >= time).Take(rows).Select(name => Letters.Encode(name))];
        var tokens = new Indices([names.Length, time], [.. names.SelectMany(name => new[] { 0 }.Concat(name).Take(time))]);
        return model.AnswersEveryPosition
            ? (tokens, new Indices([names.Length, time], [.. names.SelectMany(name => name.Take(time))]))
            : (tokens, new Indices([names.Length], [.. names.Select(name => name[time - 1])]));
    }

    private static Trained Train(TrainingPlan plan) =>
        Experiment.Train(plan, Names, seed: 7, cancellation: TestContext.Current.CancellationToken);

    private byte[] Saved(ILanguageModel model)
    {
        string file = Path.Combine(folder, "saved.safetensors");
        new Checkpoint(model).Save(file);
        return System.IO.File.ReadAllBytes(file);
    }
}
