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
        ("CHANGELOG.md", Section.Project, "What changed from version to version, and what a version number promises."),
        ("SECURITY.md", Section.Project, "How to report what could harm, and what is done about it."),
        ("bench/README.md", Section.Project, "How time and memory grow, and how the engine was measured."),
    ];

    // Says that a folder holds a site, and may be written anew.
    private const string Mark = ".makemore-site";

    /// <summary>Writes the site. Returns the exit code.</summary>
    /// <param name="folder">Where to. A site that is there is replaced, once the new one is complete; anything else is left alone.</param>
    /// <param name="tell">Is told what is being done.</param>
    public static int Write(string folder, Action<string> tell)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Mark)))
        {
            tell($"--output {folder}: the folder holds something else than a site: name an empty or a new one");
            return 1;
        }

        var watch = Stopwatch.StartNew();
        tell("a network that learns");
        var picture = new LearningPicture();
        List<Page> pages = [.. Pages(picture, tell)];
        pages.Add(SearchIndex.AllPages(pages));

        string unfinished = folder.TrimEnd(Path.DirectorySeparatorChar) + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        foreach (Page page in pages) WriteText(unfinished, page.Path, Frame.Around(page));
        WriteText(unfinished, "figures/learning.svg", picture.ToSvg());
        WriteText(unfinished, "search-index.js", SearchIndex.Script(pages));
        WriteText(unfinished, ".nojekyll", ""); // without it, GitHub Pages may leave out the folder _framework
        WriteText(unfinished, Mark, "");
        CopyFolder(Path.Combine(Checkout.Root, "site", "Assets"), unfinished);
        CopyFolder(Playground.Folder, Path.Combine(unfinished, "playground"));
        File.Copy(Path.Combine(Playground.Folder, "..", "playground.html"), Path.Combine(unfinished, "playground", "playground.html"));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(unfinished, folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {pages.Count} pages, {watch.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static IEnumerable<Page> Pages(LearningPicture picture, Action<string> tell)
    {
        tell("texts");
        foreach ((string file, Section section, string description) in Texts)
        {
            string path = SiteMap.PageOf(file)!;
            yield return new Page(path, MarkdownText.TitleOf(file), Contents.Before(MarkdownText.Of(file, path)))
            {
                Description = description,
                Section = section,
            };
        }

        tell("course");
        Lesson[] lessons = [.. Lesson.Names.Select(Lesson.Read)];
        yield return FrontPage.Create(picture, lessons);
        yield return new Page(
            "course/index.html",
            MarkdownText.TitleOf("lessons/README.md"),
            MarkdownText.Of("lessons/README.md", "course/index.html"))
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

        foreach (Page page in ReferencePages.All(tell)) yield return page;

        tell("sources");
        foreach (Page page in Sources.Pages()) yield return page;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void WriteText(string folder, string path, string text)
    {
        string file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
