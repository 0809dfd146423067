using System.Text.Json;

namespace Makemore.Runner.Tests;

/// <summary>The numbers that the Python original prints for its 60,600 names, from our command line.</summary>
public sealed class OriginalNumbersTests : IDisposable
{
    private const string CountingNames =
        "k velivadanilish svarar yaakumyin thethi kove gasubhumath thegarumady inthinurath arakujogohidumukokanusharina";

    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Cleaning_keeps_60548_of_60600_names()
    {
        JsonElement results = program.Json("prepare", "--input", OriginalData.CsvPath, "--output", "names.txt");
        Assert.Equal(60_548, results.Number("names"));
        string[] report = program.Run("prepare", "--input", OriginalData.CsvPath, "--output", "again.txt").Lines;
        int dropped = report.Where(line => line.StartsWith("dropped ", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[1].Replace(",", "")));
        Assert.Equal(60_600, OriginalData.Names().Count + dropped);
        int[] lengths = [.. File.ReadLines(program.PathOf("names.txt")).Select(name => name.Length)];
        Assert.Equal((3, 24), (lengths.Min(), lengths.Max()));
    }

    [Fact]
    public void Counting_bigrams()
    {
        JsonElement results = program.Json("train", "--recipe", "seed-counts", "--input", OriginalData.TextPath);
        Assert.Equal(545_276, results.Number("examples.all"));
        Assert.Equal(2.2093539, results.Number("loss.all"), 1e-6);
        Assert.Equal(CountingNames.Split(' '), results.Strings("samples")[..10]);

        JsonElement names = program.Json("evaluate", "--model", "out/counts.safetensors", "--name", "virat", "prabhas")
            .GetProperty("perName");
        Assert.Equal(13.2518272, names[0].Number("total"), 1e-6);
        Assert.Equal(2.2086379, names[0].Number("perCharacter"), 1e-6);
        Assert.Equal(18.2665817, names[1].Number("total"), 1e-6);
        Assert.Equal(2.2833227, names[1].Number("perCharacter"), 1e-6);

        JsonElement unsmoothed = program.Json("train", "counts", "--smoothing", "0", "--input", OriginalData.TextPath);
        Assert.Equal(2.2091109, unsmoothed.Number("loss.all"), 1e-6);
    }

    [Fact]
    public void The_bigram_network_of_the_notebook()
    {
        JsonElement results = program.Json("train", "--recipe", "seed-network", "--input", OriginalData.TextPath);
        Assert.Equal(3.7972810, results.LossAt(0), 1e-5);
        Assert.Equal(3.7958597, results.LossAt(1), 1e-5);
        Assert.Equal(2.4877727, results.LossAt(1 + 40), 1e-5);
        Assert.Equal(2.2322783, results.LossAt(1 + 400), 1e-5);
        Assert.Equal(2.2132797, results.LossAt(1 + 2000), 1e-5);
        Assert.Equal(2.2127100, results.Number("loss.all"), 1e-5);
        string[] names =
        [
            .. CountingNames.Split(' '),
            "ven", "vanuksith", "ntheveg", "satiyavarakajahagenoraja", "asanthran", "ati", "ujinuganishina", "h",
            "hthavathaila", "shragoopradranthevahaa",
        ];
        Assert.Equal(names, results.Strings("samples"));
    }

    [Fact]
    public void The_bigram_network_of_the_script()
    {
        JsonElement results = program.Json("train", "neural", "--input", OriginalData.TextPath);
        double[] every40Steps = [3.797281, 2.487832, 2.353682, 2.300892, 2.274451, 2.259548, 2.250146, 2.243637];
        for (int i = 0; i < every40Steps.Length; i++) Assert.Equal(every40Steps[i], results.LossAt(40 * i), 1e-5);
    }

    [Theory]
    [InlineData(100, 3.007818, 2.999554, 3.032073)]
    [InlineData(1000, 2.422580, 2.425954, 2.430434)]
    [InlineData(2000, 2.449583, 2.453666, 2.457520)]
    public void The_first_steps_of_the_perceptron(int steps, double train, double validation, double test)
    {
        JsonElement results = program.Json("train", "mlp", "--schedule", $"0.1:{steps}", "--input", OriginalData.TextPath);
        Assert.Equal(3481, results.Number("parameters"));
        Assert.Equal(
            (436_220, 54_527, 54_529),
            (results.Number("examples.train"), results.Number("examples.validation"), results.Number("examples.test")));
        Assert.Equal(17.356293, results.Number("loss.initial"), 2e-5);

        double[] first = [17.866705, 14.050742, 15.598676, 11.375675, 10.450856, 11.926321];
        for (int i = 0; i < first.Length; i++) Assert.Equal(first[i], results.LossAt(i), 1e-4);
        foreach ((int step, double loss) in new[] { (99, 2.894548), (999, 2.297138), (1999, 2.710662) })
            if (step < steps) Assert.Equal(loss, results.LossAt(step), 2e-3);
        Assert.Equal(train, results.Number("loss.train"), 2e-3);
        Assert.Equal(validation, results.Number("loss.validation"), 2e-3);
        Assert.Equal(test, results.Number("loss.test"), 2e-3);
    }

    [Fact]
    public void The_perceptron_as_the_notebook_trained_it()
    {
        LongTest.SkipUnlessAskedFor();
        JsonElement results = program.JsonAlone("train", "--recipe", "seed-mlp", "--input", OriginalData.TextPath);
        Assert.InRange(results.Number("loss.validation"), 2.10, 2.12);
    }

    [Fact]
    public void The_larger_perceptron_that_the_original_crashed_on()
    {
        LongTest.SkipUnlessAskedFor();
        JsonElement results = program.JsonAlone(
            "train", "mlp", "--embedding-size", "10", "--hidden-size", "200",
            "--schedule", "0.1:100000,0.01:50000", "--input", OriginalData.TextPath);
        Assert.Equal(11_897, results.Number("parameters"));
        Assert.InRange(results.Number("loss.validation"), 1.95, 2.005);
    }

    [Fact]
    public void The_range_test_of_the_notebook()
    {
        JsonElement results = program.Json("lr-range", "--input", OriginalData.TextPath);
        double[] losses = [.. results.GetProperty("points").EnumerateArray().Select(point => point.Number("loss"))];
        Assert.InRange(losses[..4000].Average(), 15, 19); // flat until 10^-4
        Assert.InRange(results.Number("steepest"), 10e-5, 10e-3); // falls fastest around 10^-3
        Assert.InRange(results.Number("minimum"), 0.03, 0.5); // lowest around 10^-1
    }
}
