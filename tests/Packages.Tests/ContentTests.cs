using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace Makemore.Packages.Tests;

/// <summary>What is in each package.</summary>
public class ContentTests
{
    public static TheoryData<string> All { get; } = [.. PackedFolder.All];

    public static TheoryData<string> Libraries { get; } = [.. PackedFolder.Libraries];

    [Theory]
    [MemberData(nameof(All))]
    public void A_package_says_what_it_is_and_whose(string id)
    {
        using ZipArchive package = PackedFolder.Open(id);
        XElement metadata = PackedFolder.Metadata(package);
        Assert.Equal(id, metadata.Text("id"));
        Assert.Equal(PackedFolder.Version, metadata.Text("version"));
        Assert.Equal(("MIT", "expression"), (metadata.Text("license"), metadata.Child("license")!.Attribute("type")!.Value));
        Assert.Contains(metadata.Text("copyright"), File.ReadAllText(Path.Combine(Repository.Root.FullName, "LICENSE")));
        Assert.EndsWith(metadata.Text("authors"), metadata.Text("copyright"), StringComparison.Ordinal);
        Assert.True(metadata.Text("description").Length > 50);
        Assert.Contains("makemore", metadata.Text("tags").Split(' '));
        string readme = Encoding.UTF8.GetString(package.Bytes(metadata.Text("readme")));
        Assert.StartsWith($"# {id}\n", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_package_has_an_icon_as_galleries_show_it(string id)
    {
        using ZipArchive package = PackedFolder.Open(id);
        byte[] icon = package.Bytes(PackedFolder.Metadata(package).Text("icon"));
        Assert.Equal("PNG", Encoding.ASCII.GetString(icon, 1, 3));
        Assert.Equal([128, 128], new[] { 16, 20 }.Select(place => BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(place)))); // width, height
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_documentation_and_is_deterministic(string id)
    {
        using ZipArchive package = PackedFolder.Open(id);
        Assert.Contains("<summary>", Encoding.UTF8.GetString(package.Bytes($"lib/net10.0/{id}.xml")));
        using var assembly = new PEReader(new MemoryStream(package.Bytes($"lib/net10.0/{id}.dll")));
        Assert.Contains(DebugDirectoryEntryType.Reproducible, assembly.ReadDebugDirectory().Select(entry => entry.Type));
    }

    [Theory]
    [InlineData("Makemore.Tensors", "System.Numerics.Tensors")]
    [InlineData("Makemore.Autograd", "Makemore.Tensors")]
    [InlineData("Makemore.Modules", "Makemore.Autograd")]
    [InlineData("Makemore.Tool")]
    [InlineData("Makemore.Templates")]
    public void A_package_needs_the_floor_below_and_nothing_else(string id, params string[] needed)
    {
        using ZipArchive package = PackedFolder.Open(id);
        XElement metadata = PackedFolder.Metadata(package);
        XElement[] dependencies = [.. metadata.Descendants().Where(element => element.Name.LocalName == "dependency")];
        Assert.Equal(needed, dependencies.Select(dependency => dependency.Attribute("id")!.Value));
        Assert.All(dependencies.Where(dependency => dependency.Attribute("id")!.Value.StartsWith("Makemore", StringComparison.Ordinal)),
            ours => Assert.Equal(PackedFolder.Version, ours.Attribute("version")!.Value));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_symbols_have_every_source_in_them_under_no_path_of_this_computer(string id)
    {
        using ZipArchive package = PackedFolder.Open(id, "snupkg");
        using var file = new SymbolFile(package.Bytes($"lib/net10.0/{id}.pdb"));
        MetadataReader symbols = file.Reader;
        Assert.NotEmpty(symbols.Documents);
        Assert.All(symbols.Documents, document =>
        {
            string name = symbols.GetString(symbols.GetDocument(document).Name);
            Assert.StartsWith("/_/", name, StringComparison.Ordinal);
            Assert.True(file.Has(SymbolFile.EmbeddedSource, document), $"{name} is not in the symbols");
        });
    }

    [Fact]
    public void The_tool_has_the_page_and_the_names_that_ship_once()
    {
        using ZipArchive package = PackedFolder.Open("Makemore.Tool");
        Assert.Contains("id=\"packed\"", Encoding.UTF8.GetString(package.Bytes("tools/net10.0/any/playground.html")));
        Assert.Equal(["tools/net10.0/any/data/indian-names.csv"], package.Entries.Select(entry => entry.FullName).Where(IsCsv));
        Assert.Contains("makemore", Encoding.UTF8.GetString(package.Bytes("tools/net10.0/any/DotnetToolSettings.xml")));
    }

    private static bool IsCsv(string name) => name.EndsWith(".csv", StringComparison.Ordinal);
}
