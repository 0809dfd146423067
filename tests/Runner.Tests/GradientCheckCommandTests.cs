using Makemore.Autograd;
using Makemore.Runner.Commands;

namespace Makemore.Runner.Tests;

/// <summary><c>gradcheck</c> where a gradient is wrong, as none of this library's should be.</summary>
public sealed class GradientCheckCommandTests : IDisposable
{
    private readonly Program program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void A_wrong_gradient_is_called_so_and_the_exit_code_says_it()
    {
        Outcome outcome = program.Run(() => GradientCheckCommand.Run([At(0.5), At(0)], cases: 2, seed: 1, json: null));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(@"x\.Relu\(\) +x +2 +\d\.\de-\d+ +ok", outcome.Lines[2]);
        Assert.Matches(@"x\.Relu\(\) +x +2 +\d\.\de[+-]\d+ +WRONG", outcome.Lines[3]);
        Assert.Equal("1 of 2 gradients are within 1e-6 of central differences in float64", outcome.Lines[^1]);
        Assert.Matches(@"^Kink: x .* element \d: Backward\(\) says .*, central difference .*\n$", outcome.Error);
    }

    [Fact]
    public void A_long_expression_goes_on_in_the_next_line()
    {
        OperationEntry<double> entry = At(0.5) with { Expression = "x.Relu(" + string.Join(", ", Enumerable.Repeat("a", 30)) + ")" };
        Outcome outcome = program.Run(() => GradientCheckCommand.Run([entry], cases: 1, seed: 1, json: null));
        Assert.Matches(@"^x\.Relu\(a, .* +x +1 +\d\.\de-\d+ +ok", outcome.Lines[2]);
        Assert.Matches(@"^(a, )*a\)$", outcome.Lines[^2]);
        Assert.DoesNotContain("…", outcome.Output, StringComparison.Ordinal);
    }

    // A kink at 0, where a central difference disagrees with any slope.
    private static OperationEntry<double> At(double place) => new(
        "Kink", typeof(Relu<>), "x.Relu()", draw => draw.Input("x", draw.Shape(), _ => place).Apply(x => x.Relu()));
}
