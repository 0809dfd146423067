using Makemore.Modules;

namespace Makemore.Models.Tests.Checkpoints;

/// <summary>Checkpoints that are damaged, or lie, are refused. What is loaded can be used, and a run in it can go on.</summary>
public sealed class CheckpointBadInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;
    private readonly Dictionary<string, TrainingRun<float>> runs = [];

    private string File => Path.Combine(folder, "mutated.safetensors");

    public void Dispose()
    {
        foreach (TrainingRun<float> run in runs.Values) run.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_mutated_checkpoint_is_loaded_and_goes_on_or_is_refused() =>
        MutatedInputs.ForAll(usual: 3_000, new MutatedSafetensors(Corpus.Files("checkpoints")).Next, Load);

    private string? Load(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File, bytes);
        try
        {
            var checkpoint = Checkpoint.Load(File);
            ILanguageModel model = checkpoint.Model;
            Assert.InRange(model.ParameterCount, 1, bytes.Length);
            Assert.InRange(model.BlockSize, 1, bytes.Length);
            string name = string.Concat(model.Vocabulary.Letters.EnumerateRunes().Take(2));
            Assert.Single(Evaluation.Score(model, [name]));

            var plan = TrainingPlan.Of(checkpoint);
            if (plan.Schedule is not null) GoOn(checkpoint);
            return null;
        }
        catch (DataException exception)
        {
            return exception.Message.Replace(File, "file", StringComparison.Ordinal);
        }
    }

    private void GoOn(Checkpoint checkpoint)
    {
        string kind = checkpoint.Model.Kind.Name;
        if (!runs.TryGetValue(kind, out TrainingRun<float>? run)) runs.Add(kind, run = RunInTheCorpus(kind));
        run.Load(checkpoint);
        try
        {
            run.Run();
        }
        catch (DivergedException)
        {
            // The numbers in the file are as large as they like.
        }
    }

    // The run whose checkpoints the corpus has. The runs of mutated ones must fit its names and sizes, or are refused.
    private static TrainingRun<float> RunInTheCorpus(string kind)
    {
        NameRow[] rows = [.. new[] { "anu", "ravi", "uma", "om", "नि" }.Select((name, i) => new NameRow(name, i + 1))];
        string path = Path.Combine(Repository.Root.FullName, "tests", "Shared", "Corpus", "checkpoints", $"{kind}-3.safetensors");
        return TrainingRun.Of(TrainingPlan.Of(Checkpoint.Load(path)), NameList.Clean(rows, vocabulary: null), seed: 1);
    }
}
