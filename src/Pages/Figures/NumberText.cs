using System.Globalization;

namespace Makemore.Pages;

/// <summary>How figures write numbers: the same in every culture.</summary>
internal static class NumberText
{
    /// <summary>A loss in nats, with four decimals.</summary>
    public static string Nats(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A logarithm, or another number for which two decimals are enough.</summary>
    public static string TwoDecimals(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A learning rate: 0.01, but 1e-5.</summary>
    public static string Rate(double rate) =>
        rate.ToString(rate is >= 0.0009999 and < 10000 ? "0.####" : "0.##e+0", CultureInfo.InvariantCulture);

    /// <summary>A whole number, with commas between thousands.</summary>
    public static string Whole(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share of 1 as a percentage with one decimal.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
