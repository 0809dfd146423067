using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Makemore.Pages;

/// <summary>
/// A piece of HTML. <c>Html.Of($"&lt;p&gt;{value}&lt;/p&gt;")</c> encodes every value that is not HTML itself, so text from a data file
/// cannot become markup.
/// </summary>
internal sealed record Html(string Markup)
{
    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    public static Html Of(HtmlInterpolation markup) => new(markup.ToString());

    /// <summary>The pieces one after another, each on its own line.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Join('\n', pieces.Select(piece => piece.Markup)));

    /// <summary>
    /// A file that pages are made of: a frame, a style sheet or a script. Its lines end as a browser reads them, however they end in the
    /// file.
    /// </summary>
    public static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Html).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public override string ToString() => Markup;
}

/// <summary>What the compiler makes of an interpolated string that is passed to <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlInterpolation
{
    private readonly StringBuilder text = new();

    // The compiler says how long the text between the holes is.
    public HtmlInterpolation(int literalLength, int holes) { }

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Html html) => text.Append(html.Markup);

    public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value));

    public void AppendFormatted(int number) => text.Append(CultureInfo.InvariantCulture, $"{number}");

    public override string ToString() => text.ToString();
}
