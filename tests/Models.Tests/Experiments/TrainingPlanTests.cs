using Makemore.Modules;

namespace Makemore.Models.Tests.Experiments;

public sealed class TrainingPlanTests
{
    [Fact]
    public void A_plan_has_usual_values_for_what_is_not_chosen()
    {
        var plan = new TrainingPlan(ModelKinds.Perceptron);
        Assert.Equal("0.1:100000,0.01:50000", $"{plan.Schedule}");
        Assert.Equal((32, 5000, 1), (plan.BatchSize, plan.EvaluateEvery, plan.Threads));
        Assert.Equal((new SplitFractions(0.8m, 0.1m, 0.1m), SplitBy.Example), (plan.Split, plan.SplitBy));
        Assert.Equal((null, null), (plan.CheckpointEvery, plan.Recipe));
        Assert.Same(OptionValues.Defaults, plan.Options);
        Assert.IsType<Sgd<float>>(plan.Optimizer([]));
        Assert.Null(new TrainingPlan(ModelKinds.Counts).Schedule);
    }

    [Fact]
    public void The_plan_of_a_counted_model_is_its_kind_its_options_and_its_recipe()
    {
        var names = NameList.Clean([new NameRow("anu", 1)], null);
        var checkpoint = Experiment.Counts(names, smoothing: 0.25).Checkpoint;
        var plan = TrainingPlan.Of(checkpoint);
        Assert.Same(ModelKinds.Counts, plan.Kind);
        Assert.Equal(0.25, plan.Options[CountingBigram.SmoothingOption]);
        Assert.Equal((null, null), (plan.Schedule, plan.Recipe));

        checkpoint.Training["recipe"] = "seed-counts";
        Assert.Equal("seed-counts", TrainingPlan.Of(checkpoint).Recipe);
    }
}
