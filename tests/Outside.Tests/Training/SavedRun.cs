using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>A training run that can be stopped, saved in one file, and continued later.</summary>
public sealed class SavedRun
{
    private readonly Trainer<float> trainer;
    private readonly TrainingState<float> state;
    private int steps;

    private SavedRun(ulong seed)
    {
        var generator = new TorchGenerator(seed);
        Model = new MoonClassifier<float>(new TorchGenerator(seed));
        var batch = new MoonBatch<float>(Model, size: 32, generator);
        var optimizer = new RmsProp<float>(batch.Parameters);
        trainer = new Trainer<float>(batch, optimizer);
        state = new TrainingState<float>(Model, optimizer, generator);
    }

    public MoonClassifier<float> Model { get; }

    public static SavedRun Begin(ulong seed) => new(seed);

    /// <summary>Takes some steps, and returns the loss of each.</summary>
    public double[] Go(int steps)
    {
        this.steps += steps;
        return [.. Enumerable.Range(0, steps).Select(_ => trainer.Step(0.01))];
    }

    public void Save(string path)
    {
        var file = new SafetensorsFile();
        state.Save(file, new TrainingResult(steps, []));
        file.Write(path);
    }

    public static SavedRun Load(string path)
    {
        SavedRun run = Begin(seed: 0);
        run.steps = run.state.Load(SafetensorsFile.Read(path)).Steps;
        return run;
    }
}
