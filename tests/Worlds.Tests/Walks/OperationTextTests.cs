using Makemore.Autograd;

namespace Makemore.Worlds.Tests;

/// <summary>The words and lines about an operation fit what the engine does.</summary>
public class OperationTextTests
{
    [Fact]
    public void Every_operation_of_an_expression_or_a_network_has_a_text()
    {
        var x = new Constant<double>(0.5);
        IEnumerable<string> ofExpressions = ExpressionOperation.Signs.Values.Concat(ExpressionOperation.Functions.Values)
            .Append(ExpressionOperation.Negate).Append(ExpressionOperation.Power(3)).Select(operation => operation.Make(x, x).Operation);
        IEnumerable<Variable<double>> ofPoints = ((string[])["tanh", "relu", "sigmoid"]).SelectMany(activation =>
            PointTraining.Start("moons", 0, [2], activation, 1, 1, "float64").StepOn(0.5, 0.5, 1).Graph.Nodes);
        IEnumerable<string> ofNetworks = WalkTests.Step().Graph.Nodes.Concat(ofPoints).Where(node => !node.Inputs.IsEmpty).Select(node => node.Operation);
        string[] all = [.. ofExpressions.Concat(ofNetworks).Distinct()];
        Assert.Equal(all.Order(), OperationText.Operations.Order());
        Assert.All(all, operation => Assert.NotEmpty(OperationText.Of(operation)!.Why));
    }

    public static TheoryData<string> Scalars =>
    [
        .. ExpressionOperation.Signs.Keys.Select(sign => $"a {sign} b"),
        .. ExpressionOperation.Functions.Where(pair => pair.Value.Operands == 1).Select(pair => $"{pair.Key}(a)"),
        "max(a, b)", "min(a, b)", "-a", "a^3", "a^-1", "a^0.5", "a*a",
    ];

    // A line is read as an expression of the gradient that arrives.
    [Theory]
    [MemberData(nameof(Scalars))]
    public void Its_lines_compute_what_the_engine_sends(string text)
    {
        const double Arrived = 1.7;
        LossProgram program = Expression.Parse($"a = 0.6; b = 1.3; y = {text}").Program;
        Walk walk = Walk.Take(program, 0.1);
        int y = program.Count - 1;
        RunLine[] lines = [.. walk.Lines.Where(line => line.Phase == WalkPhase.Backward && line.Node == y).Skip(2)];
        IReadOnlyList<Contribution> sent = program.Probe.Sent(y, [Arrived]);
        Assert.Equal(sent.Count, lines.Length);
        foreach ((RunLine line, Contribution row) in lines.Zip(sent))
        {
            string[] sides = line.Code.TrimEnd(';').Split(" += ");
            Assert.Equal($"{program.Graph.Nodes[program.Probe.InputsOf(y)[row.Slot]].Name}.Gradient", sides[0]);
            string right = sides[1].Replace("y.Gradient", "g").Replace("a > b ? 1 : 0", "0").Replace("b > a ? 1 : 0", "1")
                .Replace("a < b ? 1 : 0", "1").Replace("b < a ? 1 : 0", "0").Replace("a > 0 ? 1 : 0", "1").Replace("Math.Sign(a)", "1");
            string given = FormattableString.Invariant($"a = 0.6; b = 1.3; y = {walk.Values[y][0]:R}; g = {Arrived}; sent = 1 * ({right})");
            Assert.Equal(row.Values[0], Walk.Take(Expression.Parse(given).Program, 0.1).Values[^1][0], 1e-12);
        }
    }

    [Fact]
    public void Every_mistake_has_its_words_and_its_name()
    {
        Assert.Equal(Enum.GetValues<Mistake>(), MistakeText.All.Select(text => text.Mistake));
        Assert.All(MistakeText.All, text => Assert.Equal(text.Mistake, MistakeText.Named(MistakeText.Name(text.Mistake))));
        Assert.Equal(Mistake.None, MistakeText.Named("__proto__"));
        Assert.Contains("1 − y²", MistakeText.AllToJson());
    }
}
