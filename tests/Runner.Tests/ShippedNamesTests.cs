using System.Text.Json;

namespace Makemore.Runner.Tests;

/// <summary>The models on the names that ship: the same kind of numbers, but always run.</summary>
public sealed class ShippedNamesTests : IDisposable
{
    public const string TourSession = "tour";

    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Counting_agrees_with_counting_by_hand()
    {
        program.Run("prepare", "--output", "names.txt");
        var pairs = new Dictionary<(char, char), int>();
        string[] names = File.ReadAllLines(program.PathOf("names.txt"));
        foreach (string name in names)
            foreach ((char last, char next) in $".{name}".Zip($"{name}.")) pairs[(last, next)] = pairs.GetValueOrDefault((last, next)) + 1;
        double loss = 0;
        foreach (((char last, char next), int count) in pairs)
            loss -= count * Math.Log((count + 1.0) / (pairs.Where(pair => pair.Key.Item1 == last).Sum(pair => pair.Value) + 27));

        JsonElement results = program.Json("train", "counts");
        Assert.Equal(4172, names.Length);
        Assert.Equal(4172, results.Number("names"));
        Assert.Equal(pairs.Values.Sum(), results.Number("examples.all"));
        Assert.Equal(loss / pairs.Values.Sum(), results.Number("loss.all"), 1e-9);
    }

    [Fact]
    public void The_network_arrives_where_counting_starts()
    {
        JsonElement counts = program.Json("train", "counts", "--smoothing", "0");
        JsonElement network = program.Json("train", "neural", "--schedule", "50:3000");
        Assert.Equal(3.8, network.Number("loss.initial"), 0.2);
        Assert.InRange(network.Number("loss.all") - counts.Number("loss.all"), 0, 0.01);
        Assert.Equal(3000, network.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public void The_perceptron_learns_more_than_pairs()
    {
        JsonElement results = program.Json("train", "mlp", "--shuffle", "--split-by", "name", "--schedule", "0.1:8000,0.01:2000");
        Assert.Equal(3481, results.Number("parameters"));
        Assert.Equal(10_000, results.GetProperty("history").GetArrayLength());
        Assert.InRange(results.Number("loss.initial"), 15, 20);
        Assert.InRange(results.Number("loss.validation"), 2.0, 2.2);
        Assert.InRange(results.Number("loss.all"), 2.0, 2.2);
        Assert.Equal(
            results.Number("examples.all"),
            results.Number("examples.train") + results.Number("examples.validation") + results.Number("examples.test"));
        Assert.True(results.Number("stepsPerSecond") > 0);
    }

    [Fact]
    public void A_small_gpt_learns_more_than_the_perceptron_and_goes_on_in_double_where_its_recipe_says_so()
    {
        JsonElement gpt = program.Json("train", "gpt", "--shuffle", "--schedule", "0.01..0:1000");
        Assert.Equal(4192, gpt.Number("parameters"));
        Assert.InRange(gpt.Number("loss.initial"), 3.2, 3.5);
        Assert.InRange(gpt.Number("loss.validation"), 1.9, 2.15);
        JsonElement original = program.Json("train", "--recipe", "microgpt");
        Assert.Equal(1000, original.GetProperty("history").GetArrayLength());
        Assert.InRange(original.Number("loss.all"), 2.0, 2.3);
        Assert.Equal(20, original.GetProperty("samples").GetArrayLength());
        Assert.Equal(5, program.Run("sample", "--model", "out/gpt.safetensors", "--count", "5").Lines.Length);
        Assert.Equal(
            original.Number("loss.all"),
            program.Json("evaluate", "--model", "out/gpt.safetensors").Number("loss.all"), 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_and_another_seed_another()
    {
        string[] call = ["train", "mlp", "--schedule", "0.1:200"];
        byte[] Checkpoint(params string[] more)
        {
            program.Json([.. call, .. more]);
            return File.ReadAllBytes(program.PathOf("out/mlp.safetensors"));
        }

        Assert.Equal(Checkpoint(), Checkpoint());
        Assert.NotEqual(Checkpoint(), Checkpoint("--seed", "7"));
    }

    [Fact]
    public void The_tour_shows_each_model_better_than_the_one_before()
    {
        string transcript = Session.Transcribed(program, "--json results.json");
        using JsonDocument tour = JsonDocument.Parse(File.ReadAllText(program.PathOf("out/tour.json")));
        JsonElement[] models = [.. tour.RootElement.GetProperty("models").EnumerateArray()];
        double[] losses = [.. models.Select(model => model.Number("loss.all"))];
        Assert.True(losses[0] > losses[2] && losses[2] > losses[1] && losses[1] > losses[3], string.Join(" ", losses));

        // Chance makes the names that the Python original makes: excluding names that never come up leaves the random stream as it is.
        const string Chance =
            "k uxfpvvdczrlfiebivxdqgjypakzzyip fututgmhovo gcsqbzumttcstqewxryfvoyjidtliduxcpp yrmknioxwhidxfukokxfxqkgbqzau "
            + "gnpl wuktxjtlnzlewngds tfacvsqlkyjkhdgelo rjd yssbtbrdowctiiuexewamjrwnfuazh";
        Assert.Equal(Chance.Split(' '), models[0].Strings("samples"));
        Assert.Equal(3.2958369, models[0].Number("loss.all"), 1e-6);

        bool prepared = program.Run("prepare", "--output", "names.txt").ExitCode == 0;
        HashSet<string> known = [.. prepared ? File.ReadAllLines(program.PathOf("names.txt")) : []];
        Assert.All(models, model => Assert.Equal(10, model.Strings("samples").Count(name => !known.Contains(name))));
        Session.IsAsApproved(TourSession, Session.WithoutWhatWasLearned(transcript));
    }
}
