using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

// 200 points on two moons, half circles that reach into each other. The network is to say which moon a point is on.
const int Count = 200;
var generator = new TorchGenerator(1234);
Tensor<float> points = Tensor<float>.RandomNormal(generator, [Count, 2], scale: 0.15);
var moons = new Indices([Count], [.. Enumerable.Range(0, Count).Select(i => i % 2)]);
for (int i = 0; i < Count; i++)
{
    (float sin, float cos) = MathF.SinCos(MathF.PI * i / Count);
    points[i, 0] += moons[i] == 0 ? cos : 1 - cos;
    points[i, 1] += moons[i] == 0 ? sin : 0.5f - sin;
}

var network = new Network(generator);
Variable<float> logits = network.Forward(new Constant<float>(points)); // (200, 2)
var batch = new GraphBatch<float>(logits.CrossEntropy(moons));
var trainer = new Trainer<float>(batch, new Adam<float>(batch.Parameters));
trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.02:500") });

int right = Enumerable.Range(0, Count).Count(i => logits.Value[i, 1] > logits.Value[i, 0] == (moons[i] == 1));
Console.WriteLine($"loss {batch.ComputeGradients():0.000}, {right} of {Count} right");

internal sealed class Network : Module<float>
{
    private readonly LinearLayer<float> hidden, output;

    public Network(ValueSource<float> values) =>
        (hidden, output) = (Add("hidden", new LinearLayer<float>(2, 16, values)), Add("output", new LinearLayer<float>(16, 2, values)));

    public Variable<float> Forward(Variable<float> x) => output.Forward(hidden.Forward(x).Tanh());
}
