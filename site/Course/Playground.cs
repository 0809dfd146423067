namespace Makemore.Site;

/// <summary>The playground, which the site takes as it was published.</summary>
internal static class Playground
{
    /// <summary>Its page.</summary>
    public const string Page = "playground/index.html";

    /// <summary>Is this the address of a rung, such as "#slope"?</summary>
    public static bool IsRung(string address) =>
        address.StartsWith('#') && File.Exists(Path.Combine(Checkout.Root, "src", "Playground", "wwwroot", "rungs", $"{address[1..]}.js"));
}
