namespace Makemore.Autograd.Tests.Torch;

/// <summary>The table is complete, whether PyTorch is installed or not.</summary>
public class TorchTableTests
{
    [Fact]
    public void Every_operation_is_compared_or_says_why_not() => Assert.Equal(
        OperationCatalogue.Entries<double>().Select(entry => entry.Name).Order(),
        TorchTable.Entries<float>().Select(entry => entry.Operation).Distinct().Concat(TorchTable.NotCompared.Keys).Order());
}
