using Makemore.Models;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The checkout of the project that the site is made from.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    /// <exception cref="DataException">The program was copied out of the checkout.</exception>
    public static string Root => PublishedPage.Checkout
        ?? throw new DataException($"the site is made from a checkout of the project, and there is none around {AppContext.BaseDirectory}");

    /// <summary>A file of the checkout as text, with \n at the ends of lines.</summary>
    /// <param name="path">From the root, with /: "lessons/README.md".</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Paths of files from the root, with /, in alphabetical order; what is built is not among them.</summary>
    /// <param name="folder">Where to look, at any depth.</param>
    /// <param name="pattern">Which names: "*.cs".</param>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);
}
