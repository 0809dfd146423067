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
