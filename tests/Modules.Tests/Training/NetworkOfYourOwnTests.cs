using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Training;

/// <summary>What the README shows on networks from outside the library: that it learns, and that it is this code.</summary>
public class NetworkOfYourOwnTests
{
    [Fact]
    public void It_learns_a_sine()
    {
        // README: training
        var generator = new TorchGenerator(1234);
        var network = new Network(generator);
        Constant<float> x = new(new Tensor<float>([32, 1])), target = new(new Tensor<float>([32, 1])); // the buffers of a batch
        var batch = new GraphBatch<float>(loss: (network.Forward(x) - target).Pow(2).Mean(), draw: () =>
        {
            generator.Uniform(x.Value.Span, -3, 3);
            for (int i = 0; i < 32; i++) target.Value.Span[i] = MathF.Sin(x.Value.Span[i]);
        });

        var trainer = new Trainer<float>(batch, new Adam<float>(batch.Parameters));
        trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.01:2000,0.001:1000") });
        float sine = network.Forward(new Constant<float>(new Tensor<float>([1, 1], [2]))).Value.Item; // near sin 2 = 0.909
        // end
        Assert.Equal(MathF.Sin(2), sine, 0.02f);
    }

    [Fact]
    public void The_readme_shows_this_code() => ReadmeText.ShowsPartsOf("tests/Modules.Tests/Training/NetworkOfYourOwnTests.cs", 2);

    // README: the network
    public sealed class Network : Module<float>
    {
        private readonly LinearLayer<float> hidden, output;

        public Network(ValueSource<float> values)
        {
            hidden = Add("hidden", new LinearLayer<float>(1, 32, values));
            output = Add("output", new LinearLayer<float>(32, 1, values));
        }

        public Variable<float> Forward(Variable<float> x) => output.Forward(hidden.Forward(x).Tanh()); // (n, 1) to (n, 1)
    }
    // end
}
