using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace Makemore.Packages.Tests;

/// <summary>The packages, as they were last packed.</summary>
internal static class PackedFolder
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root.FullName, "artifacts", "packages");

    /// <summary>These tests are of the same version as all of the repository.</summary>
    public static string Version { get; } =
        typeof(PackedFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string[] Libraries { get; } = ["Makemore.Tensors", "Makemore.Autograd", "Makemore.Modules"];

    public static string[] All { get; } = [.. Libraries, "Makemore.Tool", "Makemore.Templates"];

    public static string FileOf(string id, string extension = "nupkg") => System.IO.Path.Combine(Path, $"{id}.{Version}.{extension}");

    /// <summary>Skips a test that needs the packages, if they are not there.</summary>
    public static void Require() => Assert.SkipUnless(
        All.All(id => File.Exists(FileOf(id))), "the packages are not packed: dotnet pack Makemore.sln -o artifacts/packages");

    /// <summary>A package's entries: <c>lib/net10.0/Makemore.Tensors.dll</c>.</summary>
    public static ZipArchive Open(string id, string extension = "nupkg")
    {
        Require();
        return ZipFile.OpenRead(FileOf(id, extension));
    }

    /// <summary>What a package says of itself.</summary>
    public static XElement Metadata(ZipArchive package)
    {
        ZipArchiveEntry nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using Stream stream = nuspec.Open();
        XElement root = XDocument.Load(stream).Root!;
        return root.Elements().Single();
    }
}

/// <summary>Short ways to read a package.</summary>
internal static class PackageExtensions
{
    extension(ZipArchive package)
    {
        /// <summary>The bytes of an entry that must be there.</summary>
        public byte[] Bytes(string entry)
        {
            Assert.Contains(entry, package.Entries.Select(each => each.FullName));
            using Stream stream = package.GetEntry(entry)!.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    extension(XElement metadata)
    {
        /// <summary>The text of an element; empty if there is none.</summary>
        public string Text(string name) => metadata.Child(name)?.Value ?? "";

        public XElement? Child(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
    }
}
