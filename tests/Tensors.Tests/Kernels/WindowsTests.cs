namespace Makemore.Tensors.Tests;

public class WindowsTests
{
    private static readonly ushort[] Text = [0, 0, 5, 13, 13, 1, 0, 0, 15];

    [Fact]
    public void A_row_is_what_stands_before_a_position_and_its_target_what_stands_there()
    {
        int[] positions = [2, 3, 6, 8], contexts = new int[6], targets = new int[3];
        Kernels.Windows(Text, positions, [2, 0, 3], contexts, targets, block: 2);
        Assert.Equal([13, 1, 0, 0, 0, 0], contexts);
        Assert.Equal([0, 5, 15], targets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void An_example_that_is_not_there_is_named(int example) => Assert.Equal(
        $"Windows: index {example} at position 0 is outside 0..0",
        Assert.Throws<ArgumentException>(() => Kernels.Windows(Text, [2], [example], new int[2], new int[1], block: 2)).Message);
}
