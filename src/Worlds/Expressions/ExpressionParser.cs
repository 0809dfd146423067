using Makemore.Modules;

namespace Makemore.Worlds;

/// <summary>Reads the pieces of an expression: each statement becomes a tree of operations.</summary>
internal sealed class ExpressionParser(ExpressionText text)
{
    private const int DeepestNesting = 50;
    private const int MostOperations = Expression.MostNodes;

    private static readonly string[] WordsOfCSharp =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void", "volatile", "while",
    ];

    private int depth, operations;

    /// <summary>All statements. There is at least one.</summary>
    public IReadOnlyList<Statement> Parse()
    {
        var statements = new List<Statement>();
        while (true)
        {
            while (text.Takes(";")) { }
            if (text.Next.Kind == PieceKind.End) break;
            statements.Add(ReadStatement());
            if (text.Next.Kind != PieceKind.End && !text.Next.Is(";")) throw Unexpected();
        }

        return statements.Count > 0
            ? statements
            : throw text.Error(0, "there is nothing to compute; write an expression, such as (a*b + c) * f");
    }

    private Statement ReadStatement()
    {
        if (text.Next is { Kind: PieceKind.Name, Text: "var" } && text.AfterNext.Kind == PieceKind.Name) text.Take(); // as in C#
        if (text.Next.Kind != PieceKind.Name || !text.AfterNext.Is("=")) return new Statement(null, ReadSum());
        Piece name = TakeName();
        text.Take();
        return new Statement(name, ReadSum());
    }

    private Tree ReadSum() => ReadFromTheLeft("+", "-", ReadProduct);

    private Tree ReadProduct() => ReadFromTheLeft("*", "/", ReadSigned);

    // a − b − c is (a − b) − c.
    private Tree ReadFromTheLeft(string one, string other, Func<Tree> readPart)
    {
        Tree left = readPart();
        while (text.Next.Is(one) || text.Next.Is(other))
        {
            Piece sign = text.Take();
            left = Operation(sign, ExpressionOperation.Signs[sign.Text], left, readPart());
        }

        return left;
    }

    // −a² is −(a²), as on paper.
    private Tree ReadSigned()
    {
        Piece sign = text.Next;
        if (text.Takes("+")) return Nested(sign, ReadSigned);
        return text.Takes("-") ? Operation(sign, ExpressionOperation.Negate, Nested(sign, ReadSigned)) : ReadPower();
    }

    // a^b^c is a^(b^c), as on paper.
    private Tree ReadPower()
    {
        Tree left = ReadCalls();
        Piece sign = text.Next;
        if (!text.Takes("^")) return left;
        Tree exponent = Nested(sign, ReadSigned);
        Count(sign);
        return new PowerTree(sign, left, exponent);
    }

    // The engine's own way to write a function: s.Tanh()
    private Tree ReadCalls()
    {
        Tree read = ReadOne();
        while (text.Next.Is(".") && text.AfterNext.Kind == PieceKind.Name)
        {
            text.Take();
            read = ReadCall(text.Take(), read);
        }

        return read;
    }

    private Tree ReadOne()
    {
        Piece piece = text.Next;
        if (piece.Kind == PieceKind.Number)
        {
            text.Take();
            if (text.Next.Kind == PieceKind.Name || text.Next.Is("("))
                throw text.Error(text.Next.Position, $"write * between {Quote.Start(piece.Text)} and {text.Next}");
            return new NumberTree(piece, piece.Number);
        }

        if (piece.Kind == PieceKind.Name)
        {
            if (text.AfterNext.Is("(")) return ReadCall(text.Take(), null);
            return new NameTree(TakeName());
        }

        if (!text.Takes("(")) throw Unexpected();
        Tree inner = Nested(piece, ReadSum);
        if (!text.Takes(")")) throw text.Error(text.Next.Position, $"a ) is missing for the ( of column {ColumnOf(piece)}; write it here");
        return inner;
    }

    // In tanh(x), the operand is in parentheses; in x.Tanh(), it stands before.
    private Tree ReadCall(Piece name, Tree? before)
    {
        string function = name.Text.ToLowerInvariant();
        if (function is "maximum" or "minimum") function = function[..3];
        ExpressionOperation? operation = ExpressionOperation.Functions.GetValueOrDefault(function);
        if (operation is null && function != "pow")
            throw text.Error(
                name.Position,
                $"there is no function {Quote.Start(name.Text)}; there are {string.Join(", ", ExpressionOperation.Functions.Keys)}. "
                + $"If {Quote.Start(name.Text)} is a number, write * between it and the (");
        if (!text.Takes("(")) throw text.Error(text.Next.Position, $"write ( after {name.Text}");
        var operands = new List<Tree>();
        if (before is not null) operands.Add(before);
        if (!text.Next.Is(")"))
        {
            do operands.Add(Nested(name, ReadSum));
            while (text.Takes(","));
        }

        int wanted = operation?.Operands ?? 2;
        if (operands.Count != wanted)
            throw text.Error(
                name.Position, $"{name.Text} is of {(wanted == 1 ? "one number" : "two numbers")}, and {operands.Count} are given");
        if (!text.Takes(")")) throw text.Error(text.Next.Position, $"a ) is missing for {name.Text}; write it here");
        if (operation is not null) return Operation(name, operation, [.. operands]);
        Count(name);
        return new PowerTree(name, operands[0], operands[1]);
    }

    private Piece TakeName()
    {
        Piece name = text.Take();
        if (ExpressionOperation.Functions.ContainsKey(name.Text))
            throw text.Error(name.Position, $"{name.Text} is a function: write {name.Text}(...), or choose another name");
        return WordsOfCSharp.Contains(name.Text)
            ? throw text.Error(name.Position, $"{name.Text} is a word of C#; choose another name")
            : name;
    }

    private OperationTree Operation(Piece piece, ExpressionOperation operation, params IReadOnlyList<Tree> operands)
    {
        Count(piece);
        return new OperationTree(piece, operation, operands);
    }

    private void Count(Piece piece)
    {
        if (++operations > MostOperations)
            throw text.Error(piece.Position, $"there are more than {MostOperations} operations; make the expression smaller");
    }

    private Tree Nested(Piece piece, Func<Tree> read)
    {
        if (++depth > DeepestNesting)
            throw text.Error(piece.Position, $"more than {DeepestNesting} parentheses are open; give a part a name on a line of its own");
        Tree tree = read();
        depth--;
        return tree;
    }

    private ExpressionException Unexpected()
    {
        Piece piece = text.Next;
        string advice = piece.Text switch
        {
            "=" => "only a name can stand before =",
            ")" => "no ( is open",
            "," => "only max, min and pow are of two numbers",
            _ when piece.Kind is PieceKind.Name or PieceKind.Number || piece.Is("(") => "write * to multiply, or ; for another statement",
            _ => "a number, a name or a ( is missing",
        };
        return text.Error(piece.Position, $"{piece} cannot stand here; {advice}");
    }

    private int ColumnOf(Piece piece) => text.Error(piece.Position, "").Column;
}

/// <summary>"name = value", or a value alone.</summary>
internal sealed record Statement(Piece? Name, Tree Value);

/// <summary>A part of a statement, and where it stands.</summary>
internal abstract record Tree(Piece Piece);

/// <summary>A number.</summary>
internal sealed record NumberTree(Piece Piece, double Number) : Tree(Piece);

/// <summary>A variable, or the result of a line before.</summary>
internal sealed record NameTree(Piece Piece) : Tree(Piece);

/// <summary>An operation on other parts.</summary>
internal sealed record OperationTree(Piece Piece, ExpressionOperation Operation, IReadOnlyList<Tree> Operands) : Tree(Piece);

/// <summary>left^exponent.</summary>
internal sealed record PowerTree(Piece Piece, Tree Left, Tree Exponent) : Tree(Piece);
