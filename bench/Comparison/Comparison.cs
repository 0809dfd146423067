using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The two tables: with every example computed on both sides, and with equal contexts computed once.</summary>
internal sealed class Comparison
{
    private readonly BenchmarkData data;
    private readonly DistinctContexts distinctTrain, distinctPairs;
    private readonly TorchExamples? torchTrain, torchPairs; // null if there is no libtorch
    private readonly HardwareLimits limits;
    private readonly Pace pace;
    private readonly int threads;

    public Comparison(BenchmarkData data, HardwareLimits limits, Pace pace, int threads, bool hasLibtorch)
    {
        (this.data, this.limits, this.pace, this.threads) = (data, limits, pace, threads);
        (distinctTrain, distinctPairs) = (new DistinctContexts(data.Train), new DistinctContexts(data.Pairs));
        if (!hasLibtorch) return;
        (torchTrain, torchPairs) = (new TorchExamples(data.Train, distinctTrain), new TorchExamples(data.Pairs, distinctPairs));
    }

    /// <summary>The same work on both sides.</summary>
    public void OneByOne()
    {
        var table = new MarkdownTable(44, "work", "ours", "libtorch", "ratio", "median ratio", "lower bound", "share reached", "target");
        foreach ((PerceptronSize size, double target) in PerceptronSize.All.Zip([17, 8, 3.5, 3.5]))
        {
            using var ours = new PerceptronTraining(data.Train, size, threads);
            Add($"MLP step {size}", Work.PerceptronStep(size.Batch, size.Embedding, size.Hidden), target,
                ours.Step, torchTrain is null ? null : new TorchPerceptron(torchTrain, size).Step);
        }

        foreach ((GptSize size, double target) in GptSize.All)
            Add($"GPT step, {size}", Work.GptStep(size, data.Names), target,
                GptTraining.Step(data.Names, size), torchTrain is null ? null : new TorchGpt(data.Names, size).Step);

        foreach ((RecurrentSize size, double target) in RecurrentSize.All)
            Add($"{size}", Work.RecurrentStep(size, data.Names), target,
                RecurrentTraining.Step(data.Names, size), torchTrain is null ? null : new TorchRecurrent(data.Names, size).Step);

        using var bigram = new BigramEpoch(data.Pairs, threads);
        Add($"bigram epoch, {data.Pairs.Count:N0} examples", Work.BigramEpoch(data.Pairs.Count), target: 8,
            bigram.Run, torchPairs is null ? null : new TorchBigram(torchPairs).Epoch);

        foreach ((PerceptronSize size, double target) in PerceptronSize.All.Zip([8.0, 5.0]))
        {
            using var ours = new OneByOneLoss(PerceptronTraining.NewModel(data.Train.Vocabulary, size), data.Train, threads);
            TorchPerceptron? theirs = torchTrain is null ? null : new TorchPerceptron(torchTrain, size);
            Work work = Work.PerceptronLoss(data.Train.Count, size.Embedding, size.Hidden);
            Add($"loss of {data.Train.Count:N0} examples, {size.Embedding}/{size.Hidden}", work, target,
                () => ours.Compute(), theirs is null ? null : () => theirs.Loss());
        }

        foreach ((MatMulSize size, double target) in MatMulSize.All.Zip([1.5, 1.5, 1.5, 1.5, 1, 1, 1, 1]))
        {
            using var ours = new MatMulByRows(size, threads);
            Work work = Work.MatMul(size);
            Add($"matmul {size}", work, target,
                ours.Multiply,
                torchTrain is null ? null : new TorchMatMul(size).Multiply,
                seconds => Figures.Rate(work.Flops / seconds));
        }

        void Add(string name, Work work, double target, Action ours, Action? theirs, Func<double, string>? figure = null)
        {
            figure ??= Figures.Time;
            Outcome outcome = Contest.Run(pace, ours, theirs is null ? [] : [theirs]);
            double bound = limits.LowerBound(work);
            Rival? peer = outcome.Peers.SingleOrDefault();
            table.Row(name, figure(outcome.Ours), peer is null ? "" : figure(peer.Best),
                peer is null ? "" : Figures.Ratio(peer.Best / outcome.Ours), peer is null ? "" : Figures.Ratio(peer.MedianRatio),
                figure(bound), Figures.Share(bound / outcome.Ours), Verdict(target, peer?.Best / outcome.Ours));
        }
    }

    /// <summary>Equal contexts computed once, against libtorch on all examples and against libtorch doing the same.</summary>
    public void EqualContextsOnce()
    {
        var table = new MarkdownTable(44,
            "equal contexts computed once", "ours", "libtorch, all examples", "ratio", "target",
            "libtorch, the same", "ratio", "target", "lower bound", "share reached");

        foreach ((PerceptronSize size, double? target) in PerceptronSize.All.Skip(2).Zip(new double?[] { null, 8 }))
        {
            using var ours = new PerceptronTraining(data.Train, size, threads, equalContextsOnce: true);
            TorchPerceptron? theirs = torchTrain is null ? null : new TorchPerceptron(torchTrain, size);
            double contexts = MeanDistinctContexts(size.Batch);
            Add($"MLP step {size}, {contexts:N0} contexts", Work.PerceptronStep(contexts, size.Embedding, size.Hidden), target,
                ours.Step, theirs is null ? [] : [theirs.Step, theirs.StepDistinct]);
        }

        {
            var model = new NeuralBigram<float>(data.Pairs.Vocabulary, new TorchGenerator(1));
            GraphBatch<float> batch = ExampleBatch.All(model, distinctPairs);
            var ours = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
            TorchBigram? theirs = torchPairs is null ? null : new TorchBigram(torchPairs);
            Add($"bigram epoch, {distinctPairs.Count:N0} contexts", Work.BigramEpoch(distinctPairs.Count), targetAll: null,
                () => ours.Step(10), theirs is null ? [] : [theirs.Epoch, theirs.EpochDistinct]);
        }

        foreach (PerceptronSize size in PerceptronSize.All.Take(2))
        {
            using var ours = new MeanLoss(PerceptronTraining.NewModel(data.Train.Vocabulary, size), distinctTrain, threads);
            TorchPerceptron? theirs = torchTrain is null ? null : new TorchPerceptron(torchTrain, size);
            Work work = Work.PerceptronLoss(distinctTrain.Count, size.Embedding, size.Hidden);
            Add($"loss, {distinctTrain.Count:N0} contexts, {size.Embedding}/{size.Hidden}", work, targetAll: null,
                () => ours.Compute(), theirs is null ? [] : [() => theirs.Loss(), () => theirs.LossDistinct()]);
        }

        void Add(string name, Work work, double? targetAll, Action ours, Action[] theirs)
        {
            Outcome outcome = Contest.Run(pace, ours, theirs);
            double bound = limits.LowerBound(work);
            (Rival? all, Rival? same) = (outcome.Peers.ElementAtOrDefault(0), outcome.Peers.ElementAtOrDefault(1));
            table.Row(name, Figures.Time(outcome.Ours),
                all is null ? "" : Figures.Time(all.Best),
                all is null ? "" : Figures.Ratio(all.Best / outcome.Ours),
                Verdict(targetAll, all?.Best / outcome.Ours),
                same is null ? "" : Figures.Time(same.Best),
                same is null ? "" : Figures.Ratio(same.Best / outcome.Ours),
                Verdict(2, same?.Best / outcome.Ours),
                Figures.Time(bound), Figures.Share(bound / outcome.Ours));
        }
    }

    /// <summary>How many different contexts a mini-batch has on average.</summary>
    private double MeanDistinctContexts(int batch)
    {
        const int Batches = 100;
        var generator = new TorchGenerator(1);
        var chosen = new int[batch];
        var contexts = new int[batch * data.Train.BlockSize];
        var targets = new int[batch];
        long sum = 0;
        for (int i = 0; i < Batches; i++)
        {
            generator.Integers(chosen, 0, data.Train.Count);
            data.Train.Fill(chosen, contexts, targets);
            sum += contexts.Chunk(data.Train.BlockSize).Select(context => (context[0], context[1], context[2])).Distinct().Count();
        }

        return (double)sum / Batches;
    }

    private static string Verdict(double? target, double? ratio) =>
        target is null ? "" : ratio is null ? $"{target}x" : $"{target}x: {(ratio >= target ? "yes" : "NO")}";
}
