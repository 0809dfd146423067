namespace Makemore.Modules;

/// <summary>Writes files as a whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes into <c>path.tmp</c>, flushes it to the disk and renames it. So whatever happens, either the old file or the new one is
    /// there. If it fails, <c>path.tmp</c> is removed.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The file could not be written, or another process is writing it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string full = Path.GetFullPath(path), temporary = full + ".tmp";
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new DirectoryNotFoundException($"{path}: its directory does not exist; make it first");

        // Without a buffer, Close has nothing left to write and cannot fail where Write did not.
        using FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
            stream.Close();
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            stream.Close();
            File.Delete(temporary);
            throw;
        }
    }
}
