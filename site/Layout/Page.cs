using Makemore.Pages;

namespace Makemore.Site;

/// <summary>A page of the site, before the frame is put around it.</summary>
/// <param name="Path">Where it lies in the site, with / between folders: "course/00-derivatives.html".</param>
/// <param name="Title">Its heading, and what a browser's tab says. The body does not repeat it.</param>
/// <param name="Body">What stands below the heading. Links in it begin at the page's own folder: <see cref="LinkTo"/>.</param>
internal sealed record Page(string Path, string Title, Html Body)
{
    /// <summary>One sentence for search engines, and for the results of the site's own search.</summary>
    public required string Description { get; init; }

    /// <summary>Which of the header's links leads here or near.</summary>
    public required Section Section { get; init; }

    /// <summary>A page that brings a heading of its own.</summary>
    public bool HasOwnHeading { get; init; }

    /// <summary>Is it found by the search? The sources are not: a reference page leads to them.</summary>
    public bool IsSearched { get; init; } = true;

    /// <summary>A link from this page to another file of the site.</summary>
    /// <param name="path">The file's path in the site, perhaps with #place.</param>
    public string LinkTo(string path) => Link(Path, path);

    /// <summary>A link from one file of the site to another. It works from any address, and from disk.</summary>
    public static string Link(string from, string to) => string.Concat(Enumerable.Repeat("../", from.Count(letter => letter == '/'))) + to;
}

/// <summary>The parts of the site, as the header lists them.</summary>
internal enum Section
{
    Start,
    Course,
    Guide,
    Reference,
    Project,
}
