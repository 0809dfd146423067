using Makemore.Models;

namespace Makemore.Worlds.Tests;

public sealed class CountedPairsTests
{
    private const string Few = "anu\nravi\nmeera\narun\nleela\nkiran\nvirat\nasha\ndev\nrohan";

    [Fact]
    public void A_pair_is_counted_in_the_row_of_its_first_letter()
    {
        var pairs = new CountedPairs(Few, holdBack: false);
        Assert.Equal((10, 0, 53), (pairs.Names, pairs.NamesHeldBack, pairs.Pairs));
        Assert.Equal(4, Cell(pairs, pairs.Counts, "an") + Cell(pairs, pairs.Counts, "ar")); // anu, kiran, rohan; arun
        Assert.Equal(0, Cell(pairs, pairs.Counts, "na"));
        Assert.Equal(10, pairs.Totals[Vocabulary.Boundary]);
        Assert.Equal(pairs.Pairs, pairs.Totals.Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1000)]
    public void Every_row_adds_up_to_1_and_smoothing_is_added_to_every_count(double smoothing)
    {
        var pairs = new CountedPairs(Few, holdBack: false) { Smoothing = smoothing };
        Assert.Equal(smoothing, pairs.Smoothing);
        double[] p = pairs.Probabilities;
        Assert.All(p.Chunk(27), row => Assert.Equal(1, row.Sum(), 1e-12));
        double total = pairs.Totals[1] + (27 * smoothing);
        Assert.Equal((Cell(pairs, pairs.Counts, "an") + smoothing) / total, Cell(pairs, p, "an"), 1e-12);
        Assert.Equal(1 / 27.0, Cell(pairs, p, "qa"), 1e-12); // nothing is known of what follows a q
    }

    /// <summary>Lesson 05, sections 3 and 4, and lesson 04, section 2.</summary>
    [Fact]
    public void The_losses_on_all_names_are_those_of_the_lesson()
    {
        var pairs = new CountedPairs(Shipped.Names, holdBack: false);
        Assert.Equal((4172, 33235, 1290), (pairs.Names, pairs.Pairs, (int)Cell(pairs, pairs.Counts, "an")));
        Assert.Equal(2.2054, pairs.Loss, 5e-5);
        Assert.True(double.IsNaN(pairs.LossHeldBack));
        Assert.Equal(3.2958, pairs.LossOfChance, 5e-5);
        double[] curve = pairs.Curve([0, 0.1, 1, 10, 100, 1000]);
        double[] expected = [2.2054, 2.2062, 2.2128, 2.2761, 2.6033, 3.0881];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], curve[2 * i], 5e-5);
        Assert.Equal((0, 2.2054), (pairs.Smoothing, Math.Round(pairs.Loss, 4))); // as before
    }

    [Fact]
    public void Names_that_are_held_back_want_some_smoothing_and_not_too_much()
    {
        var pairs = new CountedPairs(Shipped.Names, holdBack: true);
        Assert.Equal((3754, 418), (pairs.Names, pairs.NamesHeldBack));
        Assert.Equal(3754, pairs.Totals[Vocabulary.Boundary]);
        Assert.Equal(double.PositiveInfinity, pairs.LossHeldBack);
        double[] curve = pairs.Curve([0.0001, 1, 100]);
        Assert.True(curve[0] < curve[2] && curve[2] < curve[4]); // counted: the less, the better
        Assert.True(curve[3] < curve[1] && curve[3] < curve[5]); // held back: best between
        pairs.Smoothing = 1;
        Assert.Equal((curve[2], curve[3]), (pairs.Loss, pairs.LossHeldBack));
        Assert.Equal(2.2355, pairs.LossHeldBack, 5e-5); // always the same names
    }

    [Fact]
    public void What_cannot_be_counted_is_said()
    {
        Assert.Throws<DataException>(() => new CountedPairs("…", holdBack: false));
        Assert.Throws<NothingToTrainOnException>(() => new CountedPairs("anu", holdBack: true));
        Assert.Throws<ArgumentException>(() => new CountedPairs(Few, holdBack: false).Smoothing = -1);
    }

    [Fact]
    public void Names_with_a_pair_are_from_all_over_the_list()
    {
        var pairs = new CountedPairs(Few, holdBack: false);
        Assert.Equal(["anu", "kiran"], With("an", 2)); // of anu, kiran, rohan
        Assert.Equal(["anu", "kiran", "rohan"], With("an", 5));
        Assert.Equal(["meera", "leela", "asha"], With("a.", 5));
        Assert.Equal(["ravi", "rohan"], With(".r", 5));
        Assert.Empty(With("zz", 5));

        string[] With(string pair, int most)
        {
            int[] tokens = [.. pair.Select(one => Token(pairs, one))];
            return pairs.NamesWith(tokens[0], tokens[1], most);
        }
    }

    [Fact]
    public void A_name_that_is_held_back_is_known_all_the_same()
    {
        var pairs = new CountedPairs(Few, holdBack: true);
        Assert.Equal((9, 1), (pairs.Names, pairs.NamesHeldBack));
        Assert.All(Few.Split('\n'), name => Assert.True(pairs.Likelihood(name).IsKnown));
    }

    [Fact]
    public void A_pair_that_only_names_held_back_have_is_in_no_name_that_was_counted()
    {
        CountedPairs all = new(Shipped.Names, holdBack: false), most = new(Shipped.Names, holdBack: true);
        int[] unseen = [.. Enumerable.Range(0, 729).Where(at => all.Counts[at] > 0 && most.Counts[at] == 0)];
        Assert.NotEmpty(unseen);
        Assert.All(unseen, at => Assert.Empty(most.NamesWith(at / 27, at % 27, 5)));
        Assert.Equal(5, most.NamesWith(1, 14, 5).Length);
    }

    /// <summary>Lesson 05, section 1.</summary>
    [Fact]
    public void The_likelihood_of_a_name_is_the_product_of_its_pairs()
    {
        NameLikelihood anita = new CountedPairs(Shipped.Names, holdBack: false).Likelihood("anita");
        double[] p = [0.0849, 0.2056, 0.1664, 0.1468, 0.2562, 0.1903];
        for (int i = 0; i < p.Length; i++)
        {
            Assert.Equal(p[i], anita.Probabilities[i], 5e-5);
            Assert.Equal(-Math.Log(anita.Probabilities[i]), anita.Losses[i], 1e-12);
        }

        Assert.Equal(p.Length, anita.Probabilities.Length);
        Assert.Equal(0.0000207760, anita.Product, 5e-11);
        Assert.Equal(anita.Losses.Average(), anita.PerCharacter, 1e-12);
        Assert.Equal(Math.Pow(1 / 27.0, 6), anita.ByChance, 1e-15);
        Assert.True(anita.IsKnown);
    }

    /// <summary>Lesson 05, section 4.</summary>
    [Fact]
    public void A_name_with_a_pair_that_was_never_counted_is_impossible_until_counts_are_smoothed()
    {
        var pairs = new CountedPairs(Shipped.Names, holdBack: false);
        NameLikelihood qadir = pairs.Likelihood("qadir");
        Assert.Equal((0.0, double.PositiveInfinity, false), (qadir.Product, qadir.PerCharacter, qadir.IsKnown));
        Assert.Equal((0.0, double.PositiveInfinity), (qadir.Probabilities[0], qadir.Losses[0]));
        pairs.Smoothing = 1;
        Assert.Equal(3.6986, pairs.Likelihood("qadir").PerCharacter, 5e-5);
    }

    /// <summary>Lesson 04, section 4.</summary>
    [Fact]
    public void A_name_is_drawn_on_the_line_letter_by_letter()
    {
        var pairs = new CountedPairs(Shipped.Names, holdBack: false);
        IReadOnlyList<LineDraw> draws = pairs.Draw(seed: 2, most: 100);
        Assert.Equal(".vapoth", pairs.Vocabulary.Decode([.. draws.Select(draw => draw.Last)]));
        Assert.Equal("vapoth.", pairs.Vocabulary.Decode([.. draws.Select(draw => draw.Next)]));
        double[] random = [0.9176, 0.0969, 0.7088, 0.5403, 0.9133, 0.5257, 0.1204], length = [0.0736, 0.4048, 0.0132, 0.0235, 0.0567, 0.1792, 0.1859];
        for (int i = 0; i < random.Length; i++)
        {
            Assert.Equal(random[i], draws[i].Random, 5e-5);
            Assert.Equal(length[i], draws[i].Length, 5e-5);
        }

        Assert.Equal(draws.Take(3), pairs.Draw(seed: 2, most: 3));
        Assert.Empty(pairs.Draw(seed: 2, most: 0));
    }

    [Fact]
    public void What_is_left_of_the_line_is_the_last_letters()
    {
        var pairs = new CountedPairs("z", holdBack: false);
        Assert.Equal([26, 0], pairs.Draw(seed: 1, most: 5).Select(draw => draw.Next));
    }

    /// <summary>Lesson 04, section 5.</summary>
    [Fact]
    public void New_names_are_those_of_the_lesson()
    {
        var pairs = new CountedPairs(Shipped.Names, holdBack: false);
        Assert.Equal(["s", "veshitakhil", "sh", "svadar"], pairs.Sample(1234, 4));
        Assert.Equal(["k", "uxfpvvdczrlfiebivxdqgjypakzzyip", "fututgmhovo"], pairs.SampleByChance(1234, 3));
    }

    private static double Cell(CountedPairs pairs, double[] table, string pair) =>
        table[(Token(pairs, pair[0]) * pairs.Vocabulary.Size) + Token(pairs, pair[1])];

    private static int Token(CountedPairs pairs, char letter) =>
        letter == '.' ? Vocabulary.Boundary : pairs.Vocabulary.Encode($"{letter}")[0];
}
