using Makemore.Models;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>The pictures of the course. A note of a lesson shows one by its name; its caption stands there too.</summary>
internal static class CourseFigures
{
    /// <summary>All of them, each under the name that the notes call it by.</summary>
    public static IReadOnlyList<(string Name, Func<Figure> Draw)> All { get; } =
        [.. FiguresOfSlopes.All, .. FiguresOfNetworks.All, .. FiguresOfDepth.All];

    /// <summary>Draws all of them, several at once.</summary>
    /// <param name="shown">The names that the notes show.</param>
    /// <exception cref="DataException">A note shows what is not drawn, or no note shows what is.</exception>
    public static IEnumerable<(string Name, string Svg)> Draw(IReadOnlyCollection<string> shown)
    {
        if (shown.Except(All.Select(figure => figure.Name)).FirstOrDefault() is { } unknown)
            throw new DataException($"a note of lessons/explained shows figure:{unknown}, and CourseFigures draws no such figure");
        if (All.Select(figure => figure.Name).Except(shown).FirstOrDefault() is { } unseen)
            throw new DataException($"CourseFigures draws {unseen}, and no note of lessons/explained shows figure:{unseen}");
        return All.AsParallel().AsOrdered().Select(figure => (figure.Name, SvgOf(figure.Name, figure.Draw))).ToArray();
    }

    private static string SvgOf(string name, Func<Figure> draw)
    {
        try
        {
            return draw().ToSvg();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"figure:{name} cannot be drawn: {error.Message}", error);
        }
    }
}
