using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>A product of two matrices on libtorch, into a new matrix.</summary>
internal sealed class TorchMatMul(MatMulSize size)
{
    private readonly Tensor left = randn(size.Rows, size.Inner), right = randn(size.Inner, size.Columns);

    public void Multiply()
    {
        using Tensor product = matmul(left, right);
    }
}
