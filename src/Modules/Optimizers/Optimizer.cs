using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Moves parameters by their gradients, one <see cref="Step"/> at a time. What it remembers between steps has names, and can be saved and
/// loaded.
/// </summary>
public abstract class Optimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the names of an optimizer's tensors begin with in a file.</summary>
    internal const string Prefix = "optimizer.";

    private const string StepsName = Prefix + "steps";

    private readonly List<(string Name, Tensor<T>[] Values)> state = [];

    /// <summary>An optimizer of these parameters. Give it those that the loss depends on: only they have a gradient.</summary>
    protected Optimizer(IEnumerable<Parameter<T>> parameters) => Parameters = [.. parameters];

    /// <summary>What it moves.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>How many steps it has taken.</summary>
    public long Steps { get; internal set; }

    /// <summary>All that it remembers between steps, besides their number.</summary>
    internal IEnumerable<Tensor<T>> State => state.SelectMany(entry => entry.Values);

    /// <summary>Moves every parameter once, against its gradient. Allocates nothing.</summary>
    /// <param name="rate">The learning rate.</param>
    public void Step(double rate)
    {
        Steps++;
        for (int i = 0; i < Parameters.Count; i++) Move(i, rate);
    }

    /// <summary>Adds the number of steps and all state to a file, as "optimizer.mean.hidden.weights".</summary>
    /// <exception cref="ArgumentException">The file has a tensor of such a name already, or two parameters have one name.</exception>
    public void Save(SafetensorsFile file)
    {
        file.Add<long>(StepsName, [], [Steps]);
        foreach ((string name, Tensor<T>[] values) in state)
            for (int i = 0; i < values.Length; i++) file.Add(NameOf(name, i), values[i].Shape, values[i].Span.ToArray());
    }

    /// <summary>Takes the number of steps and all state from a file that <see cref="Save"/> filled.</summary>
    /// <exception cref="InvalidDataException">
    /// Some of it is missing, or has another type or shape, or the number of steps is negative; the message names it.
    /// </exception>
    public void Load(SafetensorsFile file)
    {
        long steps = file.Values<long>(StepsName, [])[0];
        if (steps < 0) throw file.Fault($"{StepsName} is {steps}, which cannot be a number of steps");
        T[][][] read = [.. state.Select(entry => entry.Values.Select((value, i) =>
            file.Values<T>(NameOf(entry.Name, i), value.Shape)).ToArray())];
        Steps = steps;
        foreach (((_, Tensor<T>[] values), T[][] others) in state.Zip(read))
            for (int i = 0; i < values.Length; i++) others[i].CopyTo(values[i].Span);
    }

    /// <summary>Moves one parameter. <see cref="Steps"/> counts this step already.</summary>
    /// <param name="index">Its place in <see cref="Parameters"/>, and in what <see cref="AddState"/> returned.</param>
    /// <param name="rate">The learning rate.</param>
    protected abstract void Move(int index, double rate);

    /// <summary>A tensor of zeros for each parameter, in its shape, remembered between steps. Call it in the constructor.</summary>
    protected Tensor<T>[] AddState(string name)
    {
        Tensor<T>[] values = [.. Parameters.Select(parameter => new Tensor<T>(parameter.Shape))];
        state.Add((name, values));
        return values;
    }

    private string NameOf(string name, int index) => $"{Prefix}{name}.{Parameters[index].Name ?? $"{index}"}";
}
