namespace Makemore.Models;

/// <summary>A name as it is in a file, and the 1-based line on which it starts.</summary>
public readonly record struct NameRow(string Text, long Line);
