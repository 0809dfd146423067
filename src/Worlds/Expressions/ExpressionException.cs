namespace Makemore.Worlds;

/// <summary>An expression that cannot be read. The message says what is wrong, where, and what to do.</summary>
/// <param name="problem">What is wrong, and what to do.</param>
/// <param name="line">The line of the text, from 1.</param>
/// <param name="column">The column in that line, from 1.</param>
/// <param name="position">The place in the whole text, from 0.</param>
/// <param name="isOnlyLine">True if the text has one line, so that the message need not name it.</param>
public sealed class ExpressionException(string problem, int line, int column, int position, bool isOnlyLine)
    : FormatException((isOnlyLine ? $"column {column}: " : $"line {line}, column {column}: ") + problem)
{
    /// <summary>The line of the text, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column in that line, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>The place in the whole text, from 0: for a cursor.</summary>
    public int Position { get; } = position;
}
