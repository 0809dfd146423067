using System.Diagnostics;
using System.Text;

namespace Makemore.Models.Tests;

public sealed class NamesFileTests : IDisposable
{
    private const string LooksLikeUtf16 = "this looks like UTF-16 without a byte order mark; save it as UTF-8";

    private readonly string folder = Directory.CreateTempSubdirectory("makemore-names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Name\nAmba\nRaj\n")]
    [InlineData("Name\r\nAmba\r\nRaj\r\n")]
    [InlineData("Name\rAmba\rRaj")]
    [InlineData("\uFEFFName\nAmba\nRaj")]
    [InlineData("\uFEFF\"Name\"\n\"Amba\"\n\"Raj\"")]
    [InlineData("Id,Name,Kind\n1,Amba,female\n2,Raj,male\n")]
    [InlineData("name\nAmba\nRaj\n")]
    [InlineData(" NAME \nAmba\nRaj\n")]
    public void A_column_is_read_by_its_name(string csv) => Assert.Equal([new("Amba", 2), new("Raj", 3)], ReadCsv(csv));

    [Fact]
    public void Of_two_columns_the_one_that_matches_exactly_is_read() =>
        Assert.Equal([new("Raj", 2)], ReadCsv("name,Name\nAmba,Raj\n"));

    [Fact]
    public void Another_column_can_be_asked_for() =>
        Assert.Equal([new("female", 2)], NamesFile.Read(Write("names.csv", "Name,Kind\nAmba,female\n"), "Kind"));

    [Fact]
    public void Quoted_fields_may_hold_commas_quotes_and_line_breaks_and_lines_are_counted_in_the_file() =>
        Assert.Equal(
            [new("Rajeev,Rajiv", 2), new("D\"Souza", 3), new("Anne\nMarie", 4), new("Raj", 6)],
            ReadCsv("Name,Kind\n\"Rajeev,Rajiv\",male\n\"D\"\"Souza\",surname\n\"Anne\nMarie\",female\nRaj,male\n"));

    [Fact]
    public void Blank_lines_are_rows_without_a_name() =>
        Assert.Equal([new("", 2), new("Raj", 3), new("", 4)], ReadCsv("Name,Kind\r\n\r\nRaj,male\r\n\r\n"));

    [Fact]
    public void Any_script_is_read() => Assert.Equal([new("नमिता", 2), new("𐐨𐐩", 3)], ReadCsv("Name\nनमिता\n𐐨𐐩\n"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_byte_order_mark_tells_UTF_16(bool bigEndian)
    {
        string path = Path.Combine(folder, "names.csv");
        File.WriteAllText(path, "Name\r\nनमिता\r\n", new UnicodeEncoding(bigEndian, byteOrderMark: true));

        Assert.Equal([new("नमिता", 2)], NamesFile.Read(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UTF_16_without_a_byte_order_mark_is_refused(bool bigEndian)
    {
        string path = Path.Combine(folder, "names.csv");
        File.WriteAllText(path, "Name\r\nनमिता\r\n", new UnicodeEncoding(bigEndian, byteOrderMark: false));

        Assert.Equal($"{path}: {LooksLikeUtf16}", ErrorOf(path));
    }

    // A byte in 40 is enough, because a character of UTF-16 takes two. Only the first 4096 bytes are looked at.
    [Theory]
    [InlineData(80, true, 0, 78)]
    [InlineData(80, true, 1, 79)]
    [InlineData(82, false, 0, 80)]
    [InlineData(82, false, 1, 81)]
    [InlineData(80, false, 0, 79)]
    [InlineData(80, false)]
    public void A_file_looks_like_UTF_16_if_a_byte_in_40_is_zero_always_the_first_or_always_the_second_of_two(
        int length, bool expected, params int[] zeros) => Assert.Equal(expected, IsTakenForUtf16(length, zeros));

    [Fact]
    public void Only_the_first_4096_bytes_of_a_file_tell_whether_it_looks_like_UTF_16()
    {
        int[] odd = [.. Enumerable.Range(0, 102).Select(i => (2 * i) + 1)], even = [.. Enumerable.Range(0, 102).Select(i => 2 * i)];
        Assert.False(IsTakenForUtf16(5_000, odd)); // 103 or more are a byte in 40
        Assert.True(IsTakenForUtf16(5_000, [.. odd, 4_095]));
        Assert.False(IsTakenForUtf16(5_000, [.. even, 4_096]));
    }

    [Fact]
    public void The_list_can_be_read_again()
    {
        IEnumerable<NameRow> rows = NamesFile.Read(Write("names.csv", "Name\nAmba\nRaj\n"));

        Assert.Equal([.. rows], rows);
    }

    [Theory]
    [InlineData("names.txt", "Amba\nRaj\n\nDev")]
    [InlineData("names.TXT", "\uFEFFAmba\r\nRaj\r\n\r\nDev\r\n")]
    public void A_text_file_has_one_name_a_line(string file, string text) =>
        Assert.Equal([new("Amba", 1), new("Raj", 2), new("", 3), new("Dev", 4)], NamesFile.Read(Write(file, text)));

    [Theory]
    [InlineData("Vorname,Nachname\nAmba,Seth\n", ": there is no column \"Name\" in the header; its columns are \"Vorname\", \"Nachname\"")]
    [InlineData("", ": the file is empty")]
    [InlineData("\uFEFF", ": the file is empty")]
    [InlineData("Name\nAmba\nRajeev,Rajiv\n", ", line 3: the header has 1 fields, this row 2")]
    [InlineData("Name,Kind\nAmba\n", ", line 2: the header has 2 fields, this row 1")]
    [InlineData("Name\nAmba\n\"Raj\nDev\n", ": Malformed CSV in record 3 (line 3): a quoted field that is never closed (byte offset 19).")]
    [InlineData("Name\nAmba\nD\"Souza\n", ": Malformed CSV in record 3 (line 3): a quote inside an unquoted field (byte offset 11).")]
    [InlineData("Na\"me\nAmba\n", ": Malformed CSV in record 1 (line 1): a quote inside an unquoted field (byte offset 2).")]
    public void What_is_wrong_with_a_file_is_said_in_one_line(string csv, string message)
    {
        string path = Write("names.csv", csv);

        Assert.Equal(path + message, ErrorOf(path));
    }

    [Fact]
    public void A_quote_that_is_never_closed_does_not_swallow_a_large_file()
    {
        string path = Write("names.csv", "Name\n\"Amba\n" + string.Concat(Enumerable.Repeat("Raj\n", 1_000_000)));

        Assert.StartsWith($"{path}: Record 2 is longer than", ErrorOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_file_has_the_same_limit_for_a_line()
    {
        string longest = new('a', 1 << 20);
        Assert.Equal([new("Amba", 1), new(longest, 2), new("Raj", 3)], NamesFile.Read(Write("names.txt", $"Amba\n{longest}\r\nRaj")));
        string path = Write("names.txt", $"Amba\n{longest}a\nRaj");
        Assert.Equal($"{path}: line 2 is longer than 1048576 characters", ErrorOf(path));
    }

    [Theory]
    [InlineData("\r\n\n\rAmba\r\r\n", "", "", "", "Amba", "")]
    [InlineData("Amba\r", "Amba")]
    [InlineData("\n", "")]
    public void Lines_of_a_text_file_end_as_those_of_a_csv_file(string text, params string[] lines) =>
        Assert.Equal(lines, NamesFile.Read(Write("names.txt", text)).Select(row => row.Text));

    [Theory]
    [InlineData("names.txt", 1 << 29, "line 1 is longer than")]
    [InlineData("names.csv", 1 << 29, "Record 1 is longer than")]
    [InlineData("names.txt", 1 << 30, "line 1 is longer than")]
    [InlineData("names.txt", (1 << 30) + 1, "1073741825 bytes are too many for a list of names; 1073741824 can be read")]
    [InlineData("names.txt", 10_000_000_000, "10000000000 bytes are too many")]
    [InlineData("names.csv", 10_000_000_000, "10000000000 bytes are too many")]
    public void A_huge_file_is_refused_at_once(string file, long length, string because)
    {
        string path = Write(file, "");
        using (FileStream stream = File.OpenWrite(path)) stream.SetLength(length); // a hole, which takes no room on the disk
        long allocated = Allocation.Of(() => Assert.StartsWith($"{path}: {because}", ErrorOf(path), StringComparison.Ordinal));
        Assert.InRange(allocated, 0, 20_000_000);
    }

    [Theory]
    [InlineData("names.csv")]
    [InlineData("names.txt")]
    public void What_is_not_a_regular_file_is_refused_at_once(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such devices");
        string path = Path.Combine(folder, file);
        File.CreateSymbolicLink(path, "/dev/zero");
        Assert.Equal($"{path}: this is a device; only regular files are read", ErrorOf(path));
        File.Delete(path);
        Process.Start("mkfifo", [path]).WaitForExit();
        Assert.Equal($"{path}: this is a pipe; only regular files are read", ErrorOf(path));
    }

    [Fact]
    public void Of_many_short_columns_only_the_first_are_named()
    {
        string path = Write("names.csv", string.Join(',', Enumerable.Range(1, 100)) + "\nAmba\n");
        string message = ErrorOf(path);
        Assert.Contains("its columns are \"1\", \"2\", ", message);
        Assert.InRange(message.Length - path.Length, 1, 300);
    }

    [Fact]
    public void As_many_columns_are_named_as_fit_in_200_characters()
    {
        string[] columns = [.. Enumerable.Range(100_001, 30).Select(number => $"{number}")]; // 10 characters each with ", " and quotes
        string path = Write("names.csv", string.Join(',', columns) + "\nAmba\n");
        Assert.EndsWith("\"100019\", \"100020\" and 10 more", ErrorOf(path), StringComparison.Ordinal);

        path = Write("names.csv", string.Join(',', columns[..19]) + ",1000020\nAmba\n"); // the last takes 11
        Assert.EndsWith("\"100018\", \"100019\" and 1 more", ErrorOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_header_only_a_little_is_quoted_and_nothing_that_a_terminal_obeys()
    {
        string path = Write("names.csv", string.Join(',', Enumerable.Repeat("\u001b[2J" + new string('c', 100), 100)) + "\nAmba\n");
        string message = ErrorOf(path);
        Assert.EndsWith(" and 97 more", message, StringComparison.Ordinal);
        Assert.InRange(message.Length - path.Length, 1, 300);
        Assert.DoesNotContain('\u001b', message);
        Assert.DoesNotContain(new string('c', 60), message);
    }

    [Theory]
    [InlineData("names.csv")]
    [InlineData("names.txt")]
    [InlineData("folder/names.csv")]
    public void A_file_that_is_not_there_is_named(string file)
    {
        string path = Path.Combine(folder, file);

        Assert.Equal($"{path}: there is no such file", ErrorOf(path));
    }

    [Fact]
    public void An_empty_text_file_is_an_error()
    {
        string path = Write("names.txt", "");

        Assert.Equal($"{path}: the file is empty", ErrorOf(path));
    }

    [Fact]
    public void A_folder_is_not_a_file() => Assert.StartsWith($"{folder}: ", ErrorOf(folder), StringComparison.Ordinal);

    // Lines of a letter each, with these bytes zero.
    private bool IsTakenForUtf16(int length, int[] zeros)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? (byte)'a' : (byte)'\n')];
        foreach (int place in zeros) bytes[place] = 0;
        string path = Path.Combine(folder, "names.txt");
        File.WriteAllBytes(path, bytes);
        try
        {
            Assert.NotEmpty(NamesFile.Read(path));
            return false;
        }
        catch (DataException exception)
        {
            Assert.Equal($"{path}: {LooksLikeUtf16}", exception.Message);
            return true;
        }
    }

    private static string ErrorOf(string path)
    {
        string message = Assert.Throws<DataException>(() => NamesFile.Read(path).Count()).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private IEnumerable<NameRow> ReadCsv(string csv) => NamesFile.Read(Write("names.csv", csv));

    private string Write(string file, string text)
    {
        string path = Path.Combine(folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
