using System.Diagnostics;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>A module with BatchNorm says that it looks at all rows of a batch together. It is not trained on pieces of a batch.</summary>
public class RowsTogetherTests
{
    private readonly MoonClassifier<float> model = new(new TorchGenerator(1));

    [Fact]
    public void A_part_that_looks_at_all_rows_makes_the_whole_do_so()
    {
        Assert.False(model.RowsAreIndependent);
        Assert.True(new LinearLayer<float>(2, 2, new TorchGenerator(1)).RowsAreIndependent);
    }

    [Fact]
    public void Such_a_module_has_no_batch_that_is_shared_out_between_threads()
    {
        var fault = Assert.Throws<ArgumentException>(() => new SharedBatch<float>(
            model, maximumRows: 64, chunkRows: 16, draw: () => 64, newLane: _ => throw new UnreachableException()));
        Assert.StartsWith(
            "SharedBatch: a part of MoonClassifier, such as a BatchNorm, looks at all rows of a batch together",
            fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_row_alone_has_no_variance_to_learn_from()
    {
        var fault = Assert.Throws<ArgumentException>(() => new MoonBatch<float>(model, size: 1, new TorchGenerator(1)));
        Assert.StartsWith("BatchNorm: a batch of shape (1, 16) has one row", fault.Message, StringComparison.Ordinal);
    }
}
