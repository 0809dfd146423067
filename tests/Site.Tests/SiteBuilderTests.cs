using Makemore.Models;

namespace Makemore.Site.Tests;

public sealed class SiteBuilderTests
{
    [Fact]
    public void A_folder_that_holds_something_else_is_left_as_it_is()
    {
        string folder = Directory.CreateTempSubdirectory("makemore-").FullName, letter = Path.Combine(folder, "letter.txt");
        File.WriteAllText(letter, "Dear");
        Assert.Contains(folder, Assert.Throws<DataException>(() => SiteBuilder.Write(folder, _ => { })).Message, StringComparison.Ordinal);
        Assert.Equal([letter], Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder, recursive: true);
    }
}
