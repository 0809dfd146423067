using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// A part of a network, up to the whole of it: parameters, which training changes; buffers, which it remembers without a gradient; and
/// smaller modules. Each is added in the constructor under a name. A name in the tree gives the way to it: "hidden.weights". Copying,
/// saving and loading go by these names, so they are written once, here, for all modules.
/// </summary>
/// <remarks>
/// A module is made from the inside out: its children are complete when they are added to it. What it computes is an ordinary method,
/// usually called <c>Forward</c>, which records an expression over the parameters.
/// </remarks>
public abstract class Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<NamedTensor<T>> tensors = [];
    private readonly List<Parameter<T>> parameters = [];
    private readonly List<NamedGenerator> generators = [];
    private bool hasParent;

    private string[] Names => [.. tensors.Select(tensor => tensor.Name), .. generators.Select(one => one.Name)];

    // Of the tensors. With the last, two lists of different lengths differ where the shorter one ends.
    private string[] NamesAndShapes => [.. tensors.Select(tensor => $"{tensor.Name} {tensor.Value.Shape}"), "nothing"];

    /// <summary>Everything that training changes, in the order in which it was added, depth first.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => parameters;

    /// <summary>Parameters and buffers with their names in the tree, in the order in which they were added, depth first.</summary>
    public IReadOnlyList<NamedTensor<T>> Tensors => tensors;

    /// <summary>
    /// The generators that draw something each time the module is computed, such as which elements to drop, with their names in the tree.
    /// Modules may share one.
    /// </summary>
    public IReadOnlyList<NamedGenerator> Generators => generators;

    /// <summary>How many numbers training changes.</summary>
    public int ParameterCount => parameters.Sum(parameter => parameter.Value.Length);

    /// <summary>
    /// True if a row's outputs depend on this row alone, in training too, as in most networks. Then equal rows may be computed once, and a
    /// batch may be cut into pieces. False if a part such as <see cref="BatchNorm{T}"/> looks at all rows of a batch. Such a part says so
    /// in its constructor, and the modules that it is added to follow.
    /// </summary>
    public bool RowsAreIndependent { get; protected set; } = true;

    /// <summary>Copies the values of all parameters and buffers into a module of the same make, of this precision or another.</summary>
    /// <exception cref="ArgumentException">The other module has other names or shapes; nothing was copied.</exception>
    public void CopyTo<TOther>(Module<TOther> other) where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        CheckThatTensorsAreLike(other);
        foreach ((NamedTensor<T> from, NamedTensor<TOther> to) in tensors.Zip(other.Tensors))
            for (int i = 0; i < from.Value.Length; i++) to.Value.Span[i] = TOther.CreateTruncating(from.Value.Span[i]);
    }

    /// <summary>
    /// The same module for another thread: it shares the values of parameters and buffers from now on, and has its own gradients.
    /// </summary>
    /// <param name="make">Makes it again from the values it is given: <c>values => new LinearLayer&lt;T&gt;(6, 100, values)</c>.</param>
    /// <exception cref="ArgumentException">
    /// What was made has other names or shapes, or a tensor that it did not take from the values it was given.
    /// </exception>
    public TModule CopyForThread<TModule>(Func<ValueSource<T>, TModule> make) where TModule : Module<T>
    {
        var left = new Queue<Tensor<T>>(tensors.Select(tensor => tensor.Value));
        TModule copy = make(new ValueSource<T>((shape, _) => left.TryDequeue(out Tensor<T>? next) ? next : new Tensor<T>(shape)));
        CheckThatTensorsAreLike(copy);
        foreach ((NamedTensor<T> own, NamedTensor<T> others) in tensors.Zip(copy.Tensors))
        {
            if (own.Value != others.Value)
                throw new ArgumentException(
                    $"{GetType().Name.Split('`')[0]}: {own.Name} cannot be shared: its constructor did not take it from its ValueSource");
        }

        return copy;
    }

    /// <summary>Adds every parameter and buffer, and the state of every generator, to a file under its name.</summary>
    /// <exception cref="ArgumentException">The file has a tensor of such a name already.</exception>
    public void Save(SafetensorsFile file)
    {
        foreach (NamedGenerator one in generators) file.Add(one.Name, [TorchGenerator.StateLength], one.Generator.SaveState());
        foreach (NamedTensor<T> tensor in tensors) file.Add(tensor.Name, tensor.Value.Shape, tensor.Value.Span.ToArray());
    }

    /// <summary>
    /// Takes the values of every parameter and buffer, and the state of every generator, from a file. If it throws, nothing was changed.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="nameOf">
    /// Turns a tensor's name in the file into its name in this module, or null if it is not this module's. Without it, the names are equal.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing, has another type or shape, or does not belong to this module; the message names it and the shapes.
    /// </exception>
    public void Load(SafetensorsFile file, Func<string, string?>? nameOf = null)
    {
        var namesInFile = new Dictionary<string, string>();
        string[] names = Names;
        foreach (SafetensorsEntry entry in file.Entries)
        {
            string? name = nameOf is null ? entry.Name : nameOf(entry.Name);
            if (name is null) continue;
            if (!namesInFile.TryAdd(name, entry.Name) || !names.Contains(name))
                throw file.Fault($"tensor {Quote.Start($"{entry.Name} {entry.Shape}")} does not belong to the module");
        }

        T[][] values =
            [.. tensors.Select(tensor => file.Values<T>(namesInFile.GetValueOrDefault(tensor.Name, tensor.Name), tensor.Value.Shape))];
        uint[][] states = [.. generators.Select(one => file.GeneratorState(namesInFile.GetValueOrDefault(one.Name, one.Name)))];
        foreach ((NamedTensor<T> tensor, T[] read) in tensors.Zip(values)) read.CopyTo(tensor.Value.Span);
        foreach ((NamedGenerator one, uint[] state) in generators.Zip(states)) one.Generator.LoadState(state);
    }

    /// <summary>Adds a parameter with this first value. Call it in the constructor.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty, or has a dot.</exception>
    protected Parameter<T> Add(string name, Tensor<T> value)
    {
        CheckCanAdd(name);
        var parameter = new Parameter<T>(value, name);
        AddTensor(new NamedTensor<T>(name, value, parameter));
        return parameter;
    }

    /// <summary>Adds something that the module remembers without a gradient. Call it in the constructor.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty, or has a dot.</exception>
    protected Tensor<T> AddBuffer(string name, Tensor<T> value)
    {
        CheckCanAdd(name);
        AddTensor(new NamedTensor<T>(name, value, Parameter: null));
        return value;
    }

    /// <summary>Adds a generator that draws something each time the module is computed. Call it in the constructor.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty, or has a dot.</exception>
    protected TorchGenerator Add(string name, TorchGenerator generator)
    {
        CheckCanAdd(name);
        generators.Add(new NamedGenerator(name, generator));
        return generator;
    }

    /// <summary>Adds a smaller module. Call it in the constructor. The names of its tensors now begin with this one.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty, or has a dot, or the child is part of another module.</exception>
    protected TModule Add<TModule>(string name, TModule child) where TModule : Module<T>
    {
        CheckCanAdd(name);
        if (child.hasParent)
            throw new ArgumentException($"Module: \"{name}\" is part of a module already; add it once, and use it as often as you like");
        child.hasParent = true;
        RowsAreIndependent &= child.RowsAreIndependent;
        foreach (NamedTensor<T> tensor in child.tensors) AddTensor(tensor with { Name = $"{name}.{tensor.Name}" });
        foreach (NamedGenerator one in child.generators) generators.Add(one with { Name = $"{name}.{one.Name}" });
        return child;
    }

    private void AddTensor(NamedTensor<T> tensor)
    {
        tensors.Add(tensor);
        if (tensor.Parameter is not { } parameter) return;
        parameters.Add(parameter);
        parameter.Name = tensor.Name;
    }

    private void CheckCanAdd(string name)
    {
        if (hasParent)
            throw new InvalidOperationException(
                $"Module: \"{name}\" comes too late: the module is part of another; add all in the constructor");
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException(
                $"Module: \"{name}\" cannot be a name: a name is not empty, and a dot separates the names of a module and its part");
        if (Array.Exists(Names, taken => taken == name || taken.StartsWith(name + ".", StringComparison.Ordinal)))
            throw new ArgumentException($"Module: there is a \"{name}\" already");
    }

    private void CheckThatTensorsAreLike<TOther>(Module<TOther> other) where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        foreach ((string own, string others) in NamesAndShapes.Zip(other.NamesAndShapes))
            if (own != others) throw new ArgumentException($"Module: one has {own} where the other has {others}");
    }
}

/// <summary>A tensor of a module.</summary>
/// <param name="Name">Its name in the tree, such as "hidden.weights".</param>
/// <param name="Value">Its elements.</param>
/// <param name="Parameter">The parameter whose value it is; null for a buffer.</param>
public sealed record NamedTensor<T>(string Name, Tensor<T> Value, Parameter<T>? Parameter) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>A generator of a module.</summary>
/// <param name="Name">Its name in the tree, such as "dropout.generator".</param>
/// <param name="Generator">The generator.</param>
public sealed record NamedGenerator(string Name, TorchGenerator Generator);
