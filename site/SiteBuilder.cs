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
        tell("a network that learns");
        var picture = new LearningPicture();
        List<Page> pages = [.. Pages(picture, tell)];
        pages.Add(SearchIndex.AllPages(pages));
        Directory.CreateDirectory(folder);
        foreach (Page page in pages) WriteText(folder, page.Path, Frame.Around(page));
        WriteText(folder, "figures/learning.svg", picture.ToSvg());
        WriteText(folder, "search-index.js", SearchIndex.Script(pages));
        foreach (string asset in Checkout.Files("site/Assets", "*")) File.Copy(Path.Combine(Checkout.Root, asset), Path.Combine(folder, Path.GetFileName(asset)), overwrite: true);
        WritePlayground(folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {pages.Count} pages, {watch.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static IEnumerable<Page> Pages(LearningPicture picture, Action<string> tell)
    {
        tell("texts");
        foreach ((string file, Section section, string description) in Texts)
        {
            string path = SiteMap.PageOf(file)!;
            yield return new Page(path, MarkdownText.TitleOf(file), MarkdownText.Of(file, path)) { Description = description, Section = section };
        }

        tell("course");
        Lesson[] lessons = [.. Lesson.Names.Select(Lesson.Read)];
        yield return FrontPage.Create(picture, lessons);
        yield return new Page("course/index.html", MarkdownText.TitleOf("lessons/README.md"), MarkdownText.Of("lessons/README.md", "course/index.html"))
        {
            Description = "Twenty-one programs of one file each, from a slope to a language model.",
            Section = Section.Course,
        };
        foreach ((int i, Lesson lesson) in lessons.Index())
            yield return LessonPage.Create(lesson, i > 0 ? lessons[i - 1] : null, i + 1 < lessons.Length ? lessons[i + 1] : null);

        yield return new Page("licence.html", "The MIT licence", CodeBlocks.Output(Checkout.Read("LICENSE")))
        {
            Description = "What you may do with Makemore in C#: nearly everything.",
            Section = Section.Project,
        };

        tell("sources");
        foreach (Page page in Sources.Pages()) yield return page;
    }

    private static void WritePlayground(string folder)
    {
        string from = Path.Combine(Checkout.Root, "src", "Playground", "bin", "Release", "net10.0", "publish", "wwwroot");
        WriteText(folder, ".nojekyll", ""); // without it, GitHub Pages may leave out the folder _framework
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(folder, "playground", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        File.Copy(Path.Combine(from, "..", "playground.html"), Path.Combine(folder, "playground", "playground.html"), overwrite: true);
    }

    private static void WriteText(string folder, string path, string text)
    {
        string file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
