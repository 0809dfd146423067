using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Modules.Tests;

public class ModuleTests
{
    private static readonly string[] Names =
    [
        "first.scale", "first.shift", "first.running_mean", "first.running_variance",
        "second.inner.weights", "second.inner.bias", "second.gain",
    ];

    private static Network<T> New<T>(ulong seed = 1) where T : unmanaged, IFloatingPointIeee754<T> => new(new TorchGenerator(seed));

    [Fact]
    public void Names_tell_the_way_through_the_tree()
    {
        Network<float> network = New<float>();
        Assert.Equal(Names, network.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(Names.Where(name => !name.Contains("running")), network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(4 + 4 + 12 + 3 + 3, network.ParameterCount);
    }

    [Fact]
    public void What_was_saved_is_loaded()
    {
        Network<float> network = New<float>(), other = New<float>(2);
        network.Tensors[2].Value.Span[0] = 42; // a buffer, too
        var file = new SafetensorsFile();
        network.Save(file);
        other.Load(SafetensorsFile.FromBytes(file.ToBytes(), "file"));
        Assert.All(network.Tensors.Zip(other.Tensors), pair => Assert.Equal(pair.First.Value.Span, pair.Second.Value.Span));
    }

    [Fact]
    public void Only_a_file_that_fits_is_loaded_and_otherwise_nothing_changes()
    {
        Network<float> network = New<float>();
        float[] before = [.. network.Tensors[4].Value.Span];

        var empty = new SafetensorsFile();
        Refused(empty, "has no tensor first.scale");

        SafetensorsFile more = Saved();
        more.Add<float>("third.weights", [2, 3], new float[6]);
        Refused(more, "tensor third.weights (2, 3) does not belong to the module");
        network.Load(more, name => name == "third.weights" ? null : name); // unless it belongs to another module

        var misshapen = new SafetensorsFile();
        foreach (NamedTensor<float> tensor in New<float>(2).Tensors)
        {
            Shape shape = tensor.Name == "second.gain" ? [1, 3] : tensor.Value.Shape;
            misshapen.Add(tensor.Name, shape, tensor.Value.Span.ToArray());
        }

        Refused(misshapen, "tensor second.gain is F32 (1, 3), and F32 (3,) was expected");
        Assert.Equal(before, network.Tensors[4].Value.Span);

        SafetensorsFile Saved()
        {
            var file = new SafetensorsFile();
            network.Save(file);
            return file;
        }

        void Refused(SafetensorsFile file, string message) =>
            Assert.Equal($"new safetensors file: {message}", Assert.Throws<InvalidDataException>(() => network.Load(file)).Message);
    }

    [Fact]
    public void A_damaged_state_of_a_generator_is_refused_and_nothing_changes()
    {
        Tree tree = Tree.OfAllKinds(), saved = Tree.OfAllKinds();
        saved.Parameters[0].Value.Span.Fill(1);
        var file = new SafetensorsFile();
        saved.Save(file);
        Array.Fill(file.Values<uint>("generator", [TorchGenerator.StateLength]), uint.MaxValue);
        string message = Assert.Throws<InvalidDataException>(() => tree.Load(file)).Message;
        Assert.StartsWith("new safetensors file: tensor generator: TorchGenerator: position 4294967295", message);
        Assert.Equal([0, 0], tree.Parameters[0].Value.Span);
    }

    [Fact]
    public void Values_are_copied_to_another_precision()
    {
        Network<float> single = New<float>();
        var twice = new Network<double>(ValueSource<double>.Zeros);
        single.CopyTo(twice);
        Assert.All(single.Tensors.Zip(twice.Tensors), pair =>
            Assert.Equal(pair.First.Value.Span.ToArray().Select(value => (double)value), pair.Second.Value.Span.ToArray()));
    }

    [Fact]
    public void Values_are_copied_only_to_a_module_of_the_same_make()
    {
        Network<float> network = New<float>();
        LinearLayer<float> layer = Layer(), withoutBias = Layer(hasBias: false);
        Refused("first.scale (4,) where the other has weights (2, 3)", () => network.CopyTo(layer));
        Refused("bias (3,) where the other has nothing", () => layer.CopyTo(withoutBias));
        Refused("nothing where the other has bias (3,)", () => withoutBias.CopyTo(layer));
        Refused("bias (3,) where the other has nothing", () => layer.CopyForThread(values => new LinearLayer<float>(2, 3, values, hasBias: false)));

        static void Refused(string difference, Action copy) =>
            Assert.Equal($"Module: one has {difference}", Assert.Throws<ArgumentException>(copy).Message);
    }

    [Fact]
    public void A_copy_for_another_thread_shares_values_and_buffers_and_not_gradients()
    {
        Network<float> network = New<float>();
        Network<float> copy = network.CopyForThread(values => new Network<float>(values));
        Assert.All(network.Tensors.Zip(copy.Tensors), pair => Assert.Same(pair.First.Value, pair.Second.Value));
        Assert.All(network.Parameters.Zip(copy.Parameters), pair => Assert.NotSame(pair.First.Gradient, pair.Second.Gradient));
    }

    [Fact]
    public void A_copy_that_would_not_share_is_refused() => Assert.Contains(
        "gain cannot be shared",
        Assert.Throws<ArgumentException>(() => new Unshared().CopyForThread(_ => new Unshared())).Message);

    [Fact]
    public void Rows_are_independent_unless_a_part_says_otherwise()
    {
        Assert.True(Layer().RowsAreIndependent);
        Assert.False(New<float>().RowsAreIndependent);
    }

    [Theory]
    [InlineData("", "is not empty")]
    [InlineData("a.b", "a dot")]
    [InlineData("parameter", "already")]
    [InlineData("buffer", "already")]
    [InlineData("generator", "already")]
    [InlineData("layer", "already")]
    [InlineData("dropout", "already")] // its generator's name begins so
    public void Whatever_is_added_needs_a_name_of_its_own_without_a_dot(string name, string fault) => Assert.All(
        Tree.Additions, add => Assert.Contains(fault, Assert.Throws<ArgumentException>(() => add(Tree.OfAllKinds(), name)).Message));

    [Fact]
    public void A_part_of_one_module_is_not_added_to_another()
    {
        LinearLayer<float> layer = Layer();
        new Tree().AddPublic("a", layer);
        Assert.Contains("part of a module already", Assert.Throws<ArgumentException>(() => new Tree().AddPublic("b", layer)).Message);
    }

    [Fact]
    public void A_part_is_complete_when_it_is_added()
    {
        Tree tree = new(), part = new();
        tree.AddPublic("part", part);
        Assert.All(Tree.Additions, add => Assert.Throws<InvalidOperationException>(() => add(part, "late")));
    }

    private static LinearLayer<float> Layer(bool hasBias = true) => new(2, 3, new TorchGenerator(1), hasBias);

    private sealed class Network<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Network(ValueSource<T> values)
        {
            Add("first", new BatchNorm<T>(4, values));
            Add("second", new Block<T>(values));
        }
    }

    private sealed class Block<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Block(ValueSource<T> values)
        {
            Add("inner", new LinearLayer<T>(4, 3, values));
            Add("gain", values.Next([3], Initial.Ones));
        }
    }

    private sealed class Unshared : Module<float>
    {
        public Unshared() => Add("gain", new Tensor<float>([3]));
    }

    private sealed class Tree : Module<float>
    {
        // All that can be added to a module.
        public static IEnumerable<Action<Tree, string>> Additions =>
        [
            (tree, name) => tree.Add(name, new Tensor<float>([2])),
            (tree, name) => tree.AddBuffer(name, new Tensor<float>([3])),
            (tree, name) => tree.Add(name, new TorchGenerator(1)),
            (tree, name) => tree.Add(name, Layer()),
        ];

        public static Tree OfAllKinds()
        {
            var tree = new Tree();
            string[] names = ["parameter", "buffer", "generator", "layer"];
            foreach ((Action<Tree, string> add, string name) in Additions.Zip(names)) add(tree, name);
            tree.AddPublic("dropout", new DropoutLayer<float>(0.5, new TorchGenerator(1)));
            return tree;
        }

        public void AddPublic(string name, Module<float> child) => Add(name, child);
    }
}
