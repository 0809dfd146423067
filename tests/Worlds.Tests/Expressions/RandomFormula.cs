namespace Makemore.Worlds.Tests;

/// <summary>A random formula of a, b and c: as text, and as plain C# that computes it without the engine.</summary>
internal sealed record RandomFormula(string Text, Func<double[], double> Value)
{
    public static readonly string[] Names = ["a", "b", "c"];

    public static RandomFormula Draw(Random random, int depth)
    {
        if (depth == 0 || random.Next(8) == 0) return Leaf(random);
        RandomFormula x = Draw(random, depth - 1), y = Draw(random, depth - 1);
        return random.Next(18) switch
        {
            0 or 1 => new($"({x.Text} + {y.Text})", v => x.Value(v) + y.Value(v)),
            2 or 3 => new($"(({x.Text}) - ({y.Text}))", v => x.Value(v) - y.Value(v)),
            4 or 5 or 6 => new($"({x.Text})*({y.Text})", v => x.Value(v) * y.Value(v)),
            7 => new($"({x.Text})/(2 + sin({y.Text}))", v => x.Value(v) / (2 + Math.Sin(y.Value(v)))),
            8 => new($"(-{x.Text})", v => -x.Value(v)),
            9 => new($"tanh({x.Text})", v => Math.Tanh(x.Value(v))),
            10 => new($"exp(sin({x.Text}))", v => Math.Exp(Math.Sin(x.Value(v)))),
            11 => new($"log(2 + cos({x.Text}))", v => Math.Log(2 + Math.Cos(x.Value(v)))),
            12 => new($"sigmoid({x.Text})", v => 1 / (1 + Math.Exp(-x.Value(v)))),
            13 => new($"sqrt(2 + tanh({x.Text}))", v => Math.Sqrt(2 + Math.Tanh(x.Value(v)))),
            14 => new($"({x.Text})^2", v => x.Value(v) * x.Value(v)),
            15 => new($"(2 + sin({x.Text}))**tanh({y.Text})", v => Math.Pow(2 + Math.Sin(x.Value(v)), Math.Tanh(y.Value(v)))),
            16 => new($"max({x.Text}, {y.Text})", v => Math.Max(x.Value(v), y.Value(v))),
            _ => new($"min({x.Text}, abs({y.Text}))", v => Math.Min(x.Value(v), Math.Abs(y.Value(v)))),
        };
    }

    /// <summary>So that there is a variable and an operation.</summary>
    public RandomFormula TimesA() => new($"a * ({Text})", v => v[0] * Value(v));

    private static RandomFormula Leaf(Random random)
    {
        int which = random.Next(Names.Length + 1);
        if (which < Names.Length) return new(Names[which], v => v[which]);
        double number = random.Next(1, 40) / 10.0;
        return new(FormattableString.Invariant($"{number}"), _ => number);
    }
}
