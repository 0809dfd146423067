namespace Makemore.Autograd.Tests.Torch;

/// <summary>
/// Every operation computes what PyTorch computes, value and gradients, on random cases with everything that breaks things: see <see
/// cref="WildDraw{T}"/>. If PyTorch is not installed, these tests are skipped.
/// </summary>
public class TorchTests(TorchRun run) : IClassFixture<TorchRun>
{
    // The worst of 100,000 cases were 4.0e-6 and 8.2e-15, in matrix products.
    private const double Float32Tolerance = 1e-5, Float64Tolerance = 1e-13;

    [Theory]
    [MemberData(nameof(TorchTable.Operations), MemberType = typeof(TorchTable))]
    public void Values_and_gradients_are_those_of_PyTorch(string operation)
    {
        foreach ((TorchCase drawn, TorchAnswer theirs) in run.Answered(operation))
        {
            string? difference = drawn.Difference(theirs, drawn.Question.Dtype == "float32" ? Float32Tolerance : Float64Tolerance);
            if (difference is not null) Assert.Fail(difference);
        }
    }
}
