using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

public class NamesInOrderTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abcd");

    private static readonly string[] Names = ["ab", "abcdabcd", "c", "dd"]; // the second is too long for a block of 5

    [Fact]
    public void Each_step_learns_from_the_next_name_and_then_from_the_first_again()
    {
        var model = new Gpt<double>(Letters, new GptSizes(1, 4, 2, 5), new TorchGenerator(1));
        long taken = 0;
        var batch = new NamesInOrder<double>(model, Names, () => taken);
        for (; taken < 6; taken++)
        {
            batch.Draw();
            Assert.Equal(Loss(model, Names[taken % 4]), batch.ComputeGradients(), 1e-12);
        }
    }

    [Fact]
    public void What_cannot_be_trained_on_is_refused()
    {
        var model = new Gpt<double>(Letters, new GptSizes(1, 4, 2, 5), new TorchGenerator(1));
        Assert.Contains("no names", Refusal(() => new NamesInOrder<double>(model, [], () => 0)));
        Assert.Contains("'x'", Refusal(() => new NamesInOrder<double>(model, ["ax"], () => 0)));
        var bigram = new NeuralBigram<double>(Letters, new TorchGenerator(1));
        Assert.Contains("not given whole names", Refusal(() => new NamesInOrder<double>(bigram, Names, () => 0)));

        static string Refusal(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
    }

    // −ln p, averaged over what follows the first five tokens.
    private static double Loss(Gpt<double> model, string name)
    {
        int[] tokens = [0, .. Letters.Encode(name), 0];
        int count = Math.Min(5, tokens.Length - 1);
        double[] logs = Language.PlainGpt.LogProbabilities(model, tokens[..count]);
        return -Enumerable.Range(0, count).Average(place => logs[(place * Letters.Size) + tokens[place + 1]]);
    }
}
