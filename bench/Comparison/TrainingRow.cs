namespace Makemore.Bench;

/// <summary>A training step of one of our models that libtorch takes too.</summary>
/// <param name="Row">Its name among <see cref="Rows"/>.</param>
/// <param name="Title">What it is called in the table.</param>
/// <param name="Target">How many times as fast as libtorch's ours is to be.</param>
/// <param name="Work">What it must compute.</param>
/// <param name="Ours">Makes the model, and a step of it.</param>
/// <param name="Theirs">The same on libtorch.</param>
internal sealed record TrainingRow(string Row, string Title, double Target, Work Work, Func<Action> Ours, Func<Action> Theirs)
{
    /// <summary>All of them. The plain MLP has tables with more columns.</summary>
    public static IEnumerable<TrainingRow> All(BenchmarkData data)
    {
        IReadOnlyList<string> names = data.Names;
        foreach ((NormalizedSize size, double target) in NormalizedSize.All)
            yield return new(
                size.IsWaveNet ? Rows.WaveNet : Rows.NormalizedPerceptron, $"{size}", target, Work.NormalizedStep(size),
                () => PlannedTraining.Step(names, size.Plan, rate: 0.1),
                () => new TorchNormalized(new TorchExamples(data.TrainOf(size.Block)), size).Step);

        foreach ((GptSize size, double target) in GptSize.All)
            yield return new(
                Rows.Gpt, $"GPT step, {size}", target, Work.GptStep(size, names),
                () => GptTraining.Step(names, size), () => new TorchGpt(names, size).Step);

        foreach ((TransformerSize size, double target) in TransformerSize.All)
            yield return new(
                Rows.Transformer, $"{size}", target, Work.TransformerStep(size.Sizes, size.Batch, names),
                () => PlannedTraining.Step(names, size.Plan, rate: 0.0005), () => new TorchTransformer(names, size).Step);

        foreach ((RecurrentSize size, double target) in RecurrentSize.All)
            yield return new(
                size.Plan.Kind.Name, $"{size}", target, Work.RecurrentStep(size, names),
                () => PlannedTraining.Step(names, size.Plan, rate: 0.0005), () => new TorchRecurrent(names, size).Step);
    }
}
