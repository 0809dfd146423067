using System.Globalization;

namespace Makemore.Bench;

/// <summary>How figures are printed: three digits and a unit.</summary>
internal static class Figures
{
    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => $"{Digits(seconds * 1e9)} ns",
        < 1e-3 => $"{Digits(seconds * 1e6)} µs",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        _ => $"{Digits(seconds)} s",
    };

    public static string Rate(double flops) => $"{Digits(flops / 1e9)} GFLOP/s";

    public static string Ratio(double ratio) => $"{Digits(ratio)}x";

    public static string Share(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    public static string Digits(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
