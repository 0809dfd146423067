using System.Globalization;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors.Tests;

/// <summary>
/// The kernels have a path for each vector width, and a machine runs only one of them. The runtime's switches choose a narrower one:
/// <c>DOTNET_EnableAVX512=0</c> leaves 256 bits, <c>DOTNET_EnableAVX2=0</c> leaves 128. This test checks that the switch worked.
/// </summary>
public class VectorWidthTests
{
    internal static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    [Fact]
    public void Is_the_one_that_the_environment_expects()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"The kernels run with vectors of {Bits} bits.");
        string? expected = Environment.GetEnvironmentVariable("MAKEMORE_EXPECT_VECTOR_BITS");
        if (expected is not null) Assert.Equal(expected, Bits.ToString(CultureInfo.InvariantCulture));
    }
}
