using System.Text.Json;
using System.Text.Json.Serialization;
using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Runner;

/// <summary>What a command found, as <c>--json</c> writes it. Fields that do not apply are left out.</summary>
internal sealed record Results
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // an impossible name has a loss of infinity
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string Command { get; init; }

    public string? Model { get; init; }

    public ulong? Seed { get; init; }

    /// <summary>How many names there are after cleaning.</summary>
    public int? Names { get; init; }

    public ExampleCounts? Examples { get; init; }

    /// <summary>The size of the vocabulary.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>How many numbers the model learned.</summary>
    public int? Parameters { get; init; }

    public Losses? Loss { get; init; }

    public double? Perplexity { get; init; }

    public double? BitsPerCharacter { get; init; }

    public IReadOnlyList<TrainingPoint>? History { get; init; }

    public IReadOnlyList<NameScore>? PerName { get; init; }

    public IReadOnlyList<OperationCheck>? Operations { get; init; }

    public IReadOnlyList<LearningRatePoint>? Points { get; init; }

    /// <summary>The recommended rates of a range test.</summary>
    public double? Steepest { get; init; }

    public double? Minimum { get; init; }

    public IReadOnlyList<string>? Samples { get; init; }

    /// <summary>The file that was written.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The results of each model, for the tour.</summary>
    public IReadOnlyList<Results>? Models { get; init; }

    /// <summary>How long the command took.</summary>
    public double? Seconds { get; init; }

    /// <summary>Speed of the training steps alone.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Throws, before the work begins, if the file could not be written afterwards.</summary>
    public static void CheckWritable(string? jsonPath) => Arguments.CheckWritable("--json", jsonPath);

    /// <summary>Writes one JSON object, all or nothing. Does nothing if no file was asked for.</summary>
    public void Write(string? jsonPath)
    {
        if (jsonPath is not null) AtomicFile.Write(jsonPath, JsonSerializer.SerializeToUtf8Bytes(this, Format));
    }
}

/// <summary>The worst error of an operation's gradient with respect to one input.</summary>
internal sealed record OperationCheck(string Operation, string Input, int Cases, double Worst);
