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
        Match[] headings = [.. Heading().Matches(text.Markup).Cast<Match>()];
        return headings.Length < FewestHeadings ? text : Html.Of(
            $"""
            <nav class="contents" aria-label="Contents"><ul>
            {Html.Join(headings.Select(heading => Html.Of($"""<li><a href="#{heading.Groups[1].Value}">{new Html(heading.Groups[2].Value)}</a></li>""")))}
            </ul></nav>
            {text}
            """);
    }

    // A heading has no link in it: its text can be a link's.
    [GeneratedRegex("<h2 id=\"([^\"]+)\">(.*?)</h2>")]
    private static partial Regex Heading();
}
