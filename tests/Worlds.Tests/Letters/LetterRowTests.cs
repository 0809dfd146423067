namespace Makemore.Worlds.Tests;

public sealed class LetterRowTests
{
    private const string Names = "anu\nravi\nmeera\narun\nleela\nkiran\nvirat\nasha\ndev\nrohan";

    [Fact]
    public void The_gradient_is_p_minus_target()
    {
        var row = new LetterRow(Names, seed: 1);
        foreach (int letter in (int[])[0, 1, 18])
        {
            row.Choose(letter);
            foreach (int? next in (int?[])[null, 0, 5])
            {
                row.See(next);
                double[] p = row.Probabilities, target = row.Target, gradient = row.Gradient;
                Assert.Equal(1, p.Sum(), 1e-12);
                Assert.Equal(1, target.Sum(), 1e-12);
                for (int i = 0; i < p.Length; i++) Assert.Equal(p[i] - target[i], gradient[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Steps_bring_the_loss_near_the_least_there_is()
    {
        var row = new LetterRow(Names, seed: 1);
        row.Choose(1);
        double before = row.Loss, expected = row.Target.Zip(row.Probabilities, (share, p) => -share * Math.Log(p)).Sum();
        Assert.Equal(expected, before, 1e-12);
        Assert.Equal(10, row.Examples);
        for (int step = 0; step < 2000; step++) row.Step(5);
        Assert.InRange(row.Loss, row.Least, row.Least + 0.01);
    }

    [Fact]
    public void Nothing_is_known_of_a_letter_that_no_name_has_but_that_a_name_ends_there()
    {
        var row = new LetterRow(Names, seed: 1);
        row.Choose(row.Vocabulary.Encode("q")[0]);
        Assert.Equal(1, row.Target[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => row.Choose(27));
        Assert.Throws<ArgumentOutOfRangeException>(() => row.See(-1));
    }
}
