using System.IO.Compression;

namespace Makemore.Packages.Tests;

/// <summary>Packing again.</summary>
public class PackingTests(Consumer consumer)
{
    private static readonly string[] Floors = ["Tensors", "Autograd", "Modules"];

    [Fact]
    public void Packing_twice_gives_the_same_assemblies_and_symbols()
    {
        string folder = consumer.NewFolder("packing");
        Dictionary<string, byte[]> first = Pack(folder), second = Pack(folder);
        Assert.Equal(2 * Floors.Length, first.Count);
        Assert.All(first, file => Assert.True(file.Value.AsSpan().SequenceEqual(second[file.Key]), $"{file.Key} differs"));
    }

    /// <summary>Where git's origin is on a host that the SDK knows, the symbols say at which address each source is.</summary>
    [Fact]
    public void Packed_in_a_clone_from_a_known_host_the_symbols_say_where_the_sources_are()
    {
        string folder = consumer.NewFolder("clone"), clone = Path.Combine(folder, "makemore");
        Assert.SkipUnless(Path.Exists(Path.Combine(Repository.Root.FullName, ".git")), "this is no clone of git");
        Consumer.Run(folder, "git", "clone", "--quiet", Repository.Root.FullName, "makemore");
        Consumer.Run(clone, "git", "remote", "set-url", "origin", "https://github.com/somebody/makemore.git");
        Consumer.Run(clone, "dotnet", "pack", "src/Tensors", "-nologo", "-o", folder);

        using ZipArchive package = ZipFile.OpenRead(Path.Combine(folder, $"Makemore.Tensors.{PackedFolder.Version}.snupkg"));
        using var symbols = new SymbolFile(package.Bytes("lib/net10.0/Makemore.Tensors.pdb"));
        Assert.Contains("githubusercontent.com/somebody/makemore/", symbols.SourceLink, StringComparison.Ordinal);
        using ZipArchive library = ZipFile.OpenRead(Path.Combine(folder, $"Makemore.Tensors.{PackedFolder.Version}.nupkg"));
        Assert.Equal("https://github.com/somebody/makemore.git", PackedFolder.Metadata(library).Child("repository")!.Attribute("url")!.Value);
    }

    // The last of the floors stands on the others, so that packing it compiles them all.
    private static Dictionary<string, byte[]> Pack(string folder)
    {
        foreach (string floor in Floors)
            if (Directory.Exists(Of(floor, "obj"))) Directory.Delete(Of(floor, "obj"), recursive: true);
        Consumer.Run(Repository.Root.FullName, "dotnet", "pack", "src/Modules", "--no-restore", "-nologo", "-o", folder);
        string output = Path.Combine(Of("Modules", "bin"), "Release", "net10.0");
        return new[] { "dll", "pdb" }
            .SelectMany(extension => Floors.Select(floor => $"Makemore.{floor}.{extension}"))
            .ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(output, file)));
    }

    private static string Of(string floor, string kind) => Path.Combine(Repository.Root.FullName, "src", floor, kind, "Packing");
}
