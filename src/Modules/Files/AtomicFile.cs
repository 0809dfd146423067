using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Makemore.Modules;

/// <summary>Writes files as a whole or not at all.</summary>
/// <remarks>
/// The bytes go to a temporary file beside the target, which is flushed to the disk and then renamed. Whatever happens, either the old file
/// or the new one is there. The temporary file is called <c>.NAME.PROCESS-RANDOM.tmp</c>, so that a later run can tell that its process was
/// killed. A symbolic link stays, and what it leads to is replaced; another hard link keeps the old file, and an access-control list is not
/// kept. A device, such as <c>/dev/null</c>, and a pipe that is open already, such as <c>/dev/stdout</c>, are written to.
/// </remarks>
public static class AtomicFile
{
    // How many characters of the target's name are in that of the temporary file. A name may have 255 bytes, and a character 4.
    private const int CharactersKept = 50;

    // A full disk may still have room for an empty file.
    private static readonly byte[] Probe = new byte[4096];

    /// <summary>
    /// Writes the file, with the permissions of the one that it replaces, and its owner and group as far as the system lets us: root keeps
    /// both, and others the group, if it is one of theirs. What cannot be kept becomes ours, which is no error. Temporary files of earlier
    /// runs, killed while they wrote the same target, are removed. If it fails, the target is as it was, and no temporary file is left.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The file could not be written, or is a folder, a disk, a socket, or a pipe not yet open.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream? stream = OpenIfNotReplaced(path);
        if (stream is null) WriteBeside(path, bytes, replaces: true, bytes.Length);
        else WriteThrough(path, stream, bytes);
    }

    /// <summary>
    /// Finds out, before the work begins, whether <see cref="Write"/> can write the file afterwards: writes a temporary file, and removes
    /// it. The target stays as it is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How many bytes it will have, if that is known: the disk must have room for them.</param>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The file could not be written, or is a folder, a disk, a socket, or a pipe not yet open.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void CheckWritable(string path, long length = 0)
    {
        using FileStream? stream = OpenIfNotReplaced(path);
        if (stream is null) WriteBeside(path, Probe, replaces: false, length);
        else if (!Unix.TakesBytes(stream.SafeFileHandle)) throw new IOException($"{path}: this device is full");
    }

    // A device or an open pipe; null for a file, or where there is none yet.
    private static FileStream? OpenIfNotReplaced(string path)
    {
        var file = new FileAtPath(path);
        if (file.Kind == FileKind.Nothing) return null;
        int? descriptor = OpenDescriptor(path);
        return file.Kind switch
        {
            FileKind.Regular when descriptor is not null =>
                throw new IOException($"{path}: this leads to a file that is open already; give the name of the file"),
            FileKind.Regular => null,
            FileKind.Pipe or FileKind.Device when descriptor is { } open =>
                new FileStream(new SafeFileHandle(open, ownsHandle: false), FileAccess.Write, bufferSize: 0),
            FileKind.Device => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
            FileKind.Pipe => throw new IOException($"{path}: this is a pipe, which would wait until somebody reads it; give /dev/stdout"),
            _ => throw new IOException($"{path}: this is {file.Description}; give the name of a file"),
        };
    }

    // Opening such a pipe a second time would wait for ever if its reader has gone.
    private static int? OpenDescriptor(string path)
    {
        string number = path switch
        {
            "/dev/stdout" => "1",
            "/dev/stderr" => "2",
            _ when Path.GetDirectoryName(path) is "/dev/fd" or "/proc/self/fd" => Path.GetFileName(path),
            _ => "",
        };
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor) ? descriptor : null;
    }

    private static void WriteThrough(string path, FileStream stream, ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new IOException($"{path}: {exception.Message}", exception); // it says "Broken pipe", and not which
        }
    }

    private static void WriteBeside(string path, ReadOnlySpan<byte> bytes, bool replaces, long length)
    {
        string target = new FileAtPath(path).Target(), folder = Path.GetDirectoryName(target) ?? target;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{path}: its directory does not exist; make it first");
        Rights? rights = RightsToKeep(target);
        string prefix = $".{string.Concat(Path.GetFileName(target).EnumerateRunes().Take(CharactersKept))}.";
        RemoveLeftovers(folder, prefix);
        string temporary = Path.Combine(folder, $"{prefix}{Environment.ProcessId}-{Random.Shared.Next():x8}.tmp");
        try
        {
            WriteNew(temporary, bytes, rights, length);
            if (!replaces) return;
            File.Move(temporary, target, overwrite: true);
            if (!OperatingSystem.IsWindows()) Unix.FlushFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string message = $"{path}: {exception.Message.Replace(temporary, target, StringComparison.Ordinal)}";
            throw exception is IOException ? new IOException(message, exception) : new UnauthorizedAccessException(message, exception);
        }
        finally
        {
            File.Delete(temporary); // if it is still there
        }
    }

    // CreateNew never follows a link and never opens what is there already. Without a buffer, Dispose has nothing left to write and cannot
    // fail where Write did not.
    private static void WriteNew(string path, ReadOnlySpan<byte> bytes, Rights? rights, long length)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            PreallocationSize = length,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = rights?.Mode;
        using FileStream stream = new(path, options);
        if (!OperatingSystem.IsWindows() && rights is { } kept)
        {
            Unix.TryGive(stream.SafeFileHandle, kept.Owner, kept.Group);
            File.SetUnixFileMode(stream.SafeFileHandle, kept.Mode); // whatever umask says, and what a new owner took away
        }

        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    // Opening the target, without changing it, asks whether it may be written and whether its name may be so long. A rename alone asks the
    // folder only, and only after the work.
    private static Rights? RightsToKeep(string target)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return !OperatingSystem.IsWindows() && Unix.StatusOf(target) is { } status
                ? new Rights(File.GetUnixFileMode(file), status.Owner, status.Group)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void RemoveLeftovers(string folder, string prefix)
    {
        var leftover = new Regex($@"^{Regex.Escape(prefix)}(?<process>[0-9]{{1,9}})-[0-9a-f]{{8}}\.tmp\z");
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.tmp"))
            {
                if (leftover.Match(Path.GetFileName(file)) is not { Success: true } match) continue;
                bool isPlain = new FileInfo(file).LinkTarget is null && new FileAtPath(file).Kind == FileKind.Regular;
                if (isPlain && !IsAlive(int.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture), file)) File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder may not be listed, or the file belongs to another user. It harms nobody.
        }
    }

    // Whether the process that wrote the file still runs. Another that began later may have taken its number.
    private static bool IsAlive(int number, string file)
    {
        try
        {
            using var process = Process.GetProcessById(number);
            return process.StartTime <= File.GetLastWriteTime(file);
        }
        catch (ArgumentException)
        {
            return false; // there is none
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return true; // it may not be asked
        }
    }

    // Who may do what with a file.
    private readonly record struct Rights(UnixFileMode Mode, uint Owner, uint Group);
}
