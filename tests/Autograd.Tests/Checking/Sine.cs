using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Checking;

/// <summary>
/// y = sin(x), element by element: an operation from outside the library, as a learner would add one. A function gives what it sends back
/// for an x and an arriving ∂L/∂y. That can be right, ∂L/∂y · cos(x), or wrong on purpose.
/// </summary>
public sealed class Sine(Variable<double> x, Func<double, double, double> contribution) : Variable<double>(x.Shape, x)
{
    public static double RightContribution(double x, double arriving) => arriving * Math.Cos(x);

    protected override void Forward()
    {
        for (int i = 0; i < Value.Length; i++) Value.Span[i] = Math.Sin(x.Value.Span[i]);
    }

    protected override void Backward()
    {
        Destination<double> destination = GradientOf(x);
        if (!destination.IsWanted) return;
        Span<double> sum = destination.Accumulator();
        for (int i = 0; i < sum.Length; i++) sum[i] += contribution(x.Value.Span[i], Gradient.Span[i]);
    }
}
