namespace Makemore.Models;

/// <summary>
/// The files of a training in its folder: <see cref="Finished"/> is the trained model, and <see cref="Unfinished"/> is the run as long as
/// it is not at its end. A model that is better than the new one, or belongs to something else, is kept beside it, and so is another run.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="kind">The kind of model, which names the files.</param>
/// <param name="message">Is told what was kept, and where.</param>
public sealed class CheckpointFiles(string folder, ModelKind kind, Action<string> message)
{
    private const string Extension = ".safetensors";

    private string? ours; // the file of the run that goes on, once there is one

    /// <summary>The trained model: "out/mlp.safetensors".</summary>
    public string Finished => Path.Combine(folder, kind.Name + Extension);

    /// <summary>The run that can go on: "out/mlp.unfinished.safetensors", or "-2" and so on if that is another one's.</summary>
    public string Unfinished => ours ?? NumberedUnfinished(1);

    /// <summary>Says that a run goes on. If it was loaded from this folder, its file is written again, and removed at the end.</summary>
    public void GoOn(Checkpoint from)
    {
        bool isHere = Path.GetFullPath(folder) == Path.GetDirectoryName(Path.GetFullPath(from.Path));
        if (isHere && Path.GetFileName(from.Path).StartsWith($"{kind.Name}.unfinished", StringComparison.Ordinal)) ours = from.Path;
    }

    /// <summary>Saves a run that is not at its end.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveUnfinished(Checkpoint checkpoint)
    {
        ours ??= Enumerable.Range(1, int.MaxValue).Select(NumberedUnfinished).First(IsFree);
        checkpoint.Save(ours);

        bool IsFree(string path) => !Path.Exists(path) || Read(path)?.IsEarlierPartOf(checkpoint) == true;
    }

    /// <summary>Saves a trained model. Its run is at the end, so <see cref="Unfinished"/> is removed.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveFinished(Checkpoint checkpoint)
    {
        KeepFinished(checkpoint);
        checkpoint.Save(Finished);
        if (ours is not null) File.Delete(ours);
        ours = null;
    }

    // Renames a model that is in the way, if there is a reason to keep it.
    private void KeepFinished(Checkpoint checkpoint)
    {
        if (!File.Exists(Finished)) return;
        string? reason = Read(Finished) is { } existing ? checkpoint.WhyNotToReplace(existing) : "is not a checkpoint that we can read";
        if (reason is null) return;
        string kept = Path.Combine(folder, $"{kind.Name}.kept{Extension}");
        for (int number = 2; Path.Exists(kept); number++) kept = Path.Combine(folder, $"{kind.Name}.kept-{number}{Extension}");
        File.Move(Finished, kept);
        message($"{Finished} {reason}; it is kept as {kept}");
    }

    private string NumberedUnfinished(int number) =>
        Path.Combine(folder, $"{kind.Name}.unfinished{(number == 1 ? "" : $"-{number}")}{Extension}");

    private static Checkpoint? Read(string path)
    {
        try
        {
            return Checkpoint.Load(path);
        }
        catch (DataException)
        {
            return null;
        }
    }
}
