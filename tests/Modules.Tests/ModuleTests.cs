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
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => network.Load(file)).Message);
    }

    [Fact]
    public void Values_are_copied_to_another_precision()
    {
        Network<float> single = New<float>();
        var twice = new Network<double>(ValueSource<double>.Zeros);
        single.CopyTo(twice);
        Assert.All(single.Tensors.Zip(twice.Tensors), pair =>
            Assert.Equal(pair.First.Value.Span.ToArray().Select(value => (double)value), pair.Second.Value.Span.ToArray()));
        Assert.Contains(
            "first.scale (4,) where the other has weights (4, 3)",
            Assert.Throws<ArgumentException>(() => single.CopyTo(new LinearLayer<double>(4, 3, new TorchGenerator(1)))).Message);
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
        Assert.True(new LinearLayer<float>(2, 3, new TorchGenerator(1)).RowsAreIndependent);
        Assert.False(New<float>().RowsAreIndependent);
    }

    [Fact]
    public void A_tree_that_is_none_is_refused()
    {
        var layer = new LinearLayer<float>(2, 3, new TorchGenerator(1));
        Assert.Contains("a dot", Refusal(tree => tree.AddPublic("a.b", layer)));
        Assert.Contains("not empty", Refusal(tree => tree.AddPublic("", layer)));
        Assert.Contains("already", Refusal(tree =>
        {
            tree.AddPublic("a", layer);
            tree.AddPublic("a", new LinearLayer<float>(2, 3, new TorchGenerator(1)));
        }));
        Assert.Contains("part of a module already", Refusal(tree => tree.AddPublic("b", layer)));

        static string Refusal(Action<Tree> grow) => Assert.Throws<ArgumentException>(() => grow(new Tree())).Message;
    }

    [Fact]
    public void A_part_is_complete_when_it_is_added()
    {
        Tree tree = new(), part = new();
        tree.AddPublic("part", part);
        Assert.Throws<InvalidOperationException>(() => part.AddPublic("late", new LinearLayer<float>(2, 3, new TorchGenerator(1))));
    }

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
        public void AddPublic(string name, Module<float> child) => Add(name, child);
    }
}
