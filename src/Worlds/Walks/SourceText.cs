using System.Text.Json;
using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>The engine's own lines of an operation, for a page: the very code that computes its numbers.</summary>
public static class SourceText
{
    /// <summary>
    /// <code>{ "file": "src/Autograd/Operations/Tanh.cs", "forward": [{ "number": 20, "text": "…" }], "backward": […] }</code>
    /// The lines are empty for what is no operation of the library, such as a parameter.
    /// </summary>
    public static string ToJson(string operation) => WorldJson.Write(json =>
    {
        OperationSource? source = OperationSource.Find(operation);
        json.WriteString("file", source?.File ?? "");
        Write(json, "forward", source?.Forward ?? []);
        Write(json, "backward", source?.Backward ?? []);
    });

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<SourceLine> lines) => json.WriteObjects(name, lines, line =>
    {
        json.WriteNumber("number", line.Number);
        json.WriteString("text", line.Text);
    });
}
