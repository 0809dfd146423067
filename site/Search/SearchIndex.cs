using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>
/// What the search box looks through: each heading of each page, and the words below it. It is a script, not JSON, because a page that is
/// opened from disk may not fetch a file.
/// </summary>
internal static partial class SearchIndex
{
    private const int TeaserLength = 140;
    private const string Glossary = "glossary"; // of its table, each row is found

    /// <summary>The script: sets siteIndex to a list of [heading, title of its page, address, teaser, words].</summary>
    public static string Script(IEnumerable<Page> pages) =>
        $"globalThis.siteIndex = {JsonSerializer.Serialize(pages.Where(page => page.IsSearched).SelectMany(Entries))};\n";

    /// <summary>A page for those without a script: all pages, by their parts of the site.</summary>
    public static Page AllPages(IReadOnlyList<Page> pages)
    {
        IEnumerable<Html> groups = pages.Where(page => page.IsSearched).GroupBy(page => page.Section).Select(group => Html.Of(
            $"""
            <h2 id="{group.Key.ToString().ToLowerInvariant()}">{group.Key.ToString()}</h2>
            <ul>
            {Html.Join(group.Select(page => Html.Of($"""<li><a href="{page.Path}">{page.Title}</a></li>""")))}
            </ul>
            """));
        return new Page("all.html", "All pages", Html.Join(groups))
        {
            Description = "Every page of the site.",
            Section = Section.Start,
            IsSearched = false,
        };
    }

    private static IEnumerable<string[]> Entries(Page page)
    {
        // What stands before the first heading; then id, heading, text, id, heading, text.
        string[] parts = Heading().Split(page.Body.Markup);
        yield return [page.Title, "", page.Path, page.Description, Words(TextOf(parts[0]))];
        for (int i = 1; i + 2 < parts.Length; i += 3)
        {
            string text = TextOf(parts[i + 2]);
            string teaser = text.Length > TeaserLength ? text[..text.LastIndexOf(' ', TeaserLength)] + " …" : text;
            string address = $"{page.Path}#{parts[i]}";
            yield return [TextOf(parts[i + 1]), page.Title, address, teaser, Words(text)];
            if (parts[i] != Glossary) continue;
            foreach (Match row in Row().Matches(parts[i + 2]))
            {
                string word = TextOf(row.Groups[1].Value), meaning = TextOf(row.Groups[2].Value);
                yield return [word, TextOf(parts[i + 1]), address, meaning, Words($"{word} {meaning}")];
            }
        }
    }

    private static string TextOf(string markup) => Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(markup, " ")), " ").Trim();

    // Each word once: the search asks only whether it is there.
    private static string Words(string text) =>
        string.Join(' ', Word().Matches(text).Select(word => word.Value.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("<h[23] id=\"([^\"]+)\"[^>]*>(.*?)</h[23]>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}]{2,}")]
    private static partial Regex Word();
}
