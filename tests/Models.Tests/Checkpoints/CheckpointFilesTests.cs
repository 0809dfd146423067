using Makemore.Tensors;

namespace Makemore.Models.Tests.Checkpoints;

/// <summary>Nothing that is better or belongs to something else is lost to a new checkpoint.</summary>
public sealed class CheckpointFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;
    private readonly List<string> said = [];
    private readonly CheckpointFiles files;

    public CheckpointFilesTests() => files = Files();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CheckpointFiles Files() => new(folder, ModelKinds.Neural, said.Add);

    private string[] Present => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    // A model with a seed of its own, so that files can be told apart.
    private static Checkpoint Model(
        double? loss, double? validation = null, string names = "1", int? steps = 0, string seed = "1", ILanguageModel? model = null)
    {
        var checkpoint = new Checkpoint(model ?? new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(ulong.Parse(seed))))
        {
            Training = { ["names_sha256"] = names, ["seed"] = seed },
        };
        if (steps is { } taken) checkpoint.Training["steps"] = $"{taken}";
        if (loss is { } value) checkpoint.Training["loss"] = $"{value}";
        if (validation is { } other) checkpoint.Training["validation_loss"] = $"{other}";
        return checkpoint;
    }

    private string Loss(string file) => Checkpoint.Load(Path.Combine(folder, file)).Training["loss"];

    [Fact]
    public void A_better_or_equal_model_takes_the_place_of_a_worse_one()
    {
        files.SaveFinished(Model(2.5));
        files.SaveFinished(Model(2.4));
        files.SaveFinished(Model(2.4));
        files.SaveFinished(Model(2.6, validation: 2.2)); // one has no validation loss
        Assert.Equal(["neural.kept.safetensors", "neural.safetensors"], Present);
        files.SaveFinished(Model(2.7, validation: 2.1)); // on what was held back it is better
        Assert.Equal(["neural.kept.safetensors", "neural.safetensors"], Present);
        Assert.Equal("2.7", Loss("neural.safetensors"));
        Assert.Single(said);
    }

    [Fact]
    public void A_better_model_is_kept_beside_a_worse_one()
    {
        files.SaveFinished(Model(2.1));
        files.SaveFinished(Model(3));
        files.SaveFinished(Model(4));
        Assert.Equal(["neural.kept-2.safetensors", "neural.kept.safetensors", "neural.safetensors"], Present);
        Assert.Equal(["2.1", "3", "4"], new[] { "neural.kept.safetensors", "neural.kept-2.safetensors", "neural.safetensors" }.Select(Loss));
        Assert.EndsWith(
            $"neural.safetensors is better (loss 2.1000 against 3.0000); it is kept as {Path.Combine(folder, "neural.kept.safetensors")}", said[0]);
    }

    [Fact]
    public void A_model_of_other_names_and_what_is_no_checkpoint_are_kept()
    {
        files.SaveFinished(Model(2.1, names: "1"));
        files.SaveFinished(Model(1.5, names: "2"));
        Assert.Contains("was trained on other names", said.Single());
        files.SaveFinished(Model(null, names: "2"));
        Assert.Contains("does not say how good it is", said[1]);
        File.WriteAllText(files.Finished, "a diary");
        files.SaveFinished(Model(1.5));
        Assert.Contains("is not a checkpoint that we can read", said[2]);
        Assert.Equal("a diary", File.ReadAllText(Path.Combine(folder, "neural.kept-3.safetensors")));
    }

    [Fact]
    public void A_run_replaces_its_own_earlier_part_and_goes_at_its_end()
    {
        files.SaveUnfinished(Model(null, steps: 10));
        Files().SaveUnfinished(Model(null, steps: 10));
        files.SaveUnfinished(Model(null, steps: 20));
        Assert.Equal(["neural.unfinished.safetensors"], Present);
        files.SaveFinished(Model(2.4, steps: 30));
        Assert.Equal(["neural.safetensors"], Present);
        Assert.Empty(said);
    }

    [Theory]
    [InlineData(30, "1")] // further
    [InlineData(10, "2")] // of another seed
    public void A_run_that_is_further_or_another_stays_where_it_is(int steps, string seed)
    {
        Files().SaveUnfinished(Model(null, steps: steps, seed: seed));
        files.SaveUnfinished(Model(null, steps: 20));
        files.SaveUnfinished(Model(null, steps: 40));
        Assert.Equal(["neural.unfinished-2.safetensors", "neural.unfinished.safetensors"], Present);
        Assert.EndsWith("neural.unfinished-2.safetensors", files.Unfinished);
        Assert.Equal($"{steps}", Checkpoint.Load(Path.Combine(folder, "neural.unfinished.safetensors")).Training["steps"]);
        files.SaveFinished(Model(2.4, steps: 50));
        Assert.Equal(["neural.safetensors", "neural.unfinished.safetensors"], Present);
        Assert.Empty(said);
    }

    [Fact]
    public void A_run_of_somebody_else_stays_when_a_model_is_finished()
    {
        Files().SaveUnfinished(Model(null, steps: 10));
        files.SaveFinished(Model(2.4));
        Assert.Equal(["neural.safetensors", "neural.unfinished.safetensors"], Present);
    }

    [Fact]
    public void A_run_that_goes_on_from_a_file_owns_it()
    {
        Files().SaveUnfinished(Model(null, steps: 40, seed: "2"));
        files.GoOn(Checkpoint.Load(files.Unfinished));
        files.SaveUnfinished(Model(null, steps: 20));
        Assert.Equal(["neural.unfinished.safetensors"], Present);
        files.SaveFinished(Model(2.4, steps: 50));
        Assert.Equal(["neural.safetensors"], Present);
    }

    [Fact]
    public void A_file_of_another_name_or_folder_does_not_become_the_runs_own()
    {
        string other = Path.Combine(folder, "other"), elsewhere = Path.Combine(other, "neural.unfinished.safetensors");
        Directory.CreateDirectory(other);
        Model(null, steps: 10).Save(elsewhere);
        files.GoOn(Checkpoint.Load(elsewhere));
        Assert.Equal(Path.Combine(folder, "neural.unfinished.safetensors"), files.Unfinished);

        Model(null, steps: 10).Save(Path.Combine(folder, "mine.safetensors"));
        files.GoOn(Checkpoint.Load(Path.Combine(folder, "mine.safetensors")));
        Assert.Equal(Path.Combine(folder, "neural.unfinished.safetensors"), files.Unfinished);
    }

    [Fact]
    public void A_finished_run_owns_no_file_any_more()
    {
        files.SaveUnfinished(Model(null, steps: 10));
        files.SaveFinished(Model(2.4, steps: 30));
        Files().SaveUnfinished(Model(null, steps: 10, seed: "2"));
        files.SaveUnfinished(Model(null, steps: 10, seed: "3"));
        Assert.Equal(["neural.safetensors", "neural.unfinished-2.safetensors", "neural.unfinished.safetensors"], Present);
    }

    [Fact]
    public void Losses_do_not_make_a_run_another_one()
    {
        Files().SaveUnfinished(Model(2.5, validation: 2.6, steps: 10));
        files.SaveUnfinished(Model(2.4, validation: 2.5, steps: 20));
        Assert.Equal(["neural.unfinished.safetensors"], Present);
        Assert.Equal("2.4", Loss("neural.unfinished.safetensors"));
    }

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(0, null, true)]
    [InlineData(1, null, false)]
    public void A_run_that_does_not_say_its_steps_is_at_its_beginning(int? there, int? now, bool isReplaced)
    {
        Files().SaveUnfinished(Model(null, steps: there));
        files.SaveUnfinished(Model(null, steps: now));
        Assert.Equal(isReplaced ? 1 : 2, Present.Length);
    }

    /// <summary>The letters and hidden size of an earlier run, and whether one of "abc" and 4 takes its place.</summary>
    public static TheoryData<string, int, bool> Makes => new()
    {
        { "abc", 4, true },
        { "abc", 5, false },
        { "abd", 4, false },
    };

    [Theory]
    [MemberData(nameof(Makes))]
    public void Only_a_run_of_the_same_letters_and_sizes_is_replaced(string letters, int hidden, bool isReplaced)
    {
        NewFiles().SaveUnfinished(Model(null, steps: 10, model: Perceptron(letters, hidden)));
        NewFiles().SaveUnfinished(Model(null, steps: 20, model: Perceptron("abc", 4)));
        Assert.Equal(isReplaced ? 1 : 2, Present.Length);

        CheckpointFiles NewFiles() => new(folder, ModelKinds.Perceptron, said.Add);
    }

    [Fact]
    public void A_finished_model_takes_the_place_of_a_worse_one_of_other_sizes_but_of_the_same_kind_and_letters()
    {
        var mlp = new CheckpointFiles(folder, ModelKinds.Perceptron, said.Add);
        mlp.SaveFinished(Model(2.5, model: Perceptron("abc", 4)));
        mlp.SaveFinished(Model(2.4, model: Perceptron("abc", 5)));
        Assert.Equal(["mlp.safetensors"], Present);
        mlp.SaveFinished(Model(2.3, model: Perceptron("abd", 5)));
        mlp.SaveFinished(Model(2.2, model: new NeuralBigram<float>(Vocabulary.FromLetters("abd"), new TorchGenerator(1))));
        Assert.Equal(["mlp.kept-2.safetensors", "mlp.kept.safetensors", "mlp.safetensors"], Present);
        Assert.All(said, message => Assert.Contains("was trained on other names", message));
    }

    private static MultilayerPerceptron<float> Perceptron(string letters, int hidden) =>
        new(Vocabulary.FromLetters(letters), new MultilayerPerceptronSizes(Block: 3, Embedding: 2, hidden), new TorchGenerator(1));
}
