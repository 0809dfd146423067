using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>A table of learned vectors, one for each thing, such as each character of a vocabulary.</summary>
public sealed class EmbeddingLayer<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A table of <paramref name="count"/> vectors of <paramref name="size"/> numbers each.</summary>
    /// <param name="count">How many things there are.</param>
    /// <param name="size">The length of each vector.</param>
    /// <param name="values">Where the table comes from.</param>
    /// <param name="table">How it begins; by default standard normal, as in PyTorch's <c>nn.Embedding</c>.</param>
    public EmbeddingLayer(int count, int size, ValueSource<T> values, Initial? table = null) =>
        Table = Add("table", values.Next([count, size], table ?? Initial.Normal()));

    /// <summary>(count, size): row i is the vector of thing i.</summary>
    public Parameter<T> Table { get; }

    /// <summary>Indices (…) to their vectors (…, size). A replay reads the same object again.</summary>
    public Variable<T> Forward(Indices indices) => Table.Embedding(indices);
}
