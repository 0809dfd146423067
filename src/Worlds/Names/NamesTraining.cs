using System.Numerics;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>A training that is taken a few steps at a time.</summary>
public abstract class NamesTraining
{
    /// <summary>The network.</summary>
    public abstract ILanguageModel Model { get; }

    /// <summary>The names of its tensors.</summary>
    public abstract string[] Tensors { get; }

    /// <summary>Begins a training of the multilayer perceptron.</summary>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="options">Values for <see cref="MultilayerPerceptronSizes.Options"/>, each written "hidden-size=100".</param>
    /// <param name="schedule">The learning rates: <see cref="LearningRateSchedule.Parse"/>.</param>
    /// <param name="batchSize">The number of examples in a step.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <param name="precision">"float32" or "float64".</param>
    /// <exception cref="ArgumentException">An option, the schedule or the precision is not one; the message says which.</exception>
    /// <exception cref="DataException">There is no usable name.</exception>
    public static NamesTraining Start(string names, string[] options, string schedule, int batchSize, ulong seed, string precision)
    {
        OptionValues chosen = OptionValues.Defaults;
        foreach (string setting in options)
        {
            string[] parts = setting.Split('=', 2);
            ModelOption option = MultilayerPerceptronSizes.Options.FirstOrDefault(known => known.Name == parts[0])
                ?? throw new ArgumentException($"the multilayer perceptron has no option '{Quote.Start(parts[0])}'");
            chosen = chosen.With(option, option.Parse(parts[^1]));
        }

        var plan = new TrainingPlan(ModelKinds.Perceptron)
        {
            Options = chosen,
            Schedule = LearningRateSchedule.Parse(schedule),
            BatchSize = batchSize,
        };
        NameList cleaned = NameList.Clean(names.Split('\n').Select((name, line) => new NameRow(name, line + 1)), Vocabulary.English);
        return precision switch
        {
            "float32" => new NamesTraining<float>(plan, cleaned, seed),
            "float64" => new NamesTraining<double>(plan, cleaned, seed),
            _ => throw new ArgumentException($"the precision must be float32 or float64, and is '{Quote.Start(precision)}'"),
        };
    }

    /// <summary>Goes on with other learning rates. Their first step is the training's first.</summary>
    public abstract void Follow(string schedule);

    /// <summary>The loss of each step, before it moved the parameters. Ends early at a loss that is not finite.</summary>
    public abstract double[] Train(int steps);

    /// <summary>The mean loss over all examples that the training draws from.</summary>
    public abstract double Loss();

    /// <summary>The elements of a tensor, row by row.</summary>
    public abstract double[] Values(string tensor);
}

/// <summary>
/// Begins as <see cref="TrainingRun.Of"/> does, in any precision: weights are drawn in float32 and widened, batches come from a generator
/// of their own with the same seed.
/// </summary>
internal sealed class NamesTraining<T> : NamesTraining where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NeuralModel<T> model;
    private readonly Trainer<T> trainer;
    private readonly DistinctContexts train;
    private LearningRateSchedule schedule;
    private int taken; // steps so far

    public NamesTraining(TrainingPlan plan, NameList names, ulong seed)
    {
        var drawn = (NeuralModel<float>)plan.Kind.Make(names.Vocabulary, plan.Options, new TorchGenerator(seed));
        model = drawn.Converted<T>();
        var split = new Split(new Examples(names.Names, names.Vocabulary, model.BlockSize), plan.Split, plan.SplitBy);
        GraphBatch<T> batch = ExampleBatch.Drawn(model, split.Train, plan.BatchSize, new TorchGenerator(seed));
        trainer = new Trainer<T>(batch, new Sgd<T>(batch.Parameters));
        train = new DistinctContexts(split.Train);
        schedule = plan.Schedule!;
    }

    /// <inheritdoc/>
    public override ILanguageModel Model => model;

    /// <inheritdoc/>
    public override string[] Tensors => [.. model.Tensors.Select(tensor => tensor.Name)];

    /// <inheritdoc/>
    public override void Follow(string schedule) => this.schedule = LearningRateSchedule.Parse(schedule);

    /// <inheritdoc/>
    public override double[] Train(int steps)
    {
        var losses = new List<double>(steps);
        while (losses.Count < steps)
        {
            double loss = trainer.Step(schedule.RateAt(taken));
            losses.Add(loss);
            if (!double.IsFinite(loss)) break;
            taken++;
        }

        return [.. losses];
    }

    /// <inheritdoc/>
    public override double Loss() => Evaluation.Loss(model, train);

    /// <inheritdoc/>
    public override double[] Values(string tensor)
    {
        Tensor<T> value = model.Tensors.FirstOrDefault(known => known.Name == tensor)?.Value
            ?? throw new ArgumentException($"the model has no tensor '{Quote.Start(tensor)}'");
        return Array.ConvertAll(value.Span.ToArray(), double.CreateTruncating);
    }
}
