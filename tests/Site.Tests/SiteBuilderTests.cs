using Makemore.Models;

namespace Makemore.Site.Tests;

public sealed class SiteBuilderTests
{
    /// <summary>Neither the folder itself nor the one in which a site grows is taken for a site because of its name.</summary>
    [Theory]
    [InlineData("site")]
    [InlineData("site.unfinished")]
    public void A_folder_that_holds_something_else_is_left_as_it_is(string name)
    {
        DirectoryInfo parent = Directory.CreateTempSubdirectory("makemore-");
        string letter = Path.Combine(parent.CreateSubdirectory(name).FullName, "letter.txt");
        File.WriteAllText(letter, "Dear");
        var problem = Assert.Throws<DataException>(() => SiteBuilder.Write(Path.Combine(parent.FullName, "site"), _ => { }));
        Assert.Contains($"{name} holds something else", problem.Message, StringComparison.Ordinal);
        Assert.Equal([letter], Directory.GetFiles(parent.FullName, "*", SearchOption.AllDirectories));
        parent.Delete(recursive: true);
    }
}
