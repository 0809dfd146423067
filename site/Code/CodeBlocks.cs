using Makemore.Pages;

namespace Makemore.Site;

/// <summary>How code and what it prints stand on a page.</summary>
internal static class CodeBlocks
{
    /// <summary>A block of its own.</summary>
    /// <param name="code">The code as HTML.</param>
    /// <param name="language">"csharp" for a program, which the tests run; "csharp-shown" for code that is shown from its file; or what a Markdown text says after ```; empty for what a terminal shows.</param>
    public static Html Of(Html code, string language) => Html.Of(
        $"""<div class="code"><pre tabindex="0"><code class="language-{(language.Length > 0 ? language : "terminal")}">{code}</code></pre></div>""");

    /// <summary>A change of a program: lines that go begin with -, and lines that come with +.</summary>
    public static Html Change(string change) => Of(Html.Join(change.Split('\n').Select(line => line.Length == 0 ? Html.Of($"") : line[0] switch
    {
        '+' => Html.Of($"<ins>{line}</ins>"),
        '-' => Html.Of($"<del>{line}</del>"),
        _ => Html.Of($"{line}"),
    })), "diff");

    /// <summary>What a program prints.</summary>
    public static Html Output(string text) => Html.Of($"""<div class="code output"><pre tabindex="0"><samp>{text}</samp></pre></div>""");
}
