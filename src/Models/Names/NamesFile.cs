using CsvHelper;

namespace Makemore.Models;

/// <summary>Reads names from a file: one column of a CSV file (RFC 4180), or a <c>.txt</c> file with one name on each line.</summary>
public static class NamesFile
{
    // No field in a list of names is nearly this long. A quote that is never closed is, and would swallow the rest of the file.
    private const int MaximumRecordBytes = 1 << 20;

    /// <summary>
    /// The rows of the file in order, empty ones too, read as they are enumerated. The text is UTF-8 unless a byte order mark says
    /// otherwise. Lines end in LF, CR LF or CR. A CSV file has a header. <paramref name="column"/> is matched exactly if possible, or else
    /// ignoring case.
    /// </summary>
    /// <exception cref="DataException">
    /// While enumerating: the file is missing, empty or unreadable, has no such column, breaks the quoting rules, or has a row with more or
    /// fewer fields than the header.
    /// </exception>
    public static IEnumerable<NameRow> Read(string path, string column = "Name") =>
        Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase) ? ReadLines(path) : ReadCsv(path, column);

    private static IEnumerable<NameRow> ReadLines(string path)
    {
        using StreamReader text = Attempt(path, () => File.OpenText(path));
        Func<string?> readLine = text.ReadLine;
        string? name = Attempt(path, readLine) ?? throw Empty(path);
        for (long line = 1; name is not null; line++)
        {
            yield return new NameRow(name, line);
            name = Attempt(path, readLine);
        }
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
        using CsvReader csv = Attempt(path, () => CsvReader.FromFile(path, options));
        IReadOnlyList<string> columns = Attempt(path, () => csv.Headers);
        if (columns.Count == 0) throw Empty(path);
        if (!csv.TryGetFieldIndex(column, out int field))
        {
            string there = string.Join(", ", columns.Select(name => $"\"{name}\""));
            throw new DataException($"{path}: there is no column \"{column}\" in the header; its columns are {there}");
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
            throw new DataException($"{path}: {exception.Message}", exception);
        }
    }
}
