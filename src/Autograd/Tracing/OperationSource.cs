using System.Reflection;

namespace Makemore.Autograd;

/// <summary>
/// The C# of an operation as it is in this library, to be read next to its numbers: its <c>Forward</c> and <c>Backward</c>, or its
/// formula's <c>Value</c> and slopes.
/// </summary>
/// <param name="File">Where they are: "src/Autograd/Operations/Tanh.cs".</param>
/// <param name="Forward">The lines of <c>Forward</c>, or of <c>Value</c>.</param>
/// <param name="Backward">The lines of <c>Backward</c>, or of <c>Slope</c>, or of <c>SlopeLeft</c> and <c>SlopeRight</c>.</param>
public sealed record OperationSource(string File, IReadOnlyList<SourceLine> Forward, IReadOnlyList<SourceLine> Backward)
{
    /// <summary>The source of the operation of this name ("Tanh"); null for one that is not of this library.</summary>
    public static OperationSource? Find(string operation)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{operation}.cs");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        string[] lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        string file = $"src/Autograd/Operations/{operation}.cs";
        return lines.Any(line => line.Contains("override void Forward()"))
            ? new OperationSource(file, Methods(lines, "override void Forward()"), Methods(lines, "override void Backward()"))
            : new OperationSource(file, Methods(lines, "public Simd<V, T> Value<V, T>"), Methods(lines, "public Simd<V, T> Slope"));
    }

    private static SourceLine[] Methods(string[] lines, string signature) =>
        [.. lines.Index().Where(line => line.Item.Contains(signature)).SelectMany(line => Method(lines, line.Index))];

    // A method ends where its expression does, or with the brace below its signature.
    private static SourceLine[] Method(string[] lines, int start)
    {
        int indent = lines[start].Length - lines[start].TrimStart().Length;
        bool isBlock = lines[start].EndsWith(')');
        int end = isBlock
            ? Array.FindIndex(lines, start, line => line == new string(' ', indent) + "}")
            : Array.FindIndex(lines, start, line => line.EndsWith(';') || line.EndsWith("{ }", StringComparison.Ordinal));
        return
        [
            .. Enumerable.Range(start, end - start + 1)
                .Select(i => new SourceLine(i + 1, lines[i].Length > indent ? lines[i][indent..] : "")),
        ];
    }
}

/// <summary>One line of a file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Text">The line, without the indentation of its method.</param>
public sealed record SourceLine(int Number, string Text);
