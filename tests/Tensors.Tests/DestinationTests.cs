namespace Makemore.Tensors.Tests;

public class DestinationTests
{
    [Fact]
    public void A_plain_loop_can_add_to_what_nobody_wants()
    {
        Destination<float> unwanted = Destination<float>.Unwanted(3);
        Assert.False(unwanted.IsWanted);
        Assert.Equal([0, 0, 0], unwanted.Accumulator());
    }

    [Fact]
    public void A_tensor_is_overwritten()
    {
        var y = new Tensor<double>([3], [7, 7, 7]);
        Kernels.Copy<double>([1, 2, 3], y);
        Assert.Equal([1, 2, 3], y.Span);
    }
}
