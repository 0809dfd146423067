using System.Numerics;
using System.Runtime.CompilerServices;
using Makemore.Autograd;

namespace Makemore.Models;

/// <summary>
/// A training step written line by line. Each line is one plain operation, and so one node of the graph to look at. Training computes the
/// same with fewer, larger operations.
/// </summary>
public sealed class StepProgram<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Variable<T>, ProgramLine> lines = [];

    /// <summary>The line that made a node; null for a parameter.</summary>
    public ProgramLine? LineOf(Variable<T> node) => lines.GetValueOrDefault(node);

    /// <summary>Gives a parameter its name in the lines.</summary>
    public Variable<T> Parameter(string name, Variable<T> parameter)
    {
        parameter.Name = name;
        return parameter;
    }

    /// <summary>Adds a line.</summary>
    /// <param name="stage">The part of the step that it belongs to: "tanh".</param>
    /// <param name="name">The name of its result: "h".</param>
    /// <param name="made">The result of one operation.</param>
    /// <param name="code">The operation as C#; the compiler fills it in.</param>
    public Variable<T> Line(
        string stage, string name, Variable<T> made, [CallerArgumentExpression(nameof(made))] string code = "")
    {
        made.Name = name;
        lines.Add(made, new ProgramLine(stage, $"var {name} = {code};"));
        return made;
    }
}

/// <summary>A line of the program that a step runs.</summary>
/// <param name="Stage">The part of the step that it belongs to: "tanh".</param>
/// <param name="Code">Its C#.</param>
public sealed record ProgramLine(string Stage, string Code);
