using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Expressions;

/// <summary>
/// A random calculation on scalars, like those of micrograd: each instruction takes two of the numbers so far and appends one. Both the
/// engine and dual numbers run it.
/// </summary>
public sealed class ScalarProgram
{
    private const int Leaves = 3;
    private readonly List<(string Operation, int X, int Y)> instructions = [];

    public ScalarProgram(TorchGenerator generator, int length)
    {
        Inputs = Tensor<double>.RandomNormal(generator, [Leaves]).Span.ToArray();
        List<Dual> numbers = [.. Inputs.Select(value => new Dual(value, 1))];
        while (instructions.Count < length)
        {
            var draws = new int[3];
            generator.Integers(draws, 0, int.MaxValue);
            var instruction = (Operations[draws[0] % Operations.Length], draws[1] % numbers.Count, draws[2] % numbers.Count);
            Dual result = Apply(instruction, numbers);
            bool isTame = Math.Abs(result.Value) < 10 && Math.Abs(result.Derivative) < 100; // in the domain, away from poles, not growing
            if (!isTame) continue;
            numbers.Add(result with { Derivative = 1 });
            instructions.Add(instruction);
        }
    }

    public double[] Inputs { get; }

    private static string[] Operations => ["+", "-", "*", "/", "square", "root", "reciprocal", "exp", "log", "tanh", "relu"];

    /// <summary>The sum of all numbers, so that each affects the loss, with its derivative with respect to one of the inputs.</summary>
    public Dual Run(int withRespectTo)
    {
        List<Dual> numbers = [.. Inputs.Select((value, i) => new Dual(value, i == withRespectTo ? 1 : 0))];
        foreach (var instruction in instructions) numbers.Add(Apply(instruction, numbers));
        return numbers.Aggregate((sum, number) => sum + number);
    }

    /// <summary>The same sum by the engine.</summary>
    public Variable<double> Run(IReadOnlyList<Variable<double>> inputs)
    {
        List<Variable<double>> numbers = [.. inputs];
        foreach (var instruction in instructions) numbers.Add(Apply(instruction, numbers));
        return numbers.Aggregate((sum, number) => sum + number);
    }

    private static Dual Apply((string Operation, int X, int Y) instruction, List<Dual> numbers)
    {
        (Dual x, Dual y) = (numbers[instruction.X], numbers[instruction.Y]);
        return instruction.Operation switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "square" => x.Pow(2),
            "root" => x.Pow(0.5),
            "reciprocal" => x.Pow(-1),
            "exp" => x.Exp(),
            "log" => x.Log(),
            "tanh" => x.Tanh(),
            _ => x.Relu(),
        };
    }

    private static Variable<double> Apply((string Operation, int X, int Y) instruction, List<Variable<double>> numbers)
    {
        (Variable<double> x, Variable<double> y) = (numbers[instruction.X], numbers[instruction.Y]);
        return instruction.Operation switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "square" => x.Pow(2),
            "root" => x.Pow(0.5),
            "reciprocal" => x.Pow(-1),
            "exp" => x.Exp(),
            "log" => x.Log(),
            "tanh" => x.Tanh(),
            _ => x.Relu(),
        };
    }
}
