using System.Xml.Linq;

namespace Makemore.Pages.Tests;

/// <summary>The page is published again when its sources are newer: by the command that writes it, and when the tool is packed.</summary>
public class PublishedPageTests
{
    [Fact]
    public void What_makes_the_page_old_also_makes_it_old_for_the_package()
    {
        XDocument project = XDocument.Load(Path.Combine(Repository.Root.FullName, "src", "Runner", "Runner.csproj"));
        string floors = project.Descendants("PageFloor").Select(floor => floor.Attribute("Include")).OfType<XAttribute>().Single().Value;
        Assert.Equal(floors.Split(';'), PublishedPage.Floors);
    }
}
