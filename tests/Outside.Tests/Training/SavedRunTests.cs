using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>What is saved by name comes back: the network, and with it the whole run.</summary>
public sealed class SavedRunTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("makemore-outside-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void A_file_holds_parameters_buffers_and_the_optimizers_state_under_their_names_in_the_tree()
    {
        string[] names =
        [
            "hidden.weights", "norm.scale", "norm.shift", "norm.running_mean", "norm.running_variance", "output.weights", "output.bias",
            "optimizer.steps",
            "optimizer.square.hidden.weights", "optimizer.square.norm.scale", "optimizer.square.norm.shift",
            "optimizer.square.output.weights", "optimizer.square.output.bias",
            "generator.minibatch",
            "run.steps", "run.history.steps", "run.history.losses", "run.history.validation", "run.updates.steps", "run.updates.ratios",
        ];
        string path = Saved(SavedRun.Begin(seed: 1));
        Assert.Equal(names.Order(), SafetensorsFile.Read(path).Entries.Select(entry => entry.Name).Order());
    }

    [Fact]
    public void A_loaded_network_gives_the_same_outputs()
    {
        SavedRun run = SavedRun.Begin(seed: 1);
        run.Go(steps: 20);
        float[] outputs = Outputs(run);
        Assert.Equal(outputs, Outputs(SavedRun.Load(Saved(run))));
        Assert.NotEqual(outputs, Outputs(SavedRun.Begin(seed: 1)));
    }

    [Fact]
    public void A_loaded_run_goes_on_bit_for_bit_as_if_it_had_never_stopped()
    {
        SavedRun whole = SavedRun.Begin(seed: 1), stopped = SavedRun.Begin(seed: 1);
        double[] losses = whole.Go(steps: 50);

        stopped.Go(steps: 20);
        SavedRun resumed = SavedRun.Load(Saved(stopped));
        Assert.Equal(losses[20..], resumed.Go(steps: 30));
        foreach ((NamedTensor<float> expected, NamedTensor<float> actual) in whole.Model.Tensors.Zip(resumed.Model.Tensors))
            Assert.Equal(expected.Value.Span.ToArray(), actual.Value.Span.ToArray());
    }

    // In inference, so through the running statistics too.
    private static float[] Outputs(SavedRun run)
    {
        var points = new Constant<float>(Tensor<float>.RandomNormal(new TorchGenerator(3), [10, 2]));
        return run.Model.Forward(points, Mode.Inference).Value.Span.ToArray();
    }

    private string Saved(SavedRun run)
    {
        string path = Path.Combine(directory.FullName, "run.safetensors");
        run.Save(path);
        return path;
    }
}
