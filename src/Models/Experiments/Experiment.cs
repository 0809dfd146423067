using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>The whole way from names to a trained model.</summary>
public static class Experiment
{
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
    /// <param name="progress">Is told a few times a second how far the training is; null if nobody asks.</param>
    /// <param name="save">Saves a checkpoint: see <see cref="TrainingRun.Run"/>; null saves none.</param>
    /// <param name="from">The checkpoint of a run to go on with, as if it had never stopped; null begins anew.</param>
    /// <param name="cancellation">Stops before the next step. What was learned so far is kept.</param>
    /// <exception cref="DivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="DataException">The run to go on with is of another plan or of other names.</exception>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before a step was taken.</exception>
    /// <exception cref="ArgumentException">The kind has nothing to learn, or a number in the plan is out of range.</exception>
    public static Trained Train(
        TrainingPlan plan,
        NameList names,
        ulong seed,
        Action<TrainingPoint>? progress = null,
        Action<Checkpoint>? save = null,
        Checkpoint? from = null,
        CancellationToken cancellation = default)
    {
        switch (plan.Kind.Training)
        {
            case ModelTraining.Counted counted:
                Trained trained = Counted(names, pairs => counted.Count(pairs, plan.Options));
                trained.Checkpoint.AddTraining(names, seed);
                foreach ((string key, string value) in plan.Settings) trained.Checkpoint.Training[key] = value;
                return trained;
            case null:
                throw new ArgumentException($"{plan.Kind.Title}: there is nothing to train");
            default:
                using (TrainingRun run = plan.Begin?.Invoke(plan, names, seed) ?? TrainingRun.Of(plan, names, seed))
                {
                    if (from is not null) run.Load(from);
                    return run.Run(progress, save, cancellation);
                }
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

    private static Trained Counted(NameList names, Func<DistinctContexts, ILanguageModel> count)
    {
        DistinctContexts pairs = names.Pairs;
        ILanguageModel model = count(pairs);
        var loss = Losses.OfAll(Evaluation.Loss(model, pairs));
        return new Trained(model, new ExampleCounts((int)pairs.Examples), loss)
        {
            Checkpoint = new Checkpoint(model) { Training = { [TrainingKeys.Loss] = ModelOption.Text(loss.All!.Value) } },
            TrainingSet = pairs,
        };
    }
}
