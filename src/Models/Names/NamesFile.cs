using System.Text;
using CsvHelper;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>Reads names from a file: one column of a CSV file (RFC 4180), or a <c>.txt</c> file with one name on each line.</summary>
public static class NamesFile
{
    // No line in a list of names is nearly this long. A quote that is never closed is, and would swallow the rest of the file.
    private const int MaximumRecordBytes = 1 << 20;

    private const int MaximumFileBytes = 1 << 30;
    private const int MostOfAHeader = 200; // characters of a header in a message

    /// <summary>
    /// The rows of the file in order, empty ones too, read as they are enumerated. The text is UTF-8 unless a byte order mark says
    /// otherwise. Lines end in LF, CR LF or CR. A CSV file has a header. <paramref name="column"/> is matched exactly if possible, or else
    /// ignoring case.
    /// </summary>
    /// <exception cref="DataException">
    /// While enumerating: the file is missing, empty or unreadable, is not a regular file, is larger than 1 GB, has a line of more than 1
    /// MB, has no such column, breaks the quoting rules, has a row with more or fewer fields than the header, or looks like UTF-16 without
    /// a byte order mark.
    /// </exception>
    public static IEnumerable<NameRow> Read(string path, string column = "Name") =>
        Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase) ? ReadLines(path) : ReadCsv(path, column);

    private static IEnumerable<NameRow> ReadLines(string path)
    {
        using StreamReader text = new(Open(path));
        long line = 0;
        Func<string?> readLine = () => ReadLine(text, ++line);
        string? name = Attempt(path, readLine) ?? throw Empty(path);
        for (; name is not null; name = Attempt(path, readLine)) yield return new NameRow(name, line);
    }

    // As TextReader.ReadLine, up to a limit. Null at the end.
    private static string? ReadLine(StreamReader text, long number)
    {
        var line = new StringBuilder();
        int character = text.Read();
        if (character < 0) return null;
        for (; character is not (-1 or '\n' or '\r'); character = text.Read())
        {
            if (line.Length == MaximumRecordBytes) throw new IOException($"line {number} is longer than {MaximumRecordBytes} characters");
            line.Append((char)character);
        }

        if (character == '\r' && text.Peek() == '\n') text.Read();
        return line.ToString();
    }

    private static IEnumerable<NameRow> ReadCsv(string path, string column)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaximumRecordBytes,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        using CsvReader csv = CsvReader.Create(Open(path), options);
        IReadOnlyList<string> columns = Attempt(path, () => csv.Headers);
        if (columns.Count == 0) throw Empty(path);
        if (!csv.TryGetFieldIndex(column, out int field))
        {
            int room = MostOfAHeader;
            string[] shown = [.. columns.Select(name => $", \"{Quote.Start(name)}\"").TakeWhile(name => (room -= name.Length) >= 0)];
            string there = string.Concat(shown)[", ".Length..];
            string more = columns.Count > shown.Length ? $" and {columns.Count - shown.Length} more" : "";
            throw new DataException(
                $"{path}: there is no column \"{Quote.Start(column)}\" in the header; its columns are {there}{more}");
        }

        Func<bool> read = csv.Read;
        while (Attempt(path, read))
        {
            bool isBlank = csv.RawRecord.IsEmpty;
            if (csv.FieldCount != columns.Count && !isBlank)
                throw new DataException($"{path}, line {csv.LineNumber}: the header has {columns.Count} fields, this row {csv.FieldCount}");
            yield return new NameRow(csv.GetString(field), csv.LineNumber);
        }
    }

    private static FileStream Open(string path)
    {
        FileStream file = Attempt(path, () => FileAtPath.OpenRead(path));
        string? fault = file.Length > MaximumFileBytes
            ? $"{file.Length} bytes are too many for a list of names; {MaximumFileBytes} can be read"
            : Attempt(path, () => LooksLikeUtf16(file)) ? "this looks like UTF-16 without a byte order mark; save it as UTF-8" : null;
        if (fault is null) return file;
        using (file) throw new DataException($"{path}: {fault}");
    }

    // In UTF-16, every line feed, comma and Latin letter has a byte that is zero, the first or the second of its two. Text in UTF-8 has no
    // such bytes.
    private static bool LooksLikeUtf16(FileStream file)
    {
        const int Enough = 20; // in any script, one character in so many ends a line
        Span<byte> beginning = new byte[4096];
        beginning = beginning[..file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (beginning is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) return false; // the mark
        Span<int> zeros = [0, 0]; // at even and at odd places
        for (int i = 0; i < beginning.Length; i++)
            if (beginning[i] == 0) zeros[i % 2]++;
        return (zeros[0] == 0) != (zeros[1] == 0) && (zeros[0] + zeros[1]) * 2 * Enough >= beginning.Length;
    }

    private static DataException Empty(string path) => new($"{path}: the file is empty");

    /// <summary>Reads a bit of the file, and turns file errors into one line for the user.</summary>
    private static T Attempt<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file", exception);
        }
        catch (Exception exception) when (exception is CsvFormatException or IOException or UnauthorizedAccessException)
        {
            bool saysWhere = exception.Message.StartsWith(path, StringComparison.Ordinal);
            throw new DataException(saysWhere ? exception.Message : $"{path}: {exception.Message}", exception);
        }
    }
}
