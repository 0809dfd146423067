using Makemore.Models;

namespace Makemore.Site;

/// <summary>The playground, which the site takes as it was published.</summary>
internal static class Playground
{
    /// <summary>Its page.</summary>
    public const string Page = "playground/index.html";

    // What a page of the playground has, and what it has on the site: a way back, and where the course is.
    private const string Title = "<p class=\"title\">Watch it learn</p>", Head = "<title>";
    private const string TitleHere = "<p class=\"title\"><a href=\"../index.html\" target=\"_top\">Makemore in C#</a></p>";
    private const string HeadHere = "<meta name=\"course\" content=\"../course/\">\n<title>";

    /// <summary>Is this the address of a rung, such as "#slope"?</summary>
    public static bool IsRung(string address) =>
        address.StartsWith('#') && File.Exists(Path.Combine(Checkout.Root, "src", "Playground", "wwwroot", "rungs", $"{address[1..]}.js"));

    /// <summary>Copies it into the site.</summary>
    /// <param name="published">The page in one file; the folder wwwroot stands beside it.</param>
    /// <param name="site">The folder of the site.</param>
    public static void Copy(string published, string site)
    {
        string folder = Path.Combine(site, "playground");
        Folders.Copy(Path.Combine(Path.GetDirectoryName(published)!, "wwwroot"), folder);
        // Some publish compressed copies too. A server compresses by itself, and the site is the same however the page was published.
        foreach (string copy in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsCompressed)) File.Delete(copy);
        File.Copy(published, Path.Combine(folder, "playground.html"));
        foreach (string page in Directory.EnumerateFiles(folder, "*.html")) File.WriteAllText(page, OnTheSite(page));
    }

    private static bool IsCompressed(string file) => Path.GetExtension(file) is ".br" or ".gz";

    private static string OnTheSite(string page)
    {
        string text = File.ReadAllText(page);
        return text.Contains(Title, StringComparison.Ordinal) && text.Contains(Head, StringComparison.Ordinal)
            ? text.Replace(Title, TitleHere, StringComparison.Ordinal).Replace(Head, HeadHere, StringComparison.Ordinal)
            : throw new DataException($"{page} has no {Title}, where the site puts the way back");
    }
}
