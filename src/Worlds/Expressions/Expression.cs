using Makemore.Autograd;
using Makemore.Models;

namespace Makemore.Worlds;

/// <summary>
/// A calculation that a reader typed, recorded by the engine: "c = a + b; d = a*b; y = (c+d) + c*d". The last statement is the result.
/// A name without a value is a variable; "a = 2" gives it one to begin with. Each operation is one line of a program. Numbers among
/// themselves are computed at once, as C# does.
/// </summary>
/// <remarks>
/// Every variable is a <see cref="Parameter{T}"/>, so that its gradient can be looked at. One that is said to be data
/// (<see cref="TakeAsData"/>) does not learn.
/// </remarks>
public sealed class Expression
{
    /// <summary>The most variables and operations together.</summary>
    public const int MostNodes = 60;

    private const int MostPoints = 2000;

    // Values to begin with: small, different, and above 0, where every function has a value.
    private static readonly double[] Beginnings = [2, 3, 0.5, 1.5, 4, 0.25, 2.5, 1];

    private readonly ExpressionText pieces;
    private readonly HashSet<string> taken;
    private readonly StepProgram<double> lines = new();
    private readonly Dictionary<string, Variable<double>> named = [];
    private readonly Dictionary<string, int> usedAt = []; // where a name without a line was used first
    private readonly List<ExpressionVariable> variables = [];
    private int nodes;

    private Expression(string text)
    {
        pieces = new ExpressionText(text);
        Text = text;
        taken = [.. pieces.Names];
        IReadOnlyList<Statement> statements = new ExpressionParser(pieces).Parse();
        Variable<double>? result = null;
        foreach ((int place, Statement statement) in statements.Index()) result = Record(statement, isLast: place == statements.Count - 1);
        Program = new LossProgram(new Graph<double>(result!), lines.LineOf, parameter => !IsData(parameter));
        var reached = Program.Graph.Nodes.ToHashSet();
        Unused = [.. named.Where(pair => !reached.Contains(pair.Value)).Select(pair => pair.Key)];
        variables.RemoveAll(variable => !reached.Contains(variable.Parameter));
    }

    /// <summary>What was typed.</summary>
    public string Text { get; }

    /// <summary>The variables that the result depends on, in the order in which the text names them.</summary>
    public IReadOnlyList<ExpressionVariable> Variables => variables;

    /// <summary>Names that the result does not depend on. They are not part of the program.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The graph and its lines: what a <see cref="Walk"/> goes through.</summary>
    public LossProgram Program { get; }

    /// <summary>Reads an expression and records it.</summary>
    /// <exception cref="ExpressionException">It cannot be read; the message says why, where, and what to do.</exception>
    public static Expression Parse(string text) => new(text);

    /// <summary>Gives a variable another value.</summary>
    /// <exception cref="ArgumentException">There is no such variable, or the value is not finite.</exception>
    public void Set(string variable, double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"the value of {variable} must be a finite number");
        Find(variable).Parameter.Value.Item = value;
    }

    /// <summary>Says whether a variable is data: it keeps its value when the others learn.</summary>
    /// <exception cref="ArgumentException">There is no such variable.</exception>
    public void TakeAsData(string variable, bool isData) => Find(variable).IsData = isData;

    /// <summary>
    /// The result as one variable goes over a range, with its derivative at each point by the engine's backward pass. The values are as
    /// before afterwards.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is no such variable, the range is empty or not finite, or there are too many points.
    /// </exception>
    public Curve Curve(string variable, double from, double to, int points)
    {
        Parameter<double> moved = Find(variable).Parameter;
        if (!double.IsFinite(to - from) || from >= to) throw new ArgumentException($"the range must be finite, and go up: {from} to {to}");
        if (points is < 2 or > MostPoints) throw new ArgumentException($"a curve has 2 to {MostPoints} points, not {points}");
        double before = moved.Value.Item;
        double[] x = [.. Enumerable.Range(0, points).Select(i => from + (i * ((to - from) / (points - 1))))];
        (double[] y, double[] slope) = (new double[points], new double[points]);
        for (int i = 0; i < points; i++)
        {
            moved.Value.Item = x[i];
            Program.Graph.Forward();
            Program.Graph.Backward();
            (y[i], slope[i]) = (Program.Graph.Loss.Value.Item, moved.Gradient.Item);
        }

        moved.Value.Item = before;
        Program.Graph.Forward();
        return new Curve(variable, x, y, slope);
    }

    /// <summary>
    /// <code>
    /// {
    ///   "text": "y = a*b",
    ///   "variables": [{ "name": "a", "value": float64, "isData": false, "isGiven": false }],
    ///   "unused": ["c"]
    /// }
    /// </code>
    /// float64 is a text: numbers as base64 of their bytes, here one (<see cref="WorldJson"/>). isGiven: the text gives the value.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteString("text", Text);
        json.WriteObjects("variables", Variables, variable =>
        {
            json.WriteString("name", variable.Name);
            json.WriteNumbers("value", [variable.Value]);
            json.WriteBoolean("isData", variable.IsData);
            json.WriteBoolean("isGiven", variable.IsGiven);
        });
        json.WriteTexts("unused", Unused);
    });

    private bool IsData(Variable<double> parameter) => variables.Any(variable => variable.Parameter == parameter && variable.IsData);

    private ExpressionVariable Find(string name) => variables.FirstOrDefault(variable => variable.Name == name)
        ?? throw new ArgumentException($"the expression has no variable {name}");

    private Variable<double>? Record(Statement statement, bool isLast)
    {
        if (statement.Name is { } name) RequireNew(name);
        string? wanted = statement.Name?.Text ?? (isLast ? Free(["y", "L", "loss"]) : null);
        if (wanted is null && statement.Value is not NameTree)
            throw pieces.Error(statement.Value.Piece.Position, "nothing uses this line; write a name and = before it, as in c = a + b");
        Operand made = Record(statement.Value, wanted);
        if (statement.Name is { } used && usedAt.TryGetValue(used.Text, out int place))
            throw pieces.Error(place, $"{used.Text} is used in the line that gives it its value; choose another name for one of them");
        if (made.Node is null)
        {
            if (isLast || statement.Name is null)
                throw pieces.Error(
                    statement.Value.Piece.Position, "the result is only a number; write an expression of variables, such as a * b");
            AddVariable(statement.Name, made.Number, isGiven: true);
            return null;
        }

        bool isOldName = statement.Value is NameTree;
        if (isOldName && (!isLast || statement.Name is not null))
            throw pieces.Error(
                statement.Value.Piece.Position, $"this would only be another name for {made.Node.Name}; write {made.Node.Name} itself");
        return !isLast || made.Node is not Parameter<double>
            ? made.Node
            : throw pieces.Error(
                statement.Value.Piece.Position, $"{made.Node.Name} alone computes nothing; write an operation, such as {made.Node.Name}^2");
    }

    private void RequireNew(Piece name)
    {
        if (named.ContainsKey(name.Text) && !usedAt.ContainsKey(name.Text))
            throw pieces.Error(name.Position, $"{name.Text} has a value already; choose another name for this one");
        if (usedAt.TryGetValue(name.Text, out int position))
            throw pieces.Error(
                position, $"{name.Text} is used before the line that gives it its value; write that line above, or choose another name");
    }

    private Operand Record(Tree tree, string? name)
    {
        switch (tree)
        {
            case NumberTree number: return new Operand(null, number.Number);
            case NameTree variable: return new Operand(Named(variable.Piece), 0);
            case PowerTree power:
                Operand left = Record(power.Left, null), exponent = Record(power.Exponent, null);
                if (exponent.Node is null) return Made(tree, ExpressionOperation.Power(exponent.Number), [left], name);

                // a^b = exp(b · ln a)
                Operand log = Made(tree, ExpressionOperation.Functions["log"], [left], null);
                Operand product = Made(tree, ExpressionOperation.Signs["*"], [exponent, log], null);
                return Made(tree, ExpressionOperation.Functions["exp"], [product], name);
            default:
                var made = (OperationTree)tree;
                return Made(tree, made.Operation, [.. made.Operands.Select(operand => Record(operand, null))], name);
        }
    }

    // A new line; or, if all operands are numbers, a number.
    private Operand Made(Tree tree, ExpressionOperation operation, Operand[] operands, string? name)
    {
        // max(2, a) is a.Maximum(2) in this engine.
        if (operation.Code.Contains("{0}.") && operands.Length == 2 && operands[0].Node is null) Array.Reverse(operands);
        Variable<double>[] inputs = [.. operands.Select(AsNode)];
        Variable<double> made = operation.Make(inputs[0], inputs[^1]);
        if (operands.All(operand => operand.Node is null))
        {
            double number = made.Value.Item;
            if (double.IsFinite(number)) return new Operand(null, number);
            string what = double.IsNaN(number) ? "not a number" : "infinite";
            throw pieces.Error(tree.Piece.Position, $"this is {what}; use numbers that give a finite one");
        }

        CountNode(tree.Piece.Position);
        string code = operation.Code;
        foreach ((int slot, Variable<double> input) in inputs.Index()) code = code.Replace($"{{{slot}}}", input.Label);
        name ??= Free(["e", "d", "g", "h", "k", "m", "n", "p", "q", "r", "s", "t", "u", "v", "w", "z"]);
        named.TryAdd(name, made);
        return new Operand(lines.Line("", name, made, code), 0);
    }

    private static Variable<double> AsNode(Operand operand) =>
        operand.Node ?? new Constant<double>(operand.Number, OperationText.Number(operand.Number));

    private Variable<double> Named(Piece name)
    {
        if (named.TryGetValue(name.Text, out Variable<double>? known)) return known;
        usedAt.Add(name.Text, name.Position);
        return AddVariable(name, Beginnings[variables.Count % Beginnings.Length], isGiven: false);
    }

    private Parameter<double> AddVariable(Piece name, double value, bool isGiven)
    {
        CountNode(name.Position);
        var parameter = new Parameter<double>(value, name.Text);
        variables.Add(new ExpressionVariable(parameter, isGiven));
        named.Add(name.Text, parameter);
        return parameter;
    }

    private void CountNode(int position)
    {
        if (++nodes > MostNodes)
            throw pieces.Error(position, $"there are more than {MostNodes} variables and operations; make the expression smaller");
    }

    // The first of these names that the text does not contain; or else t1, t2 and so on.
    private string Free(string[] names)
    {
        string free = names.Concat(Enumerable.Range(1, int.MaxValue - 1).Select(i => $"t{i}")).First(name => !taken.Contains(name));
        taken.Add(free);
        return free;
    }

    /// <summary>A node, or a number that no node holds.</summary>
    private sealed record Operand(Variable<double>? Node, double Number);
}

/// <summary>A variable of an expression.</summary>
public sealed class ExpressionVariable
{
    internal ExpressionVariable(Parameter<double> parameter, bool isGiven) => (Parameter, IsGiven) = (parameter, isGiven);

    /// <summary>Its name.</summary>
    public string Name => Parameter.Name!;

    /// <summary>Its value now.</summary>
    public double Value => Parameter.Value.Item;

    /// <summary>True if it does not learn.</summary>
    public bool IsData { get; internal set; }

    /// <summary>True if the text gives it a value to begin with.</summary>
    public bool IsGiven { get; }

    internal Parameter<double> Parameter { get; }
}
