namespace Makemore.Tests;

/// <summary>Where the repository is: the nearest folder above the test assembly that holds Makemore.sln.</summary>
internal static class Repository
{
    public static DirectoryInfo Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static DirectoryInfo Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Makemore.sln"))
        ? folder
        : Find(folder.Parent ?? throw new DirectoryNotFoundException($"no Makemore.sln above {AppContext.BaseDirectory}"));
}
