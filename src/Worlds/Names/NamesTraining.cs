using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// A training on names that is taken a few steps at a time, looked into, changed, and taken back to any of its steps. It begins as
/// <see cref="TrainingRun.Of"/> does, with the names shuffled.
/// </summary>
public abstract class NamesTraining
{
    /// <summary>The network.</summary>
    public abstract ILanguageModel Model { get; }

    /// <summary>The names it learns from, cleaned and shuffled.</summary>
    public abstract NameList Names { get; }

    /// <summary>How many steps it has taken.</summary>
    public int Steps { get; private protected set; }

    /// <summary>The learning rate of the steps to come.</summary>
    public abstract double Rate { get; set; }

    /// <summary>The network's tensors, such as "hidden.weights", in its order.</summary>
    public abstract string[] Tensors { get; }

    /// <summary>Begins a training.</summary>
    /// <param name="kind">The kind of network: a name in <see cref="ModelKinds.All"/>.</param>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="options">Values for the kind's options, each written "hidden-size=100".</param>
    /// <param name="batchSize">The number of examples in a step, or of names for a sequence model.</param>
    /// <param name="seed">The seed of the names' order, the weights and the batches.</param>
    /// <param name="precision">"float32" or "float64".</param>
    /// <exception cref="ArgumentException">The kind, an option or the precision is not one; the message says which.</exception>
    /// <exception cref="DataException">There is no usable name.</exception>
    public static NamesTraining Start(string kind, string names, string[] options, int batchSize, ulong seed, string precision)
    {
        ModelKind known = ModelKinds.All.FirstOrDefault(one => one.Name == kind && one.Training?.Schedule is not null)
            ?? throw new ArgumentException($"'{Quote.Start(kind)}' is not a network that learns in steps");
        OptionValues chosen = OptionValues.Defaults;
        foreach (string setting in options)
        {
            string[] parts = setting.Split('=', 2);
            ModelOption option = known.Options.FirstOrDefault(one => one.Name == parts[0])
                ?? throw new ArgumentException($"the {known.Title} has no option '{Quote.Start(parts[0])}'");
            chosen = chosen.With(option, option.Parse(parts[^1]));
        }

        if (known.Fault(chosen) is { } fault) throw new ArgumentException(fault);
        return Start(new TrainingPlan(known) { Options = chosen, BatchSize = batchSize }, names, Vocabulary.English, seed, precision, null);
    }

    /// <summary>Begins with a model that was trained before: what <c>train</c> saved.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="names">The names to go on with, one on each line.</param>
    /// <param name="batchSize">The number of examples in a step, or of names for a sequence model.</param>
    /// <param name="seed">The seed of the names' order and the batches.</param>
    /// <param name="precision">"float32" or "float64".</param>
    /// <exception cref="ArgumentException">The model is not a network that learns in steps, or the precision is not one.</exception>
    /// <exception cref="DataException">The file holds no model, or there is no name of only its letters.</exception>
    public static NamesTraining GoOn(Checkpoint checkpoint, string names, int batchSize, ulong seed, string precision)
    {
        ILanguageModel model = checkpoint.Model;
        var plan = new TrainingPlan(model.Kind) { Options = model.Options, BatchSize = batchSize };
        return Start(plan, names, model.Vocabulary, seed, precision, model);
    }

    /// <summary>Names that a page gives, one on each line.</summary>
    /// <exception cref="DataException">There is no usable name.</exception>
    internal static NameList Clean(string names, Vocabulary vocabulary) =>
        NameList.Clean(names.Split('\n').Select((name, line) => new NameRow(name, line + 1)), vocabulary);

    private static NamesTraining Start(
        TrainingPlan plan, string names, Vocabulary vocabulary, ulong seed, string precision, ILanguageModel? given)
    {
        NameList shuffled = Clean(names, vocabulary).Shuffled(new TorchGenerator(seed));
        return precision switch
        {
            "float32" => Of(plan.Optimizer),
            "float64" when plan.Optimizer([]) is Sgd<float> => Of<double>(parameters => new Sgd<double>(parameters)),
            "float64" => throw new ArgumentException($"the {plan.Kind.Title} is trained in float32 only"),
            _ => throw new ArgumentException($"the precision must be float32 or float64, and is '{Quote.Start(precision)}'"),
        };

        NamesTraining Of<T>(Func<IEnumerable<Parameter<T>>, Optimizer<T>> optimizer) where T : unmanaged, IFloatingPointIeee754<T>
        {
            TrainingStart<T> start = TrainingStart.Of(plan, shuffled, seed, optimizer);
            if (given is NeuralModel<float> single) single.CopyTo(start.Model);
            else if (given is NeuralModel<double> wide) wide.CopyTo(start.Model);
            return new NamesTraining<T>(plan, shuffled, start);
        }
    }

    /// <summary>The loss of each step, before it moved the parameters. Ends early at a loss that is not finite.</summary>
    public abstract double[] Train(int steps);

    /// <summary>Takes the training back to after this many steps, by way of the nearest moment that it remembers.</summary>
    /// <exception cref="ArgumentException">It has not taken so many steps.</exception>
    public abstract void GoBackTo(int steps);

    /// <summary>The mean loss over all examples that the batches are drawn from.</summary>
    public abstract double Loss();

    /// <summary>The mean loss over the examples that are held back for validation.</summary>
    public abstract double ValidationLoss();

    /// <summary>The loss that counting pairs of letters reaches on the same names: what a model of one letter's memory can do at best.</summary>
    public double CountingLoss() => Evaluation.Loss(CountingBigram.Train(Names.Pairs, smoothing: 0), Names.Pairs);

    /// <summary>What the network says follows the beginning of a name: a probability for each token.</summary>
    /// <exception cref="ArgumentException">The beginning has a character that is not in the vocabulary.</exception>
    public double[] Next(string beginning)
    {
        ReadOnlySpan<double> logProbabilities = new NextCharacter(Model).After(Model.Vocabulary.Encode(beginning));
        return Array.ConvertAll(logProbabilities.ToArray(), Math.Exp);
    }

    /// <summary>
    /// A step on the first characters of a name, with the network as it is now: to be walked through. The network does not change.
    /// </summary>
    /// <param name="name">The name to learn from.</param>
    /// <param name="batchSize">How many of its examples the step takes.</param>
    /// <exception cref="ArgumentException">The name has a character that is not in the vocabulary.</exception>
    /// <exception cref="NotSupportedException">The network has no program of its step.</exception>
    public abstract ExplorableStep StepOn(string name, int batchSize);

    /// <summary>What the network remembers while it reads a name; null if it has no state that it carries along.</summary>
    /// <exception cref="ArgumentException">The name has a character that is not in the vocabulary.</exception>
    public abstract NameMemory? Memory(string name);

    /// <summary>How the network fuses the beginning of a name two by two; null if it does not.</summary>
    /// <exception cref="ArgumentException">The beginning has a character that is not in the vocabulary.</exception>
    public abstract LetterTree? Tree(string beginning);

    /// <summary>New names.</summary>
    public string[] Sample(ulong seed, int count) => Models.Experiment.Sample(Model, seed, count, new SamplingOptions { MaximumLength = 20 });

    /// <summary>The elements of a tensor, row by row.</summary>
    public abstract double[] Values(string tensor);

    /// <summary>The shape of a tensor.</summary>
    public abstract int[] ShapeOf(string tensor);

    /// <summary>Changes one element of a tensor.</summary>
    public abstract void Change(string tensor, int element, double value);

    /// <summary>
    /// What each character of a name looks at: (layers, heads, t, t), row by row, for the boundary and the name's letters; empty if the
    /// network has no attention.
    /// </summary>
    public double[] Attention(string name)
    {
        int[] tokens = [Vocabulary.Boundary, .. Model.Vocabulary.Encode(name)];
        return Model.Pictures(new Indices([1, tokens.Length], tokens)).OfType<Picture.Attention>().FirstOrDefault()?.Values() ?? [];
    }
}

/// <inheritdoc/>
internal sealed class NamesTraining<T>(TrainingPlan plan, NameList names, TrainingStart<T> start) : NamesTraining
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Trainer<T> trainer = new(start.Batch, start.Optimizer);
    private readonly TrainingState<T> state = new(start.Model, start.Optimizer, start.Generator);
    private readonly Moments moments = new();
    private double rate = plan.Schedule!.RateAt(0);

    /// <inheritdoc/>
    public override ILanguageModel Model => start.Model;

    /// <inheritdoc/>
    public override NameList Names => names;

    /// <inheritdoc/>
    public override double Rate
    {
        get => rate;
        set => moments.Change(Steps, () => rate = value);
    }

    /// <inheritdoc/>
    public override string[] Tensors => [.. start.Model.Tensors.Select(tensor => tensor.Name)];

    /// <inheritdoc/>
    public override double[] Train(int steps)
    {
        var losses = new List<double>(steps);
        while (losses.Count < steps)
        {
            moments.Pass(Steps, Mark);
            double loss = trainer.Step(rate);
            losses.Add(loss);
            if (!double.IsFinite(loss)) break;
            Steps++;
        }

        return [.. losses];
    }

    /// <inheritdoc/>
    public override void GoBackTo(int steps)
    {
        if (steps < 0 || steps > Steps) throw new ArgumentException($"the training has taken {Steps} steps, so it cannot go back to {steps}");
        if (steps == Steps) return;
        Steps = moments.PutBack(steps);
        while (true)
        {
            moments.ChangeAgain(Steps);
            if (Steps == steps) break;
            trainer.Step(rate);
            Steps++;
        }

        moments.Forget(steps);
    }

    /// <inheritdoc/>
    public override double Loss() => Evaluation.Loss(start.Model, start.Train);

    /// <inheritdoc/>
    public override double ValidationLoss() => Evaluation.Loss(start.Model, start.Validation);

    /// <inheritdoc/>
    public override ExplorableStep StepOn(string name, int batchSize) => new(start.Model.Converted<double>(), name, batchSize);

    /// <inheritdoc/>
    public override NameMemory? Memory(string name) => // of a copy: the training does not need its gradients
        start.Model is Recurrent<T> ? new NameMemory((Recurrent<double>)start.Model.Converted<double>(), name) : null;

    /// <inheritdoc/>
    public override LetterTree? Tree(string beginning) =>
        start.Model is WaveNet<T> ? new LetterTree((WaveNet<double>)start.Model.Converted<double>(), beginning) : null;

    /// <inheritdoc/>
    public override double[] Values(string tensor) => Array.ConvertAll(Of(tensor).Span.ToArray(), double.CreateTruncating);

    /// <inheritdoc/>
    public override int[] ShapeOf(string tensor) => [.. Of(tensor).Shape];

    /// <inheritdoc/>
    public override void Change(string tensor, int element, double value)
    {
        Tensor<T> changed = Of(tensor);
        if ((uint)element >= changed.Length) throw new ArgumentException($"{tensor} has {changed.Length} elements, and no element {element}");
        moments.Change(Steps, () => changed.Span[element] = T.CreateTruncating(value));
    }

    private Action Mark()
    {
        (Action putBack, double then) = (state.Mark(), rate);
        return () =>
        {
            putBack();
            rate = then;
        };
    }

    private Tensor<T> Of(string tensor) => start.Model.Tensors.FirstOrDefault(known => known.Name == tensor)?.Value
        ?? throw new ArgumentException($"the model has no tensor '{Quote.Start(tensor)}'");
}
