using System.Globalization;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// What a user may choose for a model before it is made: a number, such as the size of a layer; one of a few words; or yes or no. A word's
/// value is its place in the list of words, from 0.
/// </summary>
/// <param name="Name">Its name in small letters, words joined by hyphens: "hidden-size".</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Default">Its value if the user does not choose one.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="IsWhole">Whether it must be a whole number.</param>
public sealed record ModelOption(string Name, string Description, double Default, double Minimum, double Maximum, bool IsWhole)
{
    private static readonly string[] NoAndYes = ["no", "yes"];

    /// <summary>The words to choose from, in small letters; null for a number.</summary>
    public IReadOnlyList<string>? Words { get; private init; }

    /// <summary>Whether it is a yes or no, chosen by its name alone: "--batch-norm".</summary>
    public bool IsFlag => Words == NoAndYes;

    /// <summary>A whole number, at least 1 unless another minimum is given.</summary>
    public static ModelOption Whole(
        string name, string description, int defaultValue, int minimum = 1, int maximum = int.MaxValue) =>
        new(name, description, defaultValue, minimum, maximum, IsWhole: true);

    /// <summary>A number, whole or not.</summary>
    public static ModelOption Number(string name, string description, double defaultValue, double minimum, double maximum) =>
        new(name, description, defaultValue, minimum, maximum, IsWhole: false);

    /// <summary>One of these words, the first unless another is chosen.</summary>
    public static ModelOption OneOf(string name, string description, params IReadOnlyList<string> words) =>
        new(name, description, Default: 0, Minimum: 0, words.Count - 1, IsWhole: true) { Words = words };

    /// <summary>Yes or no, no unless it is chosen.</summary>
    public static ModelOption Flag(string name, string description) => OneOf(name, description, NoAndYes);

    /// <summary>Reads a value.</summary>
    /// <exception cref="ArgumentException">
    /// The text is not such a number or one of the words, or is out of range. The message follows the option's name.
    /// </exception>
    public double Parse(string text)
    {
        if (Words is not null)
        {
            int word = Words.ToList().IndexOf(text.ToLowerInvariant());
            return word >= 0
                ? word
                : throw new ArgumentException($"must be one of {string.Join(", ", Words)}, and is '{Quote.Start(text)}'");
        }

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
    public string TextOf(double value) => Words is null ? Text(value) : Words[(int)value];

    /// <summary>A number with all of its digits.</summary>
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

    /// <summary>The value of an option that is a whole number, or the place of a word.</summary>
    public int Whole(ModelOption option) => (int)this[option];

    /// <summary>Whether an option that is a yes or no was chosen.</summary>
    public bool IsChosen(ModelOption flag) => this[flag] != 0;

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
