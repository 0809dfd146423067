using System.Text.RegularExpressions;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>A list of what is on a long page.</summary>
internal static partial class Contents
{
    private const int FewestHeadings = 3;

    /// <summary>The text, with a list of its headings before it if there are several.</summary>
    public static Html Before(Html text)
    {
        MatchCollection headings = Heading().Matches(text.Markup);
        return headings.Count < FewestHeadings ? text : Html.Of(
            $"""
            <nav class="contents" aria-label="Contents"><ul>
            {Html.Join(headings.Select(Item))}
            </ul></nav>
            {text}
            """);
    }

    private static Html Item(Match heading) =>
        Html.Of($"""<li><a href="#{heading.Groups["id"].Value}">{new Html(heading.Groups["text"].Value)}</a></li>""");

    // A heading has no link in it: its text can be a link's.
    [GeneratedRegex("<h2 id=\"(?<id>[^\"]+)\">(?<text>.*?)</h2>")]
    private static partial Regex Heading();
}
