namespace Makemore.Worlds;

/// <summary>A letter that was drawn on the line from 0 to 1.</summary>
/// <param name="Last">The token before it.</param>
/// <param name="Random">The random number, from 0 to 1.</param>
/// <param name="Next">The token on whose piece it fell.</param>
/// <param name="Length">How long that piece is: p(next | last).</param>
public readonly record struct LineDraw(int Last, double Random, int Next, double Length);
