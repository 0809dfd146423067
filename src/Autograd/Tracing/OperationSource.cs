using System.Reflection;

namespace Makemore.Autograd;

/// <summary>
/// The C# of an operation's <c>Forward</c> and <c>Backward</c>, as they stand in this library, for someone to read beside their numbers.
/// </summary>
/// <param name="File">Where they stand: "src/Autograd/Operations/Tanh.cs".</param>
/// <param name="Forward">The lines of <c>Forward</c>.</param>
/// <param name="Backward">The lines of <c>Backward</c>.</param>
public sealed record OperationSource(string File, IReadOnlyList<SourceLine> Forward, IReadOnlyList<SourceLine> Backward)
{
    /// <summary>The source of the operation of this name ("Tanh"); null for one that is not of this library.</summary>
    public static OperationSource? Find(string operation)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{operation}.cs");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        string[] lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        return new OperationSource($"src/Autograd/Operations/{operation}.cs", Method(lines, "Forward"), Method(lines, "Backward"));
    }

    // A method ends where its expression does, or with the brace below its signature.
    private static SourceLine[] Method(string[] lines, string name)
    {
        int start = Array.FindIndex(lines, line => line.Contains($"override void {name}()"));
        int indent = lines[start].Length - lines[start].TrimStart().Length;
        bool isBlock = lines[start].EndsWith("()", StringComparison.Ordinal);
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
