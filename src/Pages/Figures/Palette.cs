using OxyPlot;

namespace Makemore.Pages;

/// <summary>The colours of all figures.</summary>
internal static class Palette
{
    // Okabe and Ito, "Color Universal Design" (2008): colours that people with any common kind of colour vision can tell apart. Their
    // yellow, orange and sky blue are too faint for a line on white.
    public static readonly OxyColor Blue = OxyColor.FromRgb(0x00, 0x72, 0xB2);
    public static readonly OxyColor Vermillion = OxyColor.FromRgb(0xD5, 0x5E, 0x00);
    public static readonly OxyColor Green = OxyColor.FromRgb(0x00, 0x9E, 0x73);
    public static readonly OxyColor Purple = OxyColor.FromRgb(0xCC, 0x79, 0xA7);

    public static readonly OxyColor Background = OxyColors.White;
    public static readonly OxyColor Ink = OxyColor.FromRgb(0x1A, 0x1A, 0x1A);
    public static readonly OxyColor Quiet = OxyColor.FromRgb(0x59, 0x59, 0x59);
    public static readonly OxyColor Grid = OxyColor.FromRgb(0xE4, 0xE4, 0xE4);
    public static readonly OxyColor Noise = OxyColor.FromRgb(0x9A, 0xB4, 0xC8);

    /// <summary>Lines also differ in their dashes, for print without colour.</summary>
    public static readonly IReadOnlyList<(OxyColor Colour, LineStyle Style)> Lines =
    [
        (Blue, LineStyle.Solid),
        (Vermillion, LineStyle.Dash),
        (Green, LineStyle.DashDot),
        (Purple, LineStyle.LongDash),
        (Ink, LineStyle.Dot),
    ];

    private static readonly OxyPalette Blues = OxyPalette.Interpolate(
        256, OxyColors.White, OxyColor.FromRgb(0xB9, 0xD6, 0xEB), OxyColor.FromRgb(0x3F, 0x8F, 0xC5), OxyColor.FromRgb(0x06, 0x2A, 0x5C));

    /// <summary>
    /// From too little, in blues, over grey to too much, in oranges. The ends are the darkest, and people with any common kind of colour
    /// vision can tell blue from orange.
    /// </summary>
    public static readonly IReadOnlyList<OxyColor> Diverging =
    [
        OxyColor.FromRgb(0x06, 0x3A, 0x6C), OxyColor.FromRgb(0x2F, 0x83, 0xBD), OxyColor.FromRgb(0x9A, 0xC7, 0xE3),
        OxyColor.FromRgb(0xE4, 0xE4, 0xE4),
        OxyColor.FromRgb(0xF6, 0xC0, 0x8F), OxyColor.FromRgb(0xD9, 0x75, 0x1F), OxyColor.FromRgb(0x7F, 0x34, 0x00),
    ];

    /// <summary>From white for 0 to dark blue for 1.</summary>
    public static OxyColor Shade(double share) => Blues.Colors[(int)Math.Round(share * (Blues.Colors.Count - 1))];

    /// <summary>
    /// Black or white, whichever stands out more. In the contrast ratio of WCAG 2.2, black does where (L + 0.05) / 0.05 is above
    /// 1.05 / (L + 0.05), for a background of luminance L: above 0.18. The ratio is then at least 4.5 on any colour.
    /// </summary>
    public static OxyColor TextOn(OxyColor background) => Luminance(background) > 0.18 ? OxyColors.Black : OxyColors.White;

    private static double Luminance(OxyColor colour) =>
        (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    // sRGB's curve, nearly.
    private static double Linear(byte channel) => Math.Pow(channel / 255.0, 2.2);
}
