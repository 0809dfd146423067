namespace Makemore.Modules;

/// <summary>What a path leads to. It decides how a file may be read and written.</summary>
public enum FileKind
{
    /// <summary>There is nothing, or we may not look.</summary>
    Nothing,

    /// <summary>A regular file: bytes on a disk, with a length.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A character device, such as <c>/dev/null</c> or a terminal.</summary>
    Device,

    /// <summary>A pipe: what goes in at one end comes out at the other.</summary>
    Pipe,

    /// <summary>A disk, a socket, or something that we do not know.</summary>
    Other,
}

/// <summary>What is at a path. Links are followed.</summary>
public sealed class FileAtPath
{
    private readonly Unix.FileStatus? status;

    /// <summary>Looks at a path, without opening what is there.</summary>
    public FileAtPath(string path)
    {
        Path = path;
        if (OperatingSystem.IsWindows())
        {
            Kind = Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Nothing;
            return;
        }

        status = Unix.StatusOf(path);
        const int KindBits = 0xF000; // in POSIX, S_IFMT of <sys/stat.h>
        Kind = (status?.Mode & KindBits) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x2000 => FileKind.Device,
            0x1000 => FileKind.Pipe,
            null => FileKind.Nothing,
            _ => FileKind.Other,
        };
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>What is there.</summary>
    public FileKind Kind { get; }

    /// <summary>What is there, in a sentence: "a folder".</summary>
    public string Description => Kind switch
    {
        FileKind.Nothing => "nothing",
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Device => "a device",
        FileKind.Pipe => "a pipe",
        _ => "neither a file nor a folder",
    };

    /// <summary>
    /// True if both paths lead to one regular file, or to one place where there is none yet, whatever links are on the way. Names that are
    /// hard links to one file lead to it too.
    /// </summary>
    public bool IsSameFileAs(FileAtPath other)
    {
        if (Kind != other.Kind || Kind is not (FileKind.Regular or FileKind.Nothing)) return false;
        if (status is { } one && other.status is { } two) return (one.Disk, one.Number) == (two.Disk, two.Number);
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Target().Equals(other.Target(), comparison);
    }

    /// <summary>
    /// Opens a regular file for reading. Anything else is refused at once: a device may never end, and a pipe may never begin.
    /// </summary>
    /// <exception cref="IOException">There is no regular file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        var file = new FileAtPath(path);
        return file.Kind is FileKind.Regular or FileKind.Nothing
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)
            : throw new IOException($"{path}: this is {file.Description}; only regular files are read");
    }

    /// <summary>The full path of what a link leads to, or of the path itself if it is not a link.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    internal string Target()
    {
        string full = System.IO.Path.GetFullPath(Path); // of a relative path, ResolveLinkTarget makes one that leads elsewhere
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }
}
