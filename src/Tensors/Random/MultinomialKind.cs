namespace Makemore.Tensors;

/// <summary>
/// The algorithms by which PyTorch draws an index from a row of probabilities. All draw from the same distribution, but they use the random
/// stream differently: this is why one seed gives different names on different computers.
/// </summary>
public enum MultinomialKind
{
    /// <summary>
    /// PyTorch with Intel MKL on an Intel processor: an exponential race, argmax pᵢ/qᵢ with qᵢ ~ Exp(1), whose q come from MKL's stream
    /// MCG31m1, seeded by one 32-bit number per draw.
    /// </summary>
    Mkl,

    /// <summary>
    /// PyTorch on other processors (AMD, ARM): the same race, with qᵢ = −ln(1 − u) and u a uniform double for every class.
    /// </summary>
    Portable,

    /// <summary>
    /// Several indices with replacement, and every draw with replacement before PyTorch 1.13: the first index where the running sum of the
    /// probabilities reaches one uniform double.
    /// </summary>
    Cumulative,
}
