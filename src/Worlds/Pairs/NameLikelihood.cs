namespace Makemore.Worlds;

/// <summary>How probable a name is. A name of n letters has n + 1 pairs, its end among them.</summary>
/// <param name="Probabilities">p of each pair.</param>
/// <param name="Losses">−ln p of each pair; infinite where p is 0.</param>
/// <param name="Product">The product of all p: the name's likelihood.</param>
/// <param name="PerCharacter">The mean of −ln p.</param>
/// <param name="ByChance">The product if all letters, and the end, are equally probable.</param>
/// <param name="IsKnown">Whether it is one of the names.</param>
public sealed record NameLikelihood(
    double[] Probabilities, double[] Losses, double Product, double PerCharacter, double ByChance, bool IsKnown);
