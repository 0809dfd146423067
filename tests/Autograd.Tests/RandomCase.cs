using FsCheck;
using FsCheck.Fluent;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests;

/// <summary>What a random test runs on. Everything drawn for it follows from these two numbers, so a failure can be repeated.</summary>
public sealed record RandomCase(int Seed, int Size)
{
    public TorchGenerator Generator() => new((ulong)Seed);

    /// <summary>
    /// Runs a test on random cases. A case that fails is run again with smaller sizes. The message gives the seed and the smallest size
    /// that still fails. (A smaller seed would be a different case, not a simpler one.)
    /// </summary>
    public static void ForAll(Action<RandomCase> test, int largestSize = 6, int smallestSize = 1, int cases = 200)
    {
        Gen<RandomCase> drawn =
            from seed in Gen.Choose(0, int.MaxValue)
            from size in Gen.Choose(smallestSize, largestSize)
            select new RandomCase(seed, size);
        Arbitrary<RandomCase> shrinking = Arb.From(
            drawn, failed => Enumerable.Range(smallestSize, failed.Size - smallestSize).Select(size => failed with { Size = size }));
        Prop.ForAll(shrinking, test).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true));
    }
}
