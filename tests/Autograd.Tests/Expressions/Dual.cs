namespace Makemore.Autograd.Tests.Expressions;

/// <summary>
/// A dual number, v + d·ε with ε² = 0: a value that carries its derivative along (forward mode). It shares no code with backpropagation,
/// which goes the other way, and it does not truncate or lose digits as a difference quotient does.
/// </summary>
public readonly record struct Dual(double Value, double Derivative)
{
    public static Dual operator +(Dual x, Dual y) => new(x.Value + y.Value, x.Derivative + y.Derivative);

    public static Dual operator -(Dual x, Dual y) => new(x.Value - y.Value, x.Derivative - y.Derivative);

    public static Dual operator *(Dual x, Dual y) => new(x.Value * y.Value, (x.Derivative * y.Value) + (x.Value * y.Derivative));

    public static Dual operator /(Dual x, Dual y) =>
        new(x.Value / y.Value, ((x.Derivative * y.Value) - (x.Value * y.Derivative)) / (y.Value * y.Value));

    public Dual Pow(double exponent) => new(Math.Pow(Value, exponent), Derivative * exponent * Math.Pow(Value, exponent - 1));

    public Dual Exp() => new(Math.Exp(Value), Derivative * Math.Exp(Value));

    public Dual Log() => new(Math.Log(Value), Derivative / Value);

    public Dual Tanh() => new(Math.Tanh(Value), Derivative / (Math.Cosh(Value) * Math.Cosh(Value)));

    public Dual Relu() => Value > 0 ? this : default;
}
