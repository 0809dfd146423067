using OxyPlot;

namespace Makemore.Pages.Tests;

public class PaletteTests
{
    // Green is bright, red less, and blue so dark that only with much green does black stand out on it.
    [Theory]
    [InlineData(116, 116, 116, 117, 117, 117)]
    [InlineData(236, 0, 0, 237, 0, 0)]
    [InlineData(0, 136, 0, 0, 137, 0)]
    [InlineData(0, 107, 255, 0, 108, 255)]
    public void Text_is_white_up_to_a_luminance_and_then_black(byte r, byte g, byte b, byte brighterR, byte brighterG, byte brighterB)
    {
        Assert.Equal(OxyColors.White, Palette.TextOn(OxyColor.FromRgb(r, g, b)));
        Assert.Equal(OxyColors.Black, Palette.TextOn(OxyColor.FromRgb(brighterR, brighterG, brighterB)));
    }
}
