using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Pages.Tests;

/// <summary>What a report says about names and models.</summary>
public sealed class TrainingReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_says_where_the_names_are_from_and_what_became_of_the_rows()
    {
        NameList names = Read("name\nanu\nravi\nanu\nmira\n2nd\n3rd\nana\nasha\n");
        Report report = TrainingReport.Of(names, [], [Model(names, seed: 1)], "again");
        Assert.Equal("counting bigram on few.csv", report.Title);
        Assert.Equal("What counting bigram learned from 5 names of few.csv, and the names made from it.", report.Lead);
        Assert.Equal(["file", "column", "names", "dropped", "dropped", "characters"], report.Facts.Select(fact => fact.Name));
        Assert.Equal(["few.csv", "name", "5 of 8 rows"], report.Facts.Take(3).Select(fact => fact.Value));
        IEnumerable<string> dropped = names.Dropped.Where(rows => rows.Count > 0).Select(rows => $"{rows}");
        Assert.Equal(dropped, report.Facts.Skip(3).SkipLast(1).Select(fact => fact.Value));
        Assert.Equal($"{names.Vocabulary}", report.Facts[^1].Value);
        Assert.Equal("again", report.Command);
        Assert.StartsWith("2 models on", TrainingReport.Of(names, [], [.. report.Models, .. report.Models], "again").Title);
    }

    [Fact]
    public void Chance_and_counting_come_first_each_once()
    {
        NameList names = Few();
        var model = new LossRow("model", 5, Losses.OfAll(2));
        LossRow counting = TrainingReport.Row(Experiment.Counts(names, smoothing: 1));
        LossRow chance = TrainingReport.Row(Experiment.Chance(names.Vocabulary));
        Assert.Equal([chance, counting, model], TrainingReport.Of(names, [model], [], "").Losses);
        Assert.Equal([chance, model, counting], TrainingReport.Of(names, [model, counting], [], "").Losses);
        Assert.Equal(("chance", 0, Math.Log(names.Vocabulary.Size)), (chance.Model, chance.Parameters, chance.Loss.All));
    }

    [Fact]
    public void More_pairs_than_fit_into_memory_are_not_counted()
    {
        Assert.True(TrainingFigures.CanCountPairs(With(letters: 4095)));
        NameList many = With(letters: 4096);
        Assert.False(TrainingFigures.CanCountPairs(many));
        Assert.Equal(["chance"], TrainingReport.Of(many, [], [], "").Losses.Select(row => row.Model));
    }

    [Fact]
    public void A_models_section_says_how_it_was_trained_and_which_of_its_names_are_new()
    {
        NameList names = Few();
        ModelReport model = Model(names, seed: 7);
        string[] facts =
        [
            "learned numbers: 9", "characters it looks back at: 1", "learning rate:steps: 0.1:12", "steps taken: 12", "examples a step: 32",
            "training, validation, test: 80/10/10", "split by: name", "equal names: keep", "seed: 7",
        ];
        Assert.Equal(facts, model.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));
        Assert.Equal(["counts-pairs", "counts-smoothed", "counts-probabilities"], Figures(names).Drawn.Select(figure => figure.Name));
        Assert.Equal(Figures(names).Drawn.Select(figure => figure.Figure.Title), model.Figures.Select(figure => figure.Title));

        Assert.Equal(Made(Counts(names).Model, seed: 7).Select(name => new Sample(name, !names.Names.Contains(name))), model.Samples);
        Assert.Contains(model.Samples, sample => sample.IsNew);
        Assert.Contains(model.Samples, sample => !sample.IsNew);

        Scores scores = Scores.Of(Evaluation.Score(Counts(names).Model, names.Names), 5);
        Assert.Equal(5, scores.Best.Count);
        Assert.Equal(scores.Best, model.Scores.Best);
        Assert.Equal(scores.Worst, model.Scores.Worst);
        Assert.Equal((names.Names.Count, "train again"), (model.Scores.Count, model.Command));
    }

    [Fact]
    public void It_is_written_as_a_page()
    {
        string path = TrainingReport.Write(SmallReport.Report, folder);
        Assert.Equal(Path.Combine(folder, "report.html"), path);
        Assert.Equal(ReportPage.Write(SmallReport.Report), File.ReadAllText(path));
    }

    private NameList Read(string text)
    {
        string path = Path.Combine(folder, "few.csv");
        File.WriteAllText(path, text);
        return NameList.Read(path, "name", null);
    }

    // Few letters, so that some of the names that are made are known.
    private static NameList Few()
    {
        string[] names = ["a", "b", "ab", "ba", "aa", "bb", "aba", "bab", "abb", "baa", "aab", "bba"];
        return NameList.Clean([.. names.Select((name, i) => new NameRow(name, i + 1))], vocabulary: null);
    }

    private static NameList With(int letters)
    {
        string all = string.Concat(Enumerable.Range(0x4E00, letters).Select(letter => (char)letter));
        return NameList.Clean([new NameRow(all[..1], 1)], Vocabulary.FromLetters(all));
    }

    private static Trained Counts(NameList names) => Experiment.Counts(names, smoothing: 1);

    private static TrainingFigures Figures(NameList names) => TrainingFigures.Of(Counts(names), names);

    private static string[] Made(ILanguageModel model, ulong seed) =>
        Experiment.Sample(model, seed, TrainingReport.SampleCount, new SamplingOptions { Multinomial = MultinomialKind.Mkl });

    private static ModelReport Model(NameList names, ulong seed)
    {
        var checkpoint = new Checkpoint(Counts(names).Model);
        (string Setting, string Value)[] settings =
        [
            (TrainingKeys.Seed, $"{seed}"), (TrainingKeys.Steps, "12"), (TrainingKeys.Schedule, "0.1:12"), (TrainingKeys.BatchSize, "32"),
            (TrainingKeys.Split, "80/10/10"), (TrainingKeys.SplitBy, "name"), (TrainingKeys.Duplicates, "keep"),
            (TrainingKeys.NamesHash, "not shown"),
        ];
        foreach ((string setting, string value) in settings) checkpoint.Training[setting] = value;
        return TrainingReport.Model(checkpoint, names, Figures(names), Made(checkpoint.Model, seed), "train again");
    }
}
