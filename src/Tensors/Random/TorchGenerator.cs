namespace Makemore.Tensors;

/// <summary>PyTorch's CPU random streams.</summary>
public sealed class TorchGenerator
{
    /// <summary>A generator seeded as <c>torch.Generator().manual_seed(seed)</c>.</summary>
    public TorchGenerator(ulong seed) => _ = seed;

    /// <summary>Fills with <c>randn</c>.</summary>
    public void Normal(Span<float> values) => throw new NotImplementedException(values.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
