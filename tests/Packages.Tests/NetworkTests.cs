using System.Globalization;

namespace Makemore.Packages.Tests;

/// <summary>A network from scratch, Moons/Moons.cs, in a project that has only the package of modules.</summary>
public class NetworkTests(Consumer consumer)
{
    private static readonly string[] Linkers = ["clang", "gcc"];

    private static string? learned;

    [Fact]
    public void It_learns_two_moons() => Assert.InRange(LossOf(Learned()), 0, 0.05);

    [Fact]
    public void It_was_built_with_the_packages_that_were_packed()
    {
        Learned();
        Assert.All(PackedFolder.Libraries, id => Assert.Equal(
            File.ReadAllBytes(PackedFolder.FileOf(id)), File.ReadAllBytes(Consumer.UnpackedFile(id))));
    }

    [Fact]
    public void Trimmed_it_prints_the_same() => HoldsPublished("trimmed", "-p:PublishTrimmed=true", "-p:TrimMode=full", "--self-contained");

    [Fact]
    public void Compiled_to_native_code_it_prints_the_same()
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool links = Linkers.Any(linker => path.Any(folder => File.Exists(Path.Combine(folder, linker))));
        Assert.SkipUnless(links || !OperatingSystem.IsLinux(), "there is no linker: apt-get install clang zlib1g-dev");
        HoldsPublished("native", "-p:PublishAot=true");
    }

    private void HoldsPublished(string way, params string[] options)
    {
        string expected = Learned(), folder = NewProject(way);
        Consumer.Run(folder, "dotnet", ["publish", "-c", "Release", "-nologo", "-o", "published", .. options]);
        Assert.Empty(Transcript.Differences(expected, Consumer.Run(folder, Path.Combine(folder, "published", "Moons"))));
    }

    // What it prints when it is run as it is. The tests of a class run one after another.
    private string Learned() => learned ??= Consumer.Run(NewProject("moons"), "dotnet", "run", "-c", "Release");

    private static double LossOf(string said)
    {
        Assert.StartsWith("loss ", said, StringComparison.Ordinal);
        return double.Parse(said.Split(' ', ',')[1], CultureInfo.InvariantCulture);
    }

    private string NewProject(string name)
    {
        string folder = consumer.NewFolder(name);
        File.Copy(Path.Combine(Repository.Root.FullName, "tests", "Packages.Tests", "Moons", "Moons.cs"),
            Path.Combine(folder, "Moons.cs"));
        File.WriteAllText(Path.Combine(folder, "Moons.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Makemore.Modules" Version="{PackedFolder.Version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }
}
