using System.Diagnostics;
using System.Globalization;

namespace Makemore.Site;

/// <summary>Writes all of the site into a folder.</summary>
internal static class SiteBuilder
{
    /// <summary>Texts of the checkout that are pages as they stand, with what each is about.</summary>
    private static readonly (string File, Section Section, string Description)[] Texts =
    [
        ("README.md", Section.Guide, "What it is, how to use the engine in a program of your own, all commands, and how fast it is."),
        ("ARCHITECTURE.md", Section.Project, "How the parts fit together, and why they are as they are."),
        ("CONTRIBUTING.md", Section.Project, "How to build and test, and which files a new operation, layer, model or lesson touches."),
        ("data/README.md", Section.Project, "The names that ship, and how to get the original's list."),
        ("bench/README.md", Section.Project, "How time and memory grow, and how the engine was measured."),
    ];

    /// <summary>Writes the site. Returns the exit code.</summary>
    /// <param name="folder">Where to. Files of an earlier site that are no more are deleted; a folder that holds anything else is refused.</param>
    /// <param name="tell">Is told what is being done.</param>
    public static int Write(string folder, Action<string> tell)
    {
        var watch = Stopwatch.StartNew();
        Page[] pages = [.. Pages(tell)];
        Directory.CreateDirectory(folder);
        foreach (Page page in pages) WriteText(folder, page.Path, Frame.Around(page));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {pages.Length} pages, {watch.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static IEnumerable<Page> Pages(Action<string> tell)
    {
        tell("texts");
        foreach ((string file, Section section, string description) in Texts)
        {
            string path = SiteMap.PageOf(file)!;
            yield return new Page(path, MarkdownText.TitleOf(file), MarkdownText.Of(file, path)) { Description = description, Section = section };
        }

        foreach (Page page in ReferencePages.All(tell)) yield return page;

        tell("sources");
        foreach (Page page in Sources.Pages()) yield return page;
    }

    private static void WriteText(string folder, string path, string text)
    {
        string file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
