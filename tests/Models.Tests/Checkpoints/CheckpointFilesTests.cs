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
    private static Checkpoint Model(double? loss, double? validation = null, string names = "1", int steps = 0, string seed = "1")
    {
        var checkpoint = new Checkpoint(new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(ulong.Parse(seed))))
        {
            Training = { ["names_sha256"] = names, ["steps"] = $"{steps}", ["seed"] = seed },
        };
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
}
