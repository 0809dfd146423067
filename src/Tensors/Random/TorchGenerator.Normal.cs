namespace Makemore.Tensors;

/// <content>
/// Normal values by Box and Muller's transform (1958): one uniform value gives the angle of a point, and another, through −2 ln, gives the
/// square of its radius.
/// </content>
public sealed partial class TorchGenerator
{
    private const int NormalBlock = 16;

    // Values drawn one at a time come in pairs, a cosine and a sine. This is the sine, kept for the next value. Calls of 16 values or
    // more neither use nor drop it.
    private double? keptNormal;

    /// <summary>
    /// Fills with standard-normal values, as <c>torch.randn</c>. Fewer than 16 are PyTorch's to the bit. 16 or more come from blocks of 16
    /// uniform floats, and differ from PyTorch's by less than 5e-7, because its vector logarithm and sine are approximations.
    /// </summary>
    public void Normal(Span<float> values)
    {
        if (values.Length < NormalBlock)
        {
            foreach (ref float value in values) value = (float)NextNormal();
            return;
        }

        Uniform(values);
        for (int start = 0; start <= values.Length - NormalBlock; start += NormalBlock) UniformToNormal(values.Slice(start, NormalBlock));
        if (values.Length % NormalBlock == 0) return;

        // The rest does not fill a block. So the last 16 values are drawn again, although some of them were done already.
        Span<float> last = values[^NormalBlock..];
        Uniform(last);
        UniformToNormal(last);
    }

    private double NextNormal()
    {
        if (keptNormal is double kept)
        {
            keptNormal = null;
            return kept;
        }

        double angle = 2 * Math.PI * UniformDouble();
        double radius = Math.Sqrt(-2 * LogOfOneMinus(UniformDouble()));
        keptNormal = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    // Rounds to float where PyTorch does. The functions are computed in double, so that platforms whose libraries differ in the last bit
    // agree in float.
    private static void UniformToNormal(Span<float> block)
    {
        for (int j = 0; j < NormalBlock / 2; j++)
        {
            float radius = MathF.Sqrt(-2 * (float)LogOfOneMinus(block[j]));
            float angle = (float)(2 * Math.PI) * block[j + (NormalBlock / 2)];
            (double sine, double cosine) = Math.SinCos(angle);
            block[j] = radius * (float)cosine;
            block[j + (NormalBlock / 2)] = radius * (float)sine;
        }
    }

    // ln(1 − u) for a u from this generator: a multiple of 2⁻⁵³, so 1 − u is exact, and log1p would gain nothing.
    private static double LogOfOneMinus(double u) => Math.Log(1 - u);
}
