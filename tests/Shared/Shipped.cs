namespace Makemore.Tests;

/// <summary>The names that ship with the project, and that the page learns from.</summary>
internal static class Shipped
{
    /// <summary>One on each line, as they stand in data/indian-names.csv.</summary>
    public static string Names { get; } = string.Join('\n', File.ReadLines(
        Path.Combine(Repository.Root.FullName, "data", "indian-names.csv")).Skip(1).Select(line => line.Split(',')[0]));
}
