using Makemore.Pages;

namespace Makemore.Site;

/// <summary>How code and what it prints stand on a page.</summary>
internal static class CodeBlocks
{
    /// <summary>A block of its own.</summary>
    /// <param name="code">The code as HTML.</param>
    /// <param name="language">
    /// "csharp" for a program, which the tests run; "csharp-shown" for code that is shown from its file; or what a Markdown text says
    /// after ```; empty for what a terminal shows.
    /// </param>
    public static Html Of(Html code, string language)
    {
        string name = language.Length > 0 ? language : "terminal";
        return Html.Of($"""<div class="code"><pre tabindex="0"><code class="language-{name}">{code}</code></pre></div>""");
    }

    /// <summary>A change of a program: lines that go begin with -, and lines that come with +.</summary>
    public static Html Change(string change) => Of(Html.Join(change.Split('\n').Select(ChangedLine)), "diff");

    /// <summary>What a program prints.</summary>
    public static Html Output(string text) => Html.Of($"""<div class="code output"><pre tabindex="0"><samp>{text}</samp></pre></div>""");

    private static Html ChangedLine(string line) => line switch
    {
        ['+', ..] => Html.Of($"<ins>{line}</ins>"),
        ['-', ..] => Html.Of($"<del>{line}</del>"),
        _ => Html.Of($"{line}"),
    };
}
