namespace Makemore.Tests;

/// <summary>
/// A test that trains for seconds. Who changes a line and runs all tests does not wait for it: it runs where MAKEMORE_LONG is 1, as
/// <c>.ci/run</c> sets it.
/// </summary>
internal static class LongTest
{
    public static void SkipUnlessAskedFor() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("MAKEMORE_LONG") == "1", "it trains for seconds; MAKEMORE_LONG=1 runs it, and so does .ci/run");
}
