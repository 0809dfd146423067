namespace Makemore.Autograd.Tests.Expressions;

/// <summary>Operations that are right one by one must be right together, with values used many times, near and far.</summary>
public class RandomExpressionTests
{
    [Fact]
    public void Has_the_gradient_that_central_differences_show() => RandomCase.ForAll(
        drawn =>
        {
            Variable<double> output = RandomExpression.Draw(drawn.Generator(), steps: drawn.Size);
            IReadOnlyList<GradientComparison> comparisons = GradientCheck.Compare(output, drawn.Generator());
            Assert.Equal(["matrix", "scalar", "square", "vector"], comparisons.Select(comparison => comparison.Parameter.Name).Order());
            Assert.All(comparisons, comparison => Assert.True(comparison.Passes, comparison.ToString()));
        },
        smallestSize: 5,
        largestSize: 30,
        cases: RandomCases.Count(500));

    [Fact]
    public void Orders_every_node_after_its_inputs() => RandomCase.ForAll(
        drawn =>
        {
            var graph = new Graph<double>(RandomExpression.Draw(drawn.Generator(), steps: drawn.Size));
            var earlier = new HashSet<Variable<double>>();
            foreach (Variable<double> node in graph.Nodes)
            {
                Assert.All(node.Inputs, input => Assert.Contains(input, earlier));
                Assert.True(earlier.Add(node), "a node is listed twice");
            }

            Assert.Same(graph.Loss, graph.Nodes[^1]);
        },
        largestSize: 30);
}
