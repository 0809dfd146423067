namespace Makemore.Tensors;

/// <summary>
/// PyTorch's algorithms for drawing an index from a row of probabilities. All draw from the same distribution, but they use the random
/// stream differently. This is why one seed gives different names on different computers.
/// </summary>
public enum MultinomialKind
{
    /// <summary>
    /// PyTorch with Intel MKL on an Intel processor: an exponential race, argmax pᵢ/qᵢ with qᵢ ~ Exp(1). The q come from MKL's stream
    /// MCG31m1, which each draw seeds with one 32-bit number.
    /// </summary>
    Mkl,

    /// <summary>
    /// PyTorch on other processors (AMD, ARM): the same race, with qᵢ = −ln(1 − u) and one uniform double u per class.
    /// </summary>
    Portable,

    /// <summary>
    /// The first index where the running sum of the probabilities reaches one uniform double. PyTorch draws several indices with
    /// replacement this way, and before 1.13 it drew every index with replacement this way.
    /// </summary>
    Cumulative,
}
