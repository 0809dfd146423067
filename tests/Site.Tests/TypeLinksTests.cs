using System.Text.RegularExpressions;

namespace Makemore.Site.Tests;

public sealed partial class TypeLinksTests
{
    private static readonly TypeLinks Links = new(new Engine());

    [Theory]
    [InlineData("var w = new Parameter<double>(1); var v = new Parameter<double>(2);", "Parameter")] // once
    [InlineData("Graph<double> graph = new(loss); Kernels.MatMul<float>(a, b);", "Graph Kernels")]
    [InlineData("x.Tanh(); Math.Exp(1); f(Embedding: 2); new Options { Adam = 1 };", "")] // members, arguments and properties
    [InlineData("record Layer; var layer = new Tanh<double>(new Layer());", "Tanh")]
    [InlineData("class Tensor; new Tensor();", "")] // the program's own
    public void A_type_of_the_engine_is_a_link_where_it_is_first_named(string program, string expected)
    {
        string shown = string.Join('\n', CSharp.Lines(program, Links.In(program, "course/x.html")).Select(line => line.Markup));
        Assert.Equal(expected, string.Join(' ', Link().Matches(shown).Select(link => link.Groups[1].Value)));
    }

    [GeneratedRegex("<a href=\"../reference/Makemore[^\"]+\">([^<]+)</a>")]
    private static partial Regex Link();
}
