using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Makemore.Modules;

/// <summary>
/// What .NET does not tell about files on Unix, and cannot do to them. Where it can be, the calls go through the portable layer that ships
/// with .NET and that .NET itself uses, so its numbers are the same on every Unix.
/// </summary>
internal static class Unix
{
    private const string Layer = "libSystem.Native";
    private const int ReadOnlyCloseOnExecute = 0x10;

    /// <summary>What is at the path, links followed; null if there is nothing, or if we may not look.</summary>
    public static FileStatus? StatusOf(string path) => Stat(path, out FileStatus status) == 0 ? status : null;

    /// <summary>Writes a folder's list of names to the disk, so that a rename in it survives a loss of power.</summary>
    public static void FlushFolder(string path)
    {
        using SafeFileHandle folder = Open(path, ReadOnlyCloseOnExecute, 0);
        if (!folder.IsInvalid) RandomAccess.FlushToDisk(folder);
    }

    /// <summary>True if a device or a pipe takes a write of no bytes, which changes nothing. One that is full does not.</summary>
    public static bool TakesBytes(SafeFileHandle file) => Write(file, [], 0) == 0;

    /// <summary>
    /// Gives an open file to an owner and a group. Only root may give a file away; others may give it to a group of theirs. What may not be
    /// given stays.
    /// </summary>
    public static void TryGive(SafeFileHandle file, uint owner, uint group)
    {
        const uint Same = uint.MaxValue;
        if (ChangeOwner(file, owner, group) != 0) _ = ChangeOwner(file, Same, group);
    }

    [DllImport("libc", EntryPoint = "fchown")]
    private static extern int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [DllImport(Layer, EntryPoint = "SystemNative_Stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    [DllImport(Layer, EntryPoint = "SystemNative_Open")]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport(Layer, EntryPoint = "SystemNative_Write")]
    private static extern int Write(SafeFileHandle file, byte[] bytes, int count);

    /// <summary>The layer's FileStatus. Only what is asked for has a name; the rest is there for its size.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        /// <summary>Permissions, and above them the kind of file.</summary>
        [FieldOffset(4)]
        public int Mode;

        /// <summary>The number of the user it belongs to.</summary>
        [FieldOffset(8)]
        public uint Owner;

        /// <summary>The number of the group it belongs to.</summary>
        [FieldOffset(12)]
        public uint Group;

        /// <summary>The disk it is on.</summary>
        [FieldOffset(88)]
        public long Disk;

        /// <summary>Its number on that disk. Every name of a file has the same.</summary>
        [FieldOffset(104)]
        public long Number;
    }
}
