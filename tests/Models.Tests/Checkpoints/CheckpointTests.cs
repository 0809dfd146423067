using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Kinds => ["counts", "neural", "mlp"];

    private static ILanguageModel Model(string kind)
    {
        Vocabulary letters = Vocabulary.FromNames(SmallNames.All);
        var generator = new TorchGenerator(1);
        return kind switch
        {
            "counts" => CountingBigram.Train(new DistinctContexts(new Examples(SmallNames.All, letters, 1)), smoothing: 0.5),
            "neural" => new NeuralBigram<float>(letters, generator),
            _ => new MultilayerPerceptron<float>(letters, new MultilayerPerceptronSizes(4, 3, 7), generator),
        };
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_model_comes_back_as_it_was(string kind)
    {
        ILanguageModel model = Model(kind);
        new Checkpoint(model)
        {
            Training = { ["seed"] = "9", ["input"] = "names \"quoted\" ü.csv" },
        }.Save(File);

        Checkpoint back = Checkpoint.Load(File);
        Assert.Equal(
            (model.Kind, model.BlockSize, model.ParameterCount),
            (back.Model.Kind, back.Model.BlockSize, back.Model.ParameterCount));
        Assert.Equal(model.Vocabulary.Letters, back.Model.Vocabulary.Letters);
        Assert.Equal("names \"quoted\" ü.csv", back.Training["input"]);
        Assert.Equal([.. Evaluation.Score(model, SmallNames.All)], Evaluation.Score(back.Model, SmallNames.All).ToArray());
    }

    [Fact]
    public void Files_that_are_not_ours_are_named_and_explained()
    {
        void Refused(string because) => Assert.Contains(because, Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);

        Refused("there is no such file");
        System.IO.File.WriteAllText(File, "hello");
        Refused("model.safetensors");
        new SafetensorsFile().Write(File);
        Refused("not one of ours");

        new Checkpoint(Model("mlp")).Save(File);
        SafetensorsFile damaged = SafetensorsFile.Read(File);
        damaged.Metadata["hidden_size"] = "8";
        damaged.Write(File);
        Refused("hidden.weights is F32 (12, 7), and F32 (12, 8) was expected");
        damaged.Metadata["hidden_size"] = "many";
        damaged.Write(File);
        Refused("\"hidden_size\"");
        damaged.Metadata["model"] = "oracle";
        damaged.Write(File);
        Refused("\"oracle\"");
    }

    [Fact]
    public void An_option_that_a_file_does_not_know_yet_has_its_default()
    {
        var model = Model("mlp");
        new Checkpoint(model).Save(File);
        SafetensorsFile earlier = SafetensorsFile.Read(File);
        foreach (string option in new[] { "hidden_layers", "batch_norm", "init" }) Assert.True(earlier.Metadata.Remove(option));
        earlier.Write(File);
        Assert.Equal([.. Evaluation.Score(model, SmallNames.All)], Evaluation.Score(Checkpoint.Load(File).Model, SmallNames.All).ToArray());
        earlier.Metadata["init"] = "warm";
        earlier.Write(File);
        Assert.Contains(
            "\"init\" in its metadata must be one of normal, kaiming, and is 'warm'",
            Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);
    }

    [Theory]
    [InlineData("mlp", "hidden_size", "500000000")]
    [InlineData("mlp", "hidden_size", "2147483647")]
    [InlineData("mlp", "block_size", "1073741824")]
    [InlineData("mlp", "block_size", "2147483647")]
    [InlineData("mlp", "embedding_size", "2147483647")]
    [InlineData("neural", "letters", null)]
    [InlineData("counts", "letters", null)]
    public void A_small_file_cannot_make_a_large_model(string kind, string key, string? value)
    {
        new Checkpoint(Model(kind)).Save(File);
        SafetensorsFile lying = SafetensorsFile.Read(File);
        lying.Metadata[key] = value ?? string.Concat(Enumerable.Range(0x4e00, 20_000).Select(letter => (char)letter));
        lying.Write(File);
        string message = "";
        Assert.InRange(Allocation.Of(() => message = Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message), 0, 20_000_000);
        Assert.StartsWith(File, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 300);
    }

    // With n letters the model has (n + 1)² weights. Twice the numbers in the file may be asked for, and not one more.
    [Theory]
    [InlineData("abc", 8, "weights is F32 (8,), and F32 (4, 4) was expected")]
    [InlineData("abc", 7, "its metadata ask for a tensor of shape (4, 4), and it holds 7 numbers in all")]
    [InlineData("ab", 5, "weights is F32 (5,), and F32 (3, 3) was expected")]
    [InlineData("ab", 4, "its metadata ask for a tensor of shape (3, 3), and it holds 4 numbers in all")]
    public void A_model_may_have_twice_the_numbers_of_its_file(string letters, int numbers, string because)
    {
        var small = new SafetensorsFile
        {
            Metadata = { ["format"] = "makemore checkpoint 3", ["model"] = "neural", ["letters"] = letters },
        };
        small.Add("weights", [numbers], new float[numbers]);
        small.Write(File);
        Assert.Contains(because, Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused(float broken)
    {
        var model = (MultilayerPerceptron<float>)Model("mlp");
        model.Output.Weights.Value.Span[^1] = broken;
        new Checkpoint(model).Save(File);
        Assert.Equal(
            $"{File}: the tensor \"output.weights\" holds NaN or infinity, so the model knows nothing; train it again",
            Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);
    }

    [Fact]
    public void What_is_not_of_the_model_may_hold_NaN()
    {
        new Checkpoint(Model("mlp")).Save(File);
        SafetensorsFile file = SafetensorsFile.Read(File);
        file.Add("run.notes", [1], [float.NaN]);
        file.Write(File);
        Assert.Equal("mlp", Checkpoint.Load(File).Model.Kind.Name);
    }

    // block_size * embedding_size is 2^32, which is 0 in 32 bits.
    [Fact]
    public void Sizes_whose_product_wraps_around_are_refused()
    {
        new Checkpoint(Model("mlp")).Save(File);
        SafetensorsFile lying = SafetensorsFile.Read(File);
        lying.Metadata["block_size"] = "1073741824";
        lying.Metadata["embedding_size"] = "4";
        lying.Write(File);
        Assert.Contains("(1073741824, 4)", Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);
    }

    [Theory]
    [InlineData("neural", "W")]
    [InlineData("mlp", "C", "W1", "b1", "W2", "b2")]
    public void A_file_of_the_earlier_format_is_read(string kind, params string[] earlierNames)
    {
        ILanguageModel model = Model(kind);
        new Checkpoint(model).Save(File);
        SafetensorsFile now = SafetensorsFile.Read(File), earlier = new();
        foreach ((string key, string value) in now.Metadata) earlier.Metadata[key] = value;
        earlier.Metadata["format"] = "makemore checkpoint 1";
        Module<float> module = (Module<float>)model;
        foreach ((string name, NamedTensor<float> tensor) in earlierNames.Zip(module.Tensors))
            earlier.Add(name, tensor.Value.Shape, tensor.Value.Span.ToArray());
        earlier.Add("generator.minibatch", [TorchGenerator.StateLength], new TorchGenerator(9).SaveState());
        earlier.Write(File);

        Checkpoint back = Checkpoint.Load(File);
        Assert.Equal([.. Evaluation.Score(model, SmallNames.All)], Evaluation.Score(back.Model, SmallNames.All).ToArray());
    }

    [Fact]
    public void The_tensors_of_a_file_have_the_names_of_the_tree()
    {
        new Checkpoint(Model("mlp")).Save(File);
        Assert.Equal(
            ["embedding.table", "hidden.bias", "hidden.weights", "output.bias", "output.weights"],
            SafetensorsFile.Read(File).Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fingerprint_tells_lists_apart()
    {
        Assert.Equal(Checkpoint.Fingerprint(["anu", "ravi"]), Checkpoint.Fingerprint(["anu", "ravi"]));
        Assert.NotEqual(Checkpoint.Fingerprint(["anu", "ravi"]), Checkpoint.Fingerprint(["ravi", "anu"]));
        Assert.NotEqual(Checkpoint.Fingerprint(["anur", "avi"]), Checkpoint.Fingerprint(["anu", "ravi"]));
    }
}
