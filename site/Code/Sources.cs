using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The engine's own files, to read on the site: one page each.</summary>
internal static class Sources
{
    private static readonly string[] Folders = ["lessons", "src/Tensors", "src/Autograd", "src/Modules", "src/Models", "src/Worlds"];

    public static bool IsShown(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal) && Folders.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string PageOf(string path) => $"source/{path}.html";

    public static IEnumerable<Page> Pages() => Folders.SelectMany(folder => Checkout.Files(folder, "*.cs")).Select(CreatePage);

    private static Page CreatePage(string path)
    {
        Html code = Numbered(CSharp.Lines(Checkout.Read(path).TrimEnd('\n')));
        return new Page(PageOf(path), path, Html.Of(
            $"""<div class="code whole"><pre tabindex="0"><code class="language-csharp">{code}</code></pre></div>"""))
        {
            Description = $"The source of {Path.GetFileNameWithoutExtension(path)}.",
            Section = Section.Reference,
            IsSearched = false,
        };
    }

    // #L12 leads to line 12.
    private static Html Numbered(IReadOnlyList<Html> lines) =>
        Html.Join(lines.Select((line, i) => Html.Of($"""<span id="L{i + 1}">{line}</span>""")));
}
