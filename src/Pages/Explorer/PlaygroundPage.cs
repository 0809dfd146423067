using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Makemore.Pages;

/// <summary>
/// Puts a model and names into the page in which the engine itself runs (<c>src/Playground</c>, published as one file). The page opens from
/// disk and requests nothing.
/// </summary>
public static class PlaygroundPage
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The published page with what is given to it.</summary>
    /// <exception cref="ArgumentException">It is not the published page.</exception>
    public static string Write(string page, GivenToPage given)
    {
        int end = page.IndexOf("</head>", StringComparison.Ordinal);
        if (end < 0) throw new ArgumentException("the published page has no head to put the model into");

        // So that a name cannot close the element that holds the data.
        string json = JsonSerializer.Serialize(given, Format).Replace("<", "\\u003c", StringComparison.Ordinal);
        return page.Insert(end, $"<script type=\"application/json\" id=\"given\">{json}</script>\n");
    }
}

/// <summary>What a page is given.</summary>
/// <param name="Rung">The rung that it opens at, as in its address: "names"; null for the first.</param>
/// <param name="Model">A model that was trained; null for none.</param>
/// <param name="Names">Names to learn from, one on each line; null for those that ship.</param>
/// <param name="Name">A name to walk through; null for the page's own.</param>
public sealed record GivenToPage(string? Rung, GivenModel? Model, string? Names, string? Name);

/// <summary>A trained model for a page.</summary>
/// <param name="File">The name of its file, without folders.</param>
/// <param name="Kind">The kind of model: "mlp".</param>
/// <param name="Base64">The file.</param>
public sealed record GivenModel(string File, string Kind, byte[] Base64);
