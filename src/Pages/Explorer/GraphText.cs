using System.Text;
using Makemore.Autograd;
using Makemore.Worlds;

namespace Makemore.Pages;

/// <summary>
/// A step's graph in the languages of other tools: boxes for operations, rounded boxes for parameters, and arrows along which values flow.
/// </summary>
public static class GraphText
{
    /// <summary>For Graphviz: <c>dot -Tsvg</c>.</summary>
    public static string Dot(ExplorableStep step)
    {
        var text = new StringBuilder("digraph step {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        foreach ((int place, Variable<double> node) in step.Graph.Nodes.Index())
        {
            string label = string.Join("\\n", Words(step, node).Select(EscapeForDot));
            text.Append($"  n{place} [label=\"{label}\"{(node.Inputs.IsEmpty ? ", style=rounded" : "")}];\n");
        }

        foreach ((int from, int to) in Edges(step.Graph)) text.Append($"  n{from} -> n{to};\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>For a README on GitHub: the text of a mermaid block.</summary>
    public static string Mermaid(ExplorableStep step)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach ((int place, Variable<double> node) in step.Graph.Nodes.Index())
        {
            string label = string.Join("<br/>", Words(step, node).Select(EscapeForMermaid));
            text.Append(node.Inputs.IsEmpty ? $"  n{place}([\"{label}\"])\n" : $"  n{place}[\"{label}\"]\n");
        }

        foreach ((int from, int to) in Edges(step.Graph)) text.Append($"  n{from} --> n{to}\n");
        return text.ToString();
    }

    private static string[] Words(ExplorableStep step, Variable<double> node) =>
        [step.LineOf(node)?.Code ?? node.Label, $"{node.Shape}"];

    private static IEnumerable<(int From, int To)> Edges(Graph<double> graph) =>
        from to in Enumerable.Range(0, graph.Nodes.Length)
        from input in graph.Nodes[to].Inputs
        select (graph.Nodes.IndexOf(input), to);

    private static string EscapeForDot(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private static string EscapeForMermaid(string text) =>
        text.Replace("&", "&amp;").Replace("\"", "&quot;").Replace("<", "&lt;").Replace(">", "&gt;");
}
