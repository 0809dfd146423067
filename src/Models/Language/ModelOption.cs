using System.Globalization;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>A number that a user may choose for a model before it is made, such as the size of a layer.</summary>
/// <param name="Name">Its name in small letters, words joined by hyphens: "hidden-size".</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Default">Its value if the user does not choose one.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="IsWhole">Whether it must be a whole number.</param>
public sealed record ModelOption(string Name, string Description, double Default, double Minimum, double Maximum, bool IsWhole)
{
    /// <summary>A whole number, at least 1 unless another minimum is given.</summary>
    public static ModelOption Whole(
        string name, string description, int defaultValue, int minimum = 1, int maximum = int.MaxValue) =>
        new(name, description, defaultValue, minimum, maximum, IsWhole: true);

    /// <summary>A number, whole or not.</summary>
    public static ModelOption Number(string name, string description, double defaultValue, double minimum, double maximum) =>
        new(name, description, defaultValue, minimum, maximum, IsWhole: false);

    /// <summary>Reads a value.</summary>
    /// <exception cref="ArgumentException">
    /// The text is not such a number, or is out of range. The message follows the option's name.
    /// </exception>
    public double Parse(string text)
    {
        bool isNumber = double.TryParse(
            text, IsWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (!isNumber || !double.IsFinite(value))
            throw new ArgumentException(IsWhole
                ? $"must be a whole number of at least {Short(Minimum)}, and is '{Quote.Start(text)}'"
                : $"must be {Short(Minimum)} or more, and is {Quote.Start(text)}");
        Check(value);
        return value;
    }

    /// <summary>A value as <see cref="Parse"/> reads it.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal void Check(double value)
    {
        if (IsWhole && !double.IsInteger(value)) throw new ArgumentException($"must be a whole number, and is {Text(value)}");
        if (!(value >= Minimum))
            throw new ArgumentException(IsWhole
                ? $"must be at least {Short(Minimum)}, and is {Text(value)}"
                : $"must be {Short(Minimum)} or more, and is {Text(value)}");
        if (!(value <= Maximum)) throw new ArgumentException($"must be at most {Short(Maximum)}, and is {Text(value)}");
    }

    private static string Short(double value) =>
        value.ToString(double.IsInteger(value) && Math.Abs(value) < 1e10 ? "0" : "0.###e+0", CultureInfo.InvariantCulture);
}

/// <summary>The values chosen for a model's options. Options that were not chosen have their defaults. Immutable.</summary>
public sealed class OptionValues
{
    private readonly Dictionary<ModelOption, double> chosen;

    private OptionValues(Dictionary<ModelOption, double> chosen) => this.chosen = chosen;

    /// <summary>Nothing chosen: every option has its default.</summary>
    public static OptionValues Defaults { get; } = new([]);

    /// <summary>The value of an option.</summary>
    public double this[ModelOption option] => chosen.GetValueOrDefault(option, option.Default);

    /// <summary>The value of an option that is a whole number.</summary>
    public int Whole(ModelOption option) => (int)this[option];

    /// <summary>These values, with <paramref name="value"/> for <paramref name="option"/>.</summary>
    /// <exception cref="ArgumentException">The value is out of the option's range.</exception>
    public OptionValues With(ModelOption option, double value)
    {
        try
        {
            option.Check(value);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{option.Name} {exception.Message}", exception);
        }

        return new OptionValues(new Dictionary<ModelOption, double>(chosen) { [option] = value });
    }
}
