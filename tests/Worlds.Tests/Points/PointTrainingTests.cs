using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Worlds.Tests.Points;

public sealed class PointTrainingTests
{
    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    public void A_small_network_tells_the_moons_apart(string activation)
    {
        PointTraining training = Start(hidden: [6, 6], activation: activation);
        training.Rate = 0.5;
        (PointResult before, _) = training.Test();
        training.Train(4000);
        (PointResult known, PointResult fresh) = training.Test();
        Assert.True(known.Loss < 0.2 * before.Loss, $"{before.Loss} became {known.Loss}");
        Assert.True(known.Accuracy > 0.97 && fresh.Accuracy > 0.95, $"{known.Accuracy} and {fresh.Accuracy}");
    }

    [Theory]
    [InlineData("blobs", true)]
    [InlineData("xor", false)]
    public void Without_a_hidden_layer_there_is_only_a_straight_line(string kind, bool isEnough)
    {
        PointTraining training = Start(kind, hidden: []);
        training.Train(1000);
        Assert.Equal(isEnough, training.Test().Known.Accuracy > 0.9);
    }

    [Fact]
    public void The_seed_decides_everything()
    {
        double[] losses = Start().Train(20);
        Assert.Equal(losses, Start().Train(20));
        Assert.NotEqual(losses, Start(seed: 2).Train(20));
    }

    [Fact]
    public void Fresh_points_are_other_points()
    {
        PointTraining training = Start();
        Assert.Equal((PointTraining.Points, PointTraining.Points), (training.Known.Count, training.Fresh.Count));
        Assert.NotEqual(training.Known.Coordinates, training.Fresh.Coordinates);
    }

    [Fact]
    public void In_float32_it_begins_where_it_does_in_float64()
    {
        double[] single = Start(precision: "float32").Train(20), wide = Start().Train(20);
        for (int i = 0; i < single.Length; i++) Assert.Equal(wide[i], single[i], 1e-4);
    }

    [Fact]
    public void A_step_on_all_points_has_their_loss()
    {
        PointTraining training = Start(batchSize: PointTraining.Points);
        double loss = training.Test().Known.Loss;
        Assert.Equal([loss], training.Train(1));
        Assert.NotEqual(loss, training.Test().Known.Loss);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(PointTraining.Points)]
    public void The_loss_of_a_step_is_that_of_its_batch(int batchSize)
    {
        PointTraining training = Start(batchSize: batchSize), untouched = Start(batchSize: batchSize);
        double loss = training.Train(1)[0];
        PointSet set = training.Known;
        double[] losses = [.. training.LastBatch.ToArray().Select(i =>
            untouched.Answer(set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1], set.Classes[i]).Loss)];
        Assert.Equal(batchSize, losses.Length);
        Assert.Equal(losses.Average(), loss, 1e-12);
    }

    [Fact]
    public void A_step_moves_the_parameters_by_the_rate()
    {
        double[] Moved(double rate)
        {
            PointTraining training = Start();
            training.Rate = rate;
            double[] before = training.Parameters();
            training.Train(1);
            return [.. training.Parameters().Zip(before, (now, then) => now - then)];
        }

        double[] some = Moved(0.1), twice = Moved(0.2);
        Assert.Contains(some, moved => Math.Abs(moved) > 1e-4);
        for (int i = 0; i < some.Length; i++) Assert.Equal(2 * some[i], twice[i], 1e-12);
    }

    [Fact]
    public void Steps_end_at_a_loss_that_is_not_finite()
    {
        PointTraining training = Start(hidden: [8, 8], activation: "relu");
        training.Rate = 1e200;
        double[] losses = training.Train(100);
        Assert.InRange(losses.Length, 2, 99);
        Assert.False(double.IsFinite(losses[^1]));
        Assert.All(losses[..^1], loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Steps_allocate_nothing_but_their_losses()
    {
        PointTraining training = Start();
        training.Train(10);
        Assert.InRange(Allocation.Of(runs: 1, () => training.Train(100)), 800, 900);
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    public void The_field_holds_what_every_neuron_says_of_every_place(string precision)
    {
        const int Size = 4;
        PointTraining training = Start(hidden: [3, 2], precision: precision);
        training.Train(5);
        float[] field = training.Field(Size, reach: 2);
        Assert.Equal(Size * Size * (3 + 2 + 1), field.Length);
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                int place = (row * Size) + column;
                PointAnswer answer = training.Answer(x: column - 1.5, y: 1.5 - row, ofClass: 0);
                float[] there =
                [
                    .. field[(3 * place)..(3 * (place + 1))],
                    .. field[(3 * Size * Size)..].AsSpan(2 * place, 2),
                    field[(5 * Size * Size) + place],
                ];
                double[] asked = [.. answer.Neurons, answer.Logit];
                for (int i = 0; i < asked.Length; i++) Assert.Equal(asked[i], there[i], 1e-6);
            }
        }
    }

    [Fact]
    public void The_field_follows_the_training_and_the_size()
    {
        PointTraining training = Start();
        float[] before = [.. training.Field(4, 1)];
        training.Train(1);
        Assert.NotEqual(before, training.Field(4, 1));
        Assert.Equal(25 * before.Length / 16, training.Field(5, 1).Length);
        Assert.NotEqual([.. training.Field(5, 1)], training.Field(5, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_answer_is_the_probability_of_class_1_and_the_loss(int ofClass)
    {
        PointAnswer answer = Start().Answer(0.3, -0.4, ofClass);
        Assert.Equal(1 / (1 + Math.Exp(-answer.Logit)), answer.Probability, 1e-12);
        Assert.Equal(-Math.Log(ofClass == 1 ? answer.Probability : 1 - answer.Probability), answer.Loss, 1e-12);
    }

    [Fact]
    public void A_test_is_the_mean_of_the_answers_to_its_points()
    {
        PointTraining training = Start();
        training.Train(50);
        (PointResult known, PointResult fresh) = training.Test();
        double[] logits = training.Logits();
        AssertMean(training.Known, known);
        AssertMean(training.Fresh, fresh);

        void AssertMean(PointSet set, PointResult result)
        {
            (double loss, double right) = (0, 0);
            for (int i = 0; i < set.Count; i++)
            {
                PointAnswer answer = training.Answer(set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1], set.Classes[i]);
                if (set == training.Known) Assert.Equal(answer.Logit, logits[i], 1e-12);
                loss += answer.Loss / set.Count;
                if (answer.Probability > 0.5 == (set.Classes[i] == 1)) right += 1.0 / set.Count;
            }

            Assert.Equal(loss, result.Loss, 1e-12);
            Assert.Equal(right, result.Accuracy, 1e-12);
        }
    }

    [Theory]
    [InlineData("tanh", 0)]
    [InlineData("tanh", 1)]
    [InlineData("relu", 0)]
    [InlineData("sigmoid", 1)]
    public void A_step_in_plain_operations_has_the_loss_of_the_answer_and_right_gradients(string activation, int ofClass)
    {
        PointTraining training = Start(hidden: [3, 2], activation: activation);
        training.Train(10);
        Graph<double> graph = training.StepOn(0.3, -0.4, ofClass).Graph;
        Assert.Equal(training.Answer(0.3, -0.4, ofClass).Loss, graph.Loss.Value.Item, 1e-12);
        Assert.All(GradientCheck.Compare(graph.Loss, new TorchGenerator(1)), comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }

    [Fact]
    public void A_step_has_a_name_for_every_node_and_a_line_for_every_operation()
    {
        PointStep step = Start(hidden: [3, 2]).StepOn(0.3, -0.4, 0);
        string[] parameters = ["W1", "b1", "W2", "b2", "W3", "b3"];
        Assert.Equal(parameters.Order(), step.Graph.Parameters.Select(parameter => parameter.Name).Order());
        string[] code = [.. step.Graph.Nodes.Select(step.LineOf).OfType<ProgramLine>().Select(line => line.Code)];
        Assert.Equal(
            [
                "var xW1 = x.MatMul(W1);", "var a1 = xW1 + b1;", "var h1 = a1.Tanh();",
                "var h1W2 = h1.MatMul(W2);", "var a2 = h1W2 + b2;", "var h2 = a2.Tanh();",
                "var h2W3 = h2.MatMul(W3);", "var z = h2W3 + b3;",
                "var margin = -z;", "var likely = margin.Sigmoid();",
                "var log = likely.Log();", "var mean = log.Mean();", "var loss = -mean;",
            ],
            code);
        Assert.All(step.Graph.Nodes, node => Assert.NotNull(node.Name));
    }

    [Fact]
    public void Looking_at_a_step_does_not_change_the_network()
    {
        PointTraining training = Start();
        double[] before = training.Parameters();
        Graph<double> graph = training.StepOn(0.3, -0.4, 1).Graph;
        graph.Parameters[0].Value.Span.Clear();
        Assert.Equal(before, training.Parameters());
    }

    [Theory]
    [InlineData("tanh", 5 / 3.0)]
    [InlineData("relu", 1.4142135)]
    [InlineData("sigmoid", 4)]
    public void Weights_begin_as_large_as_the_activation_wants_them_and_biases_at_0(string activation, double gain)
    {
        double[] parameters = Start(hidden: [8, 8, 8, 8], activation: activation).Parameters();
        const int First = (2 * 8) + 8, Layer = (8 * 8) + 8;
        double[] weights = [.. Enumerable.Range(0, 3).SelectMany(i => parameters.AsSpan(First + (i * Layer), 8 * 8).ToArray())];
        Assert.Equal(gain / Math.Sqrt(8), Math.Sqrt(weights.Average(weight => weight * weight)), 0.15 * gain / Math.Sqrt(8));
        Assert.All(Enumerable.Range(0, 3), i => Assert.All(parameters[(First + (i * Layer) + 64)..(First + ((i + 1) * Layer))], Zero));
        Assert.Equal((2 * 8) + 8 + (3 * Layer) + 8 + 1, parameters.Length);

        static void Zero(double bias) => Assert.Equal(0, bias);
    }

    [Fact]
    public void A_sure_network_that_is_wrong_has_a_large_loss_and_not_an_infinite_one()
    {
        PointTraining training = Start(precision: "float32");
        training.Rate = 1e4;
        training.Train(1);
        double[] losses = [training.Answer(1, 1, 0).Loss, training.Answer(1, 1, 1).Loss];
        Assert.True(losses.Max() > 100, $"{losses.Max()}");
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void What_cannot_be_begun_is_refused()
    {
        Refused("the activation must be tanh, relu or sigmoid, and is 'sin'", () => Start(activation: "sin"));
        Refused("a step looks at 1 to 200 points, and 0 were asked for", () => Start(batchSize: 0));
        Refused("a step looks at 1 to 200 points, and 201 were asked for", () => Start(batchSize: 201));
        Refused("there may be up to 4 hidden layers, and 5 were asked for", () => Start(hidden: [1, 1, 1, 1, 1]));
        Refused("a hidden layer has 1 to 8 neurons, and 0 were asked for", () => Start(hidden: [0]));
        Refused("a hidden layer has 1 to 8 neurons, and 9 were asked for", () => Start(hidden: [8, 9]));
        Refused("the precision must be float32 or float64, and is 'half'", () => Start(precision: "half"));
    }

    [Fact]
    public void What_cannot_be_asked_is_refused()
    {
        PointTraining training = Start();
        Refused("the learning rate must be above 0 and finite, and is 0", () => training.Rate = 0);
        Refused("the learning rate must be above 0 and finite, and is Infinity", () => training.Rate = double.PositiveInfinity);
        Refused("a field has at least one place in a row, and 0 were asked for", () => training.Field(0, 1));
        Refused("a point is of class 0 or 1, not 2", () => training.Answer(0, 0, 2));
        Refused("a point is of class 0 or 1, not -1", () => training.StepOn(0, 0, -1));
    }

    private static PointTraining Start(
        string kind = "moons",
        double noise = 0.05,
        int[]? hidden = null,
        string activation = "tanh",
        int batchSize = 10,
        ulong seed = 1,
        string precision = "float64") => PointTraining.Start(kind, noise, hidden ?? [4], activation, batchSize, seed, precision);

    private static void Refused(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
}
