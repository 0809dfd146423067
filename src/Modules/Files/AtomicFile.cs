namespace Makemore.Modules;

/// <summary>Files that are written as a whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes into <c>path.tmp</c>, which is flushed to the disk and then renamed, so that whatever happens there is either the old file or
    /// the new one. If it fails, <c>path.tmp</c> is removed.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The file could not be written, or another process is writing it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string full = Path.GetFullPath(path), temporary = full + ".tmp";
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new DirectoryNotFoundException($"{path}: its directory does not exist; make it first");

        // Without a buffer nothing is left for Close to write, so it cannot fail after Write has.
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
