using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>
/// What a training saves, and what the user is told about it: where the run is while it goes on, and how to go on with one that did not
/// reach its end.
/// </summary>
internal sealed class TrainingFiles
{
    private readonly ModelKind kind;
    private readonly CheckpointFiles files;
    private string? lastSaved;

    /// <summary>The files in a folder. A run that did not end there is pointed out, unless it is the one that goes on.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">The kind of model, which names the files.</param>
    /// <param name="from">The checkpoint that the run goes on from; null if it begins anew.</param>
    public TrainingFiles(string folder, ModelKind kind, Checkpoint? from)
    {
        (this.kind, lastSaved) = (kind, from?.Path);
        files = new CheckpointFiles(folder, kind, Screen.Message);
        if (from is not null) files.GoOn(from);
        else if (File.Exists(files.Unfinished))
            Screen.Message($"{files.Unfinished} is a run that did not end; to go on with it: {Resumption(files.Unfinished)}");
    }

    /// <summary>Where the trained model is, or the run that was cut short.</summary>
    public string PathOf(Trained trained) => trained.WasCutShort ? files.Unfinished : files.Finished;

    /// <summary>The names of the files that are written, and of those in the folder that are written over.</summary>
    public static IEnumerable<string> Outputs(string folder, ModelKind kind, Checkpoint? from)
    {
        string model = $"{kind.Name}.safetensors";
        bool goesOnFromIt = from is not null && Path.GetFullPath(from.Path) == Path.GetFullPath(Path.Combine(folder, model));
        if (!goesOnFromIt) yield return model;
        yield return "report.html";
        if (!Directory.Exists(folder)) yield break;
        foreach (string figure in Directory.GetDirectories(folder, $"{kind.Name}-*.svg")) yield return Path.GetFileName(figure);
    }

    /// <summary>Throws, before the work begins, if the disk has no room for the checkpoints.</summary>
    /// <exception cref="IOException">It has no room.</exception>
    public void CheckRoom(TrainingPlan plan, NameList names)
    {
        // A checkpoint has the weights, up to two averages of an optimizer for each, and up to 10,000 points of a history. There are two of
        // them for a moment: an unfinished run goes only when the trained model is there.
        if (plan.Kind.Size?.Invoke(names.Vocabulary.Size, plan.Options) is { } size)
            AtomicFile.CheckWritable(files.Finished, (long)(2 * ((3 * sizeof(float) * size.Parameters) + 300_000)));
    }

    /// <summary>Saves a run that is not at its end.</summary>
    /// <param name="checkpoint">The run.</param>
    /// <param name="totalSteps">How many steps it has in all.</param>
    /// <param name="wasStopped">Whether it stops here. The user is then told how to go on.</param>
    public void SaveUnfinished(Checkpoint checkpoint, int totalSteps, bool wasStopped)
    {
        files.SaveUnfinished(checkpoint);
        lastSaved = files.Unfinished;
        if (wasStopped)
            Screen.Message(
                $"{kind.ShortTitle}: stopped after {checkpoint.Training[TrainingKeys.Steps]} of {totalSteps} steps; " +
                $"saved in {files.Unfinished}; to go on: {Resumption(files.Unfinished)}");
    }

    /// <summary>Saves a trained model. What it should not replace is kept beside it.</summary>
    public void SaveFinished(Checkpoint checkpoint) => files.SaveFinished(checkpoint);

    /// <summary>The same failure, and in its message what is left of the run, where, and what to do.</summary>
    public DivergedException Explain(DivergedException diverged)
    {
        if (lastSaved is null) return diverged;
        string other = $"{Resumption(lastSaved)} --schedule RATE:STEPS,...";
        return new DivergedException($"{diverged.Message}; " + diverged.PutBackTo switch
        {
            null => $"{lastSaved} is as it was: go on from an earlier checkpoint, or train again with a smaller learning rate",
            0 => $"nothing was learned, and the run can begin again: {other}",
            { } steps => $"what was learned in the first {steps:N0} steps is kept, and can go on: {other}",
        });
    }

    private static string Resumption(string path) => RepeatCommand.Of(["train", "--resume", path]);
}
