using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>A training run that can be stopped, saved in one file, and continued later.</summary>
public sealed class SavedRun
{
    private const string Generator = "generator";

    private readonly TorchGenerator generator;
    private readonly Trainer<float> trainer;
    private readonly RmsProp<float> optimizer;

    private SavedRun(MoonClassifier<float> model, TorchGenerator generator)
    {
        (Model, this.generator) = (model, generator);
        var batch = new MoonBatch<float>(model, size: 32, generator);
        optimizer = new RmsProp<float>(batch.Parameters);
        trainer = new Trainer<float>(batch, optimizer);
    }

    public MoonClassifier<float> Model { get; }

    public static SavedRun Begin(ulong seed) => new(new MoonClassifier<float>(new TorchGenerator(seed)), new TorchGenerator(seed));

    /// <summary>Takes some steps, and returns the loss of each.</summary>
    public double[] Go(int steps) => [.. Enumerable.Range(0, steps).Select(_ => trainer.Step(0.01))];

    public void Save(string path)
    {
        var file = new SafetensorsFile();
        Model.Save(file);
        optimizer.Save(file);
        file.Add(Generator, [TorchGenerator.StateLength], generator.SaveState());
        file.Write(path);
    }

    public static SavedRun Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        var model = new MoonClassifier<float>(ValueSource<float>.Zeros);
        model.Load(file, name => name == Generator || name.StartsWith("optimizer.", StringComparison.Ordinal) ? null : name);
        var run = new SavedRun(model, TorchGenerator.FromState(file.Values<uint>(Generator, [TorchGenerator.StateLength])));
        run.optimizer.Load(file);
        return run;
    }
}
