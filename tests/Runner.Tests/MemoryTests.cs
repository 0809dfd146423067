using System.Diagnostics;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>The memory that a training is said to need is what it takes, so that neither too little nor too much is refused.</summary>
public sealed class MemoryTests : IDisposable
{
    // What the program takes without a model.
    private const double Itself = 75e6;

    public const string EstimatesSession = "memory";

    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    /// <summary>Mostly pictures, mostly parameters, and a large batch.</summary>
    [Theory]
    [InlineData(10_000, 10, 32)]
    [InlineData(4_000, 200, 32)]
    [InlineData(2_000, 2, 20_000)]
    public void The_estimate_is_within_a_factor_of_one_and_a_half_of_the_peak(int hidden, int embedding, int batch) =>
        Check(ModelKinds.Perceptron, new MultilayerPerceptronSizes(Block: 3, embedding, hidden).ToOptions(), batch, factor: 1.5);

    /// <summary>Its graphs come and go, and the runtime chooses when to give their memory back: peaks of 260 and of 450 MB were seen.</summary>
    [Fact]
    public void It_is_within_a_factor_of_two_for_a_model_that_is_given_whole_names() =>
        Check(ModelKinds.Gpt, ModelKinds.GptOptions.Of(new GptSizes(Layers: 2, Width: 64, Heads: 4, Block: 16)), batch: 100, factor: 2);

    [Theory]
    [InlineData(CellKind.Rnn)]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void It_is_within_a_factor_of_two_for_a_recurrent_model(CellKind cell)
    {
        var sizes = new RecurrentSizes(cell, Width: 256, Embedding: 64, Block: 16);
        Check(new Recurrent<float>(Vocabulary.English, sizes, ValueSource<float>.Zeros).Kind, sizes.ToOptions(), batch: 100, factor: 2);
    }

    /// <summary>The factor hides small mistakes in the formula. So what it says of some plans is also held to approved numbers.</summary>
    [Fact]
    public void The_estimates_are_as_approved()
    {
        NameList few = NameList.Read(NameOptions.Shipped, "Name", Vocabulary.English);
        OptionValues small = new MultilayerPerceptronSizes(Block: 1, Embedding: 2, Hidden: 3).ToOptions();
        OptionValues large = new MultilayerPerceptronSizes(Block: 8, Embedding: 10, Hidden: 200).ToOptions();
        var plans = new (string Name, TrainingPlan Plan)[]
        {
            ("counts", new TrainingPlan(ModelKinds.Counts)),
            ("neural", new TrainingPlan(ModelKinds.Neural)),
            ("mlp, its contexts fewer than the names' letters", new TrainingPlan(ModelKinds.Perceptron) { Options = small, Threads = 2 }),
            ("mlp, a large batch", new TrainingPlan(ModelKinds.Perceptron) { Options = large, BatchSize = 20_000, Threads = 2 }),
            ("mlp, a large batch, 3 threads", new TrainingPlan(ModelKinds.Perceptron) { Options = large, BatchSize = 20_000, Threads = 3 }),
            ("gpt", new TrainingPlan(ModelKinds.Gpt) { Threads = 1 }),
            ("gpt, one name a step", new TrainingPlan(ModelKinds.Gpt) { Threads = 1, BatchSize = 1 }),
            ("lstm", new TrainingPlan(ModelKinds.Lstm) { Threads = 1 }),
            ("gpt, more threads than names", new TrainingPlan(ModelKinds.Gpt) { Threads = 1000 }),
        };
        Session.IsAsApproved(
            EstimatesSession,
            string.Concat(plans.Select(one => FormattableString.Invariant($"{PlanOptions.Needed(one.Plan, few):N0} bytes  {one.Name}\n"))));
    }

    private void Check(ModelKind kind, OptionValues options, int batch, double factor)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is read in /proc");
        Process training = program.Start(
        [
            "train", kind.Name, "--schedule", "0.01:3", "--batch-size", $"{batch}", "--threads", "1",
            .. kind.Options.Where(option => !option.IsFlag).SelectMany(option => new[] { $"--{option.Name}", option.TextOf(options[option]) }),
        ]);
        long peak = 0;
        while (!training.HasExited)
        {
            peak = Math.Max(peak, BadInputProcessTests.PeakBytesOf(training));
            Thread.Sleep(2);
        }

        Assert.Equal(0, Program.Finish(training).ExitCode);
        var plan = new TrainingPlan(kind) { Options = options, BatchSize = batch, Threads = 1 };
        double estimate = Itself + PlanOptions.Needed(plan, NameList.Read(NameOptions.Shipped, "Name", Vocabulary.English));
        Assert.InRange(estimate / peak, 1 / factor, factor);
    }
}
