using System.Diagnostics;
using System.Globalization;
using Makemore.Models;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>Writes all of the site into a folder.</summary>
internal static class SiteBuilder
{
    // Says that a folder holds a site, and may be written anew.
    private const string Mark = ".makemore-site";

    /// <summary>Writes the site.</summary>
    /// <param name="folder">Where to. A site that is there is replaced, once the new one is complete; anything else is left alone.</param>
    /// <param name="tell">Is told what is being done.</param>
    /// <exception cref="DataException">
    /// The folder holds something else, or a text of the checkout cannot be shown: the message says where.
    /// </exception>
    public static void Write(string folder, Action<string> tell)
    {
        string unfinished = folder.TrimEnd(Path.DirectorySeparatorChar) + ".unfinished";
        foreach (string each in new[] { folder, unfinished })
            if (Directory.Exists(each) && Directory.EnumerateFileSystemEntries(each).Any() && !File.Exists(Path.Combine(each, Mark)))
                throw new DataException($"--output {folder}: {each} holds something else than a site; name an empty folder or a new one");

        var watch = Stopwatch.StartNew();
        string playground = PublishedPage.Get(tell);
        tell("a network that learns");
        var picture = new LearningPicture();
        List<Page> pages = [.. Pages(picture, tell)];
        pages.Add(SearchIndex.AllPages(pages));

        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        WriteText(unfinished, Mark, "");
        foreach (Page page in pages) WriteText(unfinished, page.Path, Frame.Around(page));
        WriteText(unfinished, "figures/learning.svg", picture.ToSvg());
        tell("figures of the course");
        foreach ((string name, string svg) in CourseFigures.Draw([.. Lesson.Names.SelectMany(name => LessonNotes.Read(name).Figures)]))
            WriteText(unfinished, $"figures/{name}.svg", svg);
        WriteText(unfinished, "search-index.js", SearchIndex.Script(pages));
        WriteText(unfinished, ".nojekyll", ""); // without it, GitHub Pages may leave out the folder _framework
        Folders.Copy(Path.Combine(Checkout.Root, "site", "Assets"), unfinished);
        Playground.Copy(playground, unfinished);
        File.Copy(Path.Combine(Checkout.Root, "packaging", "icon.svg"), Path.Combine(unfinished, "icon.svg"));
        SourceArchive.Write(Path.Combine(unfinished, SourceArchive.File));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(unfinished, folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {pages.Count} pages, {watch.Elapsed.TotalSeconds:0} s"));
    }

    private static IEnumerable<Page> Pages(LearningPicture picture, Action<string> tell)
    {
        tell("texts");
        foreach (TextPage text in SiteMap.Texts)
        {
            yield return new Page(text.Path, text.Title, Contents.Before(MarkdownText.Of(text.File, text.Path)))
            {
                Description = text.Description,
                Section = text.Section,
            };
        }

        tell("reference");
        var engine = new Engine();
        foreach (Page page in ReferencePages.All(engine, tell)) yield return page;

        tell("course");
        var links = new TypeLinks(engine);
        Lesson[] lessons = [.. Lesson.Names.Select(Lesson.Read)];
        yield return FrontPage.Create(picture, lessons);
        yield return CourseIndex.Create(lessons.Length);
        foreach ((int i, Lesson lesson) in lessons.Index())
            yield return LessonPage.Create(lesson, i > 0 ? lessons[i - 1] : null, i + 1 < lessons.Length ? lessons[i + 1] : null, links);

        yield return new Page("licence.html", "The MIT licence", CodeBlocks.Output(Checkout.Read("LICENSE")))
        {
            Description = "What you may do with Makemore in C#: nearly everything.",
            Section = Section.Project,
        };

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
