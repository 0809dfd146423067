using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>How names are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>Which of PyTorch's three methods turns random bits into a choice.</summary>
    public MultinomialKind Multinomial { get; init; } = MultinomialKind.Mkl;

    /// <summary>
    /// Raises probabilities to the power 1 / temperature. Below 1, likely characters become likelier; above 1, all become more equal.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only this many of the most probable next characters are considered; 0 considers all.</summary>
    public int TopK { get; init; }

    /// <summary>What every name begins with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>A name that has not ended after this many characters is cut there.</summary>
    public int MaximumLength { get; init; } = 100;

    /// <summary>Names that are not wanted, such as those of the training data. If one comes up, another is drawn.</summary>
    public IReadOnlySet<string>? Excluded { get; init; }
}

/// <summary>
/// Makes new names with any model: draw the next character, append it, and draw again given the longer name, until the end is drawn.
/// </summary>
public sealed class NameSampler
{
    // How many unwanted names in a row to draw before giving up.
    private const int MaximumAttempts = 10_000;

    private readonly ILanguageModel model;
    private readonly TorchGenerator generator;
    private readonly SamplingOptions options;
    private readonly int[] prefix;
    private readonly NextCharacter nextCharacter;
    private readonly double[] logProbabilities; // (vocabulary)
    private readonly float[] probabilities, sorted; // (vocabulary)

    /// <summary>A sampler of <paramref name="model"/>.</summary>
    /// <exception cref="ArgumentException">
    /// The temperature is not above 0, top-k or the length is negative, or the prefix has a letter the model does not know.
    /// </exception>
    public NameSampler(ILanguageModel model, TorchGenerator generator, SamplingOptions options)
    {
        if (!double.IsFinite(options.Temperature) || options.Temperature <= 0)
            throw new ArgumentException($"the temperature must be above 0, and is {options.Temperature}");
        if (options.TopK < 0) throw new ArgumentException($"top-k must be 0 (all characters) or more, and is {options.TopK}");
        prefix = model.Vocabulary.Encode(options.Prefix);
        if (options.MaximumLength < Math.Max(1, prefix.Length))
            throw new ArgumentException($"the maximum length must be at least 1 and hold the prefix, and is {options.MaximumLength}");
        (this.model, this.generator, this.options) = (model, generator, options);
        nextCharacter = new NextCharacter(model);
        logProbabilities = new double[model.Vocabulary.Size];
        probabilities = new float[model.Vocabulary.Size];
        sorted = new float[model.Vocabulary.Size];
    }

    /// <summary>The next name. If the end is drawn before any letter, another name is drawn.</summary>
    /// <exception cref="DataException">
    /// Every name that came was empty or excluded, or the model gives no next character a probability above 0.
    /// </exception>
    public string Next()
    {
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            string name = Draw();
            if (name.Length > 0 && options.Excluded?.Contains(name) != true) return name;
        }

        throw new DataException(
            $"{MaximumAttempts:N0} names in a row were empty or not new; try a higher temperature, a larger top-k or another prefix");
    }

    private string Draw()
    {
        List<int> tokens = [.. prefix];
        nextCharacter.Begin();
        while (tokens.Count < options.MaximumLength)
        {
            nextCharacter.After(tokens).CopyTo(logProbabilities);
            SharpenInto(probabilities);
            int next = DrawNext(tokens);
            if (next == Vocabulary.Boundary) break;
            tokens.Add(next);
        }

        return model.Vocabulary.Decode([.. tokens]);
    }

    private int DrawNext(List<int> tokens)
    {
        try
        {
            return generator.Multinomial(probabilities, options.Multinomial);
        }
        catch (ArgumentException exception)
        {
            string start = model.Vocabulary.Decode([.. tokens]);
            string reason = probabilities.Any(float.IsNaN) ? Evaluation.LogitsAreNotFinite : exception.Message;
            throw new DataException($"the model cannot tell what follows \"{Quote.Start(start)}\": {reason}", exception);
        }
    }

    // p^(1 / temperature), normalized, in float32 as in PyTorch. All but the k largest become 0.
    private void SharpenInto(float[] target)
    {
        Span<double> logs = logProbabilities;
        if (options.Temperature != 1)
        {
            Kernels.Scale<double>(logs, 1 / options.Temperature, logs);
            Kernels.LogSoftmax<double>(logs, logs, logs.Length);
        }

        for (int i = 0; i < target.Length; i++) target[i] = (float)Math.Exp(logs[i]);
        if (options.TopK == 0 || options.TopK >= target.Length) return;

        target.CopyTo(sorted, 0);
        Array.Sort(sorted);
        float smallest = sorted[^options.TopK];
        int ties = options.TopK - target.Count(p => p > smallest); // among those equal to the smallest, the first ones stay
        for (int i = 0; i < target.Length; i++)
            if (target[i] < smallest || (target[i] == smallest && ties-- <= 0)) target[i] = 0;
    }
}
