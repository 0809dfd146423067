namespace Makemore.Models;

/// <summary>
/// The files of a training in its folder: <see cref="Finished"/> is the trained model, and <see cref="Unfinished"/> is the run as long as
/// it is not at its end. A file that is better than what would take its place, or belongs to something else, is kept beside it.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="kind">The kind of model, which names the files.</param>
/// <param name="message">Is told what was kept, and where.</param>
public sealed class CheckpointFiles(string folder, ModelKind kind, Action<string> message)
{
    private const string Extension = ".safetensors";

    private bool unfinishedIsOurs;

    /// <summary>The trained model: "out/mlp.safetensors".</summary>
    public string Finished => Path.Combine(folder, kind.Name + Extension);

    /// <summary>The run that can go on: "out/mlp.unfinished.safetensors".</summary>
    public string Unfinished => Path.Combine(folder, $"{kind.Name}.unfinished{Extension}");

    /// <summary>Says that the run in <see cref="Unfinished"/>, if it was loaded from there, is the one that goes on.</summary>
    public void GoOn(Checkpoint from) =>
        unfinishedIsOurs = Path.GetFullPath(from.Path) == Path.GetFullPath(Unfinished);

    /// <summary>Saves a run that is not at its end.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveUnfinished(Checkpoint checkpoint)
    {
        if (!unfinishedIsOurs) Keep(Unfinished, existing => existing.IsEarlierPartOf(checkpoint) ? null : "is of another run");
        checkpoint.Save(Unfinished);
        unfinishedIsOurs = true;
    }

    /// <summary>Saves a trained model. Its run is at the end, so <see cref="Unfinished"/> is removed.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveFinished(Checkpoint checkpoint)
    {
        Keep(Finished, checkpoint.WhyNotToReplace);
        checkpoint.Save(Finished);
        if (unfinishedIsOurs) File.Delete(Unfinished);
        unfinishedIsOurs = false;
    }

    // Renames a file that is in the way, if there is a reason to keep it.
    private void Keep(string path, Func<Checkpoint, string?> reasonToKeep)
    {
        if (!File.Exists(path) || Reason() is not { } reason) return;
        string kept = Path.ChangeExtension(path, ".kept" + Extension);
        for (int number = 2; Path.Exists(kept); number++) kept = Path.ChangeExtension(path, $".kept-{number}{Extension}");
        File.Move(path, kept);
        message($"{path} {reason}; it is kept as {kept}");

        string? Reason()
        {
            try
            {
                return reasonToKeep(Checkpoint.Load(path));
            }
            catch (DataException)
            {
                return "is not a checkpoint that we can read";
            }
        }
    }
}
