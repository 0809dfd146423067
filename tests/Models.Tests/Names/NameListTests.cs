using System.Text;
using FsCheck.Xunit;
using Makemore.Tensors;

namespace Makemore.Models.Tests;

public sealed class NameListTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Names_are_trimmed_and_lower_cased_and_only_the_first_of_equal_ones_is_kept()
    {
        NameList cleaned = Clean(Vocabulary.English, " Bhavana ", "RAJ", "raj", "", "Rajeev,Rajiv", "\t", "Run zhun", "Raj", "dev");

        Assert.Equal(["bhavana", "raj", "dev"], cleaned.Names);
        Assert.Same(Vocabulary.English, cleaned.Vocabulary);
        Assert.Equal(9, cleaned.TotalRows);
        Assert.Equal(Enum.GetValues<DropReason>(), cleaned.Dropped.Select(dropped => dropped.Reason));
        Assert.Equal([2, 2, 2], cleaned.Dropped.Select(dropped => dropped.Count));
        Assert.Equal([new("", 4), new("\t", 6)], cleaned.Dropped[0].Examples);
        Assert.Equal([new("Rajeev,Rajiv", 5), new("Run zhun", 7)], cleaned.Dropped[1].Examples);
        Assert.Equal([new("raj", 3), new("Raj", 8)], cleaned.Dropped[2].Examples);
    }

    [Fact]
    public void Of_many_names_each_different_one_is_kept_in_order_of_first_appearance()
    {
        var numbers = new int[400_000]; // enough for some different names to share a hash
        new TorchGenerator(1).Integers(numbers, 0, 300_000);
        string[] names = [.. numbers.Select(number => string.Concat($"{number}".Select(digit => (char)(digit - '0' + 'a'))))];
        Assert.Equal(names.Distinct(), Clean(Vocabulary.English, names).Names);
    }

    [Fact]
    public void Equal_names_stay_where_that_is_asked_for()
    {
        NameRow[] rows = [new("Raj", 1), new("raj", 2), new("dev", 3), new("", 4), new(" RAJ", 5)];
        var kept = NameList.Clean(rows, Vocabulary.English, Duplicates.Keep);

        Assert.Equal(["raj", "raj", "dev", "raj"], kept.Names);
        Assert.Equal([1, 0, 0], kept.Dropped.Select(dropped => dropped.Count));
        Assert.Equal(Duplicates.Keep, kept.Duplicates);
        Assert.Equal(Duplicates.Keep, kept.Shuffled(new TorchGenerator(1)).Duplicates);
    }

    [Fact]
    public void Shuffling_changes_the_order_to_train_on_and_nothing_else()
    {
        NameList cleaned = Clean(Vocabulary.English, [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")]);
        NameList shuffled = cleaned.Shuffled(new TorchGenerator(1));

        Assert.Equal((false, true), (cleaned.IsShuffled, shuffled.IsShuffled));
        Assert.NotEqual(cleaned.Names, shuffled.Names);
        Assert.Equal(cleaned.Names, shuffled.Names.Order());
        Assert.Equal(cleaned.Names, shuffled.InFileOrder);
        Assert.Equal(shuffled.Names, shuffled.Shuffled(new TorchGenerator(1)).Names);
    }

    [Fact]
    public void A_few_of_the_dropped_rows_are_kept_and_all_are_counted()
    {
        NameList cleaned = Clean(Vocabulary.English, [.. Enumerable.Repeat("raj", 1_000)]);

        Assert.Equal(999, cleaned.Dropped[(int)DropReason.Duplicate].Count);
        Assert.Equal([2, 3, 4, 5, 6], cleaned.Dropped[(int)DropReason.Duplicate].Examples.Select(row => row.Line));
    }

    [Fact]
    public void Dropped_rows_are_said_by_reason_with_examples()
    {
        Assert.Equal(
            ["0 empty", "0 with a character outside the vocabulary", "0 seen before"],
            Clean(Vocabulary.English, "raj").Dropped.Select(dropped => $"{dropped}"));
        Assert.Equal(
            ["2 empty, such as \"\" on line 2, \" \" on line 4", "1 with a character outside the vocabulary, such as \"r4j\" on line 3",
                "1,200 seen before, such as " +
                "\"Raj\" on line 5, \"Raj\" on line 6, \"Raj\" on line 7, \"Raj\" on line 8, \"Raj\" on line 9"],
            Clean(Vocabulary.English, ["raj", "", "r4j", " ", .. Enumerable.Repeat("Raj", 1_200)]).Dropped.Select(dropped => $"{dropped}"));
    }

    [Theory]
    [InlineData("raj.")]
    [InlineData("zoë")]
    [InlineData("नमिता")]
    [InlineData("𐐨")]
    [InlineData("r4j")]
    public void A_name_with_a_character_outside_the_vocabulary_is_dropped(string name) =>
        Assert.Equal(1, Clean(Vocabulary.English, "ok", name).Dropped[(int)DropReason.NotInVocabulary].Count);

    [Fact]
    public void Without_a_vocabulary_the_letters_of_the_names_that_are_kept_make_one()
    {
        NameList cleaned = Clean(null, "Zoë", "नमिता", "𐐀", "Qu-Qu", "J2");

        Assert.Equal(["zoë", "नमिता", "𐐨"], cleaned.Names);
        Assert.Equal("ozëतनमाि𐐨", cleaned.Vocabulary.Letters);
        Assert.Equal(2, cleaned.Dropped[(int)DropReason.NotInVocabulary].Count);
    }

    [Fact]
    public void The_vocabulary_may_hold_more_than_letters() =>
        Assert.Equal(["anne-marie"], Clean(Vocabulary.FromLetters("-aeimnr"), "Anne-Marie").Names);

    [Property]
    public void Every_row_is_a_name_or_dropped_for_one_reason(string?[] texts)
    {
        string[] rows = ["name", .. texts.Select(text => text ?? "")];

        NameList cleaned = Clean(null, rows);

        Assert.Equal(rows.Length, cleaned.TotalRows);
        Assert.Equal(rows.Length, cleaned.Names.Count + cleaned.Dropped.Sum(dropped => dropped.Count));
        Assert.Equal(cleaned.Names.Distinct(), cleaned.Names);
        Assert.All(cleaned.Names, name => Assert.True(cleaned.Vocabulary.TryEncode(name, out _)));
    }

    [Property(Arbitrary = [typeof(RandomNames)])]
    public void Cleaning_again_changes_nothing(RandomNames list)
    {
        NameList once = Clean(null, [.. list.Names, "Ünsal", "  Raj", "x-y"]);
        NameList twice = Clean(null, [.. once.Names]);

        Assert.Equal(once.Names, twice.Names);
        Assert.Equal(once.Vocabulary.Letters, twice.Vocabulary.Letters);
        Assert.All(twice.Dropped, dropped => Assert.Equal(0, dropped.Count));
    }

    [Fact]
    public void No_usable_name_is_an_error_that_says_what_became_of_the_rows()
    {
        string message = Assert.Throws<DataException>(() => Clean(Vocabulary.English, "", "राज", " ")).Message;

        Assert.Equal("there is no usable name in 3 rows: 2 empty, such as \"\" on line 1; " +
            "1 with a character outside the vocabulary, such as \"राज\" on line 2", message);
    }

    [Theory]
    [InlineData(101, 0, true)]
    [InlineData(100, 0, false)]
    [InlineData(200, 18, true)]
    [InlineData(200, 19, false)]
    public void A_list_looks_sorted_if_it_has_over_100_names_and_nine_of_ten_follow_the_one_before(int count, int falls, bool expected)
    {
        // Numbers as words of four letters, in order; each fall takes a pair of neighbours the wrong way round.
        string[] names = [.. Enumerable.Range(0, count).Select(i => string.Concat($"{i:0000}".Select(digit => (char)(digit - '0' + 'a'))))];
        for (int i = 1; i <= falls; i++) (names[4 * i], names[(4 * i) + 1]) = (names[(4 * i) + 1], names[4 * i]);
        Assert.Equal(expected, Clean(Vocabulary.English, names).LooksSorted());
    }

    [Fact]
    public void A_name_does_not_follow_itself()
    {
        NameRow[] rows = [.. Enumerable.Range(1, 200).Select(line => new NameRow("raj", line))];
        Assert.False(NameList.Clean(rows, Vocabulary.English, Duplicates.Keep).LooksSorted());
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_once_with_its_path()
    {
        string path = Path.Combine(folder, "names.csv");
        Assert.Equal($"{path}: there is no such file", ErrorOf(path));
        File.WriteAllText(path, "Name\nr4j\n");
        Assert.Equal(
            $"{path}: there is no usable name in 1 rows: 1 with a character outside the vocabulary, such as \"r4j\" on line 2",
            ErrorOf(path));
        Assert.Equal($"{path}: there is no column \"Nom\" in the header; its columns are \"Name\"", ErrorOf(path, "Nom"));

        static string ErrorOf(string path, string column = "Name") =>
            Assert.Throws<DataException>(() => NameList.Read(path, column, Vocabulary.English)).Message;
    }

    [Fact]
    public void More_letters_than_a_vocabulary_may_hold_are_refused()
    {
        // Two blocks of ideographs and the syllables of Hangul.
        int[] letters = [.. Enumerable.Range(0x4E00, 20_992), .. Enumerable.Range(0xAC00, 11_172), .. Enumerable.Range(0x20000, 42_720)];
        string name = string.Concat(letters.Select(char.ConvertFromUtf32));
        Assert.Contains("74885 tokens are too many", Assert.Throws<DataException>(() => Clean(null, name)).Message);
    }

    [Fact]
    public void No_row_at_all_is_an_error() =>
        Assert.Equal("there are no names: not one row", Assert.Throws<DataException>(() => Clean(null)).Message);

    [Fact]
    public void The_list_that_ships_is_what_its_description_says()
    {
        string path = Path.Combine(Repository.Root.FullName, "data", "indian-names.csv");

        NameList cleaned = NameList.Clean(NamesFile.Read(path), Vocabulary.English);

        Assert.Equal(4_290, cleaned.TotalRows);
        Assert.Equal(4_172, cleaned.Names.Count);
        Assert.Equal((2, 15), (cleaned.Names.Min(name => name.Length), cleaned.Names.Max(name => name.Length)));
        Assert.Equal([0, 7, 111], cleaned.Dropped.Select(dropped => dropped.Count));
        Assert.DoesNotContain('\r', File.ReadAllText(path, Encoding.UTF8));
    }

    private static NameList Clean(Vocabulary? vocabulary, params string[] texts) =>
        NameList.Clean(texts.Select((text, i) => new NameRow(text, i + 1)), vocabulary);
}
