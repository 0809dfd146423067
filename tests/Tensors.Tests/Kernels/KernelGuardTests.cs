using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>
/// No kernel reads past an end of a span, not even elements that it does not use: they may lie on a page that cannot be read. A kernel that
/// does stops the tests with "Fatal error" and the names of the methods that were running.
/// </summary>
public class KernelGuardTests
{
    private const int Calls = 300; // for each kernel, placement and number type

    [Theory]
    [MemberData(nameof(KernelBoundsTests.KernelNames), MemberType = typeof(KernelBoundsTests))]
    public void Nothing_outside_the_spans_is_read(string kernel)
    {
        Assert.SkipUnless(GuardedMemory.IsGuarded, "This system has no mmap to make pages that cannot be read.");
        foreach (Placement placement in new[] { Placement.BeforeGuard, Placement.AfterGuard })
        {
            Run<float>(kernel, placement);
            Run<double>(kernel, placement);
        }
    }

    [Fact]
    public void The_bytes_before_and_after_guarded_memory_cannot_be_read()
    {
        Assert.SkipUnless(GuardedMemory.IsGuarded, "This system has no mmap to make pages that cannot be read.");
        using var memory = new GuardedMemory(1);
        string path = Path.GetTempFileName();
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, options: FileOptions.DeleteOnClose))
        {
            // The system reads them for us, and says that it cannot.
            RandomAccess.Write(file, memory.ByteAt(0), 0);
            RandomAccess.Write(file, memory.ByteAt(memory.Bytes.Length - 1), 0);
            Assert.ThrowsAny<IOException>(() => RandomAccess.Write(file, memory.ByteAt(-1), 0));
            Assert.ThrowsAny<IOException>(() => RandomAccess.Write(file, memory.ByteAt(memory.Bytes.Length), 0));
        }
    }

    private static void Run<T>(string kernel, Placement placement) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var call = new KernelCall<T>(new Random(2), placement);
        foreach ((_, Action<KernelCall<T>> run) in KernelTable<T>.Calls.Where(line => line.Kernel == kernel))
        {
            for (int i = 0; i < Calls; i++)
            {
                call.Begin(spoils: false);
                run(call);
                Assert.True(call.IsUntouched(outputsToo: false), $"{kernel}, call {i}: wrote where it must not");
            }
        }
    }
}
