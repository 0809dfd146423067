using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.EvaluationOf;

public class EvaluationTests
{
    private static readonly MultilayerPerceptron<float> Model =
        new(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 10), new TorchGenerator(1));

    [Fact]
    public void Equal_contexts_computed_once_give_the_loss_of_one_example_at_a_time()
    {
        Examples examples = SmallNames.Examples(3);
        double sum = 0;
        var context = new Indices([1, 3]);
        var logProbabilities = new Tensor<double>([1, 27]);
        for (int i = 0; i < examples.Count; i++)
        {
            examples.Context(i, context.Span);
            Model.LogProbabilities(context, logProbabilities);
            sum -= logProbabilities[0, examples.Target(i)];
        }

        Assert.Equal(sum / examples.Count, Evaluation.Loss(Model, SmallNames.Distinct(3)), 1e-6);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_also_while_the_model_learns()
    {
        var examples = new DistinctContexts(new Examples(RandomNames(300), Vocabulary.English, 3)); // several chunks of contexts
        var model = new MultilayerPerceptron<float>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 10), new TorchGenerator(1));
        GraphBatch<float> batch = ExampleBatch.Drawn(model, SmallNames.Examples(3), 16, new TorchGenerator(1));
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        MeanLoss[] losses = [.. new[] { 1, 2, 3, 8 }.Select(threads => new MeanLoss(model, examples, threads))];
        double last = double.NaN;
        for (int step = 0; step < 20; step++)
        {
            double loss = losses[0].Compute();
            Assert.All(losses, other => Assert.Equal(loss, other.Compute()));
            Assert.NotEqual(last, loss);
            last = loss;
            trainer.Step(0.1);
        }

        foreach (MeanLoss loss in losses) loss.Dispose();
    }

    [Fact]
    public void The_names_scores_add_up_to_the_loss()
    {
        NameScore[] scores = [.. Evaluation.Score(Model, SmallNames.All)];
        Assert.Equal(SmallNames.All, scores.Select(score => score.Name));
        Assert.Equal(Evaluation.Loss(Model, SmallNames.Distinct(3)), scores.Sum(score => score.Total) / SmallNames.Examples(3).Count, 1e-6);
        Assert.All(scores, score => Assert.Equal(score.Total / (score.Name.Length + 1), score.PerCharacter, 1e-12));
    }

    [Fact]
    public void Each_of_many_names_scores_what_its_own_characters_say()
    {
        string[] names = RandomNames(20_000); // two batches of many chunks of contexts
        NameScore[] scores = [.. Evaluation.Score(Model, names)];
        Assert.Equal(names, scores.Select(score => score.Name));
        foreach (NameScore score in scores.Chunk(400).Select(some => some[^1]))
        {
            var own = new Examples([score.Name], Vocabulary.English, 3);
            var contexts = new Indices([own.Count, 3]);
            var targets = new int[own.Count];
            own.Fill([.. Enumerable.Range(0, own.Count)], contexts.Span, targets);
            var logProbabilities = new Tensor<double>([own.Count, 27]);
            Model.LogProbabilities(contexts, logProbabilities);
            Assert.Equal(-targets.Select((target, row) => logProbabilities[row, target]).Sum(), score.Total, 1e-6);
        }
    }

    [Fact]
    public void Chance_is_as_unsure_as_among_all_letters()
    {
        double loss = Evaluation.Loss(new UniformModel(Vocabulary.English), SmallNames.Distinct(1));
        Assert.Equal(Math.Log(27), loss, 1e-12);
        Assert.Equal(27, Evaluation.Perplexity(loss), 1e-10);
        Assert.Equal(Math.Log2(27), Evaluation.BitsPerCharacter(loss), 1e-12);
    }

    [Fact]
    public void Another_context_length_is_refused() =>
        Assert.Contains(
            "rows of 2 characters",
            Assert.Throws<ArgumentException>(() => Evaluation.Loss(Model, SmallNames.Distinct(2))).Message);

    /// <summary>Names of 8 letters, all equally probable.</summary>
    private static string[] RandomNames(int count)
    {
        var letters = new int[8 * count];
        new TorchGenerator(1).Integers(letters, 'a', 'z' + 1);
        return [.. letters.Chunk(8).Select(name => string.Concat(name.Select(letter => (char)letter)))];
    }
}
