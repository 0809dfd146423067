namespace Makemore.Pages.Tests;

/// <summary>
/// Every figure of the gallery is drawn as in Approved/NAME.svg. With MAKEMORE_APPROVE=1 in the environment, the files are written instead:
/// see <see cref="Approved"/>.
/// </summary>
public class ApprovedFigureTests
{
    public static TheoryData<string> Names => [.. Gallery.Names];

    [Theory, MemberData(nameof(Names))]
    public void Is_drawn_as_approved(string name) =>
        Approved.Holds(
            $"Figures/Approved/{name}.svg", Gallery.Make(name, $"The figure {name}, with a title too long for a small table").ToSvg());

    [Fact]
    public void Every_approved_file_is_a_figure_of_the_gallery()
    {
        string folder = Path.Combine(Repository.Root.FullName, "tests", "Pages.Tests", "Figures", "Approved");
        IEnumerable<string?> files = Directory.EnumerateFiles(folder).Select(Path.GetFileName);
        Assert.Equal(Gallery.Names.Select(name => $"{name}.svg").Order(), files.Order());
    }
}
