using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>The whole way from names to a trained model.</summary>
public static class Experiment
{
    // A long run keeps about this many points of its history.
    internal const int HistoryPoints = 10_000;

    // Updates are measured about this many times.
    private const int UpdatePoints = 200;

    /// <summary>The model that knows nothing, and so needs no names: its loss is what learning has to beat.</summary>
    public static Trained Chance(Vocabulary vocabulary) =>
        new(new UniformModel(vocabulary), new ExampleCounts(0), Losses.OfAll(Math.Log(vocabulary.Size)));

    /// <summary>Counts pairs.</summary>
    /// <param name="names">The names.</param>
    /// <param name="smoothing">What is added to every count, 0 or more.</param>
    /// <exception cref="ArgumentException">The smoothing is negative or not finite.</exception>
    public static Trained Counts(NameList names, double smoothing) =>
        Counted(names, pairs => CountingBigram.Train(pairs, smoothing));

    /// <summary>Trains a model as a plan says.</summary>
    /// <param name="plan">What and how.</param>
    /// <param name="names">The names.</param>
    /// <param name="seed">The seed of its initial weights and of its mini-batches.</param>
    /// <param name="progress">Is told a few times a second how far the training is.</param>
    /// <param name="cancellation">Stops before the next step. What was learned so far is kept.</param>
    /// <exception cref="DivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="ArgumentException">The kind has nothing to learn, or a number in the plan is out of range.</exception>
    public static Trained Train(
        TrainingPlan plan, NameList names, ulong seed, Action<TrainingPoint> progress, CancellationToken cancellation)
    {
        switch (plan.Kind.Training)
        {
            case ModelTraining.Counted counted:
                return Counted(names, pairs => counted.Count(pairs, plan.Options));
            case ModelTraining.FullBatch:
                return FullBatch(plan, names, seed, progress, cancellation);
            case ModelTraining.MiniBatches:
                using (var training = new MiniBatchTraining(plan, names, seed)) return training.Run(progress, cancellation);
            default:
                throw new ArgumentException($"{plan.Kind.Title}: there is nothing to train");
        }
    }

    /// <summary>The first <paramref name="count"/> names that the model makes with this seed.</summary>
    /// <exception cref="ArgumentException">As for <see cref="NameSampler"/>.</exception>
    /// <exception cref="DataException">Every name that came was excluded.</exception>
    public static string[] Sample(ILanguageModel model, ulong seed, int count, SamplingOptions options)
    {
        var sampler = new NameSampler(model, new TorchGenerator(seed), options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }

    // A run looks at the loss before each step, so it does not see what the last step did.
    internal static double Finite(double loss) => double.IsFinite(loss)
        ? loss
        : throw new DivergedException($"training diverged at its last step: the loss is {loss}; try a smaller learning rate");

    internal static TrainingOptions Measured(TrainingOptions options) =>
        options with { MeasureUpdatesEvery = Math.Max(1, options.Schedule.TotalSteps / UpdatePoints) };

    private static Trained Counted(NameList names, Func<DistinctContexts, ILanguageModel> count)
    {
        DistinctContexts pairs = names.Pairs;
        ILanguageModel model = count(pairs);
        var loss = Losses.OfAll(Evaluation.Loss(model, pairs));
        return new Trained(model, new ExampleCounts((int)pairs.Examples), loss) { TrainingSet = pairs };
    }

    private static Trained FullBatch(
        TrainingPlan plan, NameList names, ulong seed, Action<TrainingPoint> progress, CancellationToken cancellation)
    {
        NeuralModel<float> model = MiniBatchTraining.NetworkOf(plan, names.Vocabulary, seed);
        EvaluationSet all = EvaluationSet.Of(model, names.Names);
        double initial = Evaluation.Loss(model, all, plan.Threads);
        GraphBatch<float> batch = ExampleBatch.All(model, all);
        TrainingResult run = new Trainer<float>(batch, plan.Optimizer(batch.Parameters)).Run(Measured(new TrainingOptions
        {
            Schedule = plan.Schedule!,
            Progress = progress,
            Cancellation = cancellation,
        }));
        var loss = new Losses(initial, null, null, null, Finite(Evaluation.Loss(model, all, plan.Threads)));
        return new Trained(model, new ExampleCounts((int)all.Examples), loss)
        {
            Run = run,
            TrainingSet = all,
            Schedule = plan.Schedule,
            Settings = { ["schedule"] = plan.Schedule!.ToString() },
        };
    }
}
