namespace Makemore.Site;

/// <summary>The playground, which the site takes as it was published.</summary>
internal static class Playground
{
    /// <summary>Its page.</summary>
    public const string Page = "playground/index.html";

    /// <summary>The folder that was published.</summary>
    public static string Folder { get; } =
        Path.Combine(Checkout.Root, "src", "Playground", "bin", "Release", "net10.0", "publish", "wwwroot");

    /// <summary>Was it published?</summary>
    public static bool IsPublished => Directory.Exists(Folder);

    /// <summary>Is this the address of a rung, such as "#slope"?</summary>
    public static bool IsRung(string address) =>
        address.StartsWith('#') && File.Exists(Path.Combine(Checkout.Root, "src", "Playground", "wwwroot", "rungs", $"{address[1..]}.js"));
}
