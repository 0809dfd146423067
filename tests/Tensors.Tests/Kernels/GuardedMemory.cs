using System.Runtime.InteropServices;

namespace Makemore.Tensors.Tests;

/// <summary>
/// Pages of memory with a page on either side that can be neither read nor written. A kernel that reads or writes past an end there stops
/// the process at once, and the runtime prints which method it was. Elsewhere than on Linux and macOS there are no such pages.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int None = 0, Read = 1, Write = 2, Private = 2; // PROT_NONE, PROT_READ, PROT_WRITE, MAP_PRIVATE
    private static readonly int Anonymous = OperatingSystem.IsLinux() ? 0x20 : 0x1000; // MAP_ANONYMOUS
    private static readonly int Page = Environment.SystemPageSize;

    private readonly byte* start; // of what can be used
    private readonly int length;

    /// <summary>Room for at least this many bytes.</summary>
    public GuardedMemory(int least)
    {
        length = (least + Page - 1) / Page * Page;
        if (!IsGuarded)
        {
            start = (byte*)NativeMemory.AllocZeroed((nuint)length);
            return;
        }

        nint pages = mmap(0, length + (2 * Page), None, Private | Anonymous, -1, 0);
        start = (byte*)pages + Page;
        if (pages == -1 || mprotect((nint)start, length, Read | Write) != 0)
            throw new InvalidOperationException($"{length} bytes between guard pages: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>True if there are pages that cannot be touched on both sides.</summary>
    public static bool IsGuarded { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>What can be read and written; it begins and ends with a page.</summary>
    public Span<byte> Bytes => new(start, length);

    /// <summary>One byte that may lie outside, counted from the first that can be used.</summary>
    public ReadOnlySpan<byte> ByteAt(int index) => new(start + index, 1);

    public void Dispose()
    {
        if (IsGuarded) _ = munmap((nint)start - Page, length + (2 * Page));
        else NativeMemory.Free(start);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nint length, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nint length);
}
