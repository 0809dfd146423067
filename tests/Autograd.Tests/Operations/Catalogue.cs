using System.Numerics;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>The catalogue as rows of a theory, so that the list of tests names every operation.</summary>
public static class Catalogue
{
    public static TheoryData<string> Operations => [.. OperationCatalogue.Entries<double>().Select(entry => entry.Name)];

    /// <summary>The operations whose gradient can be checked.</summary>
    public static TheoryData<string> Differentiable =>
        [.. OperationCatalogue.Entries<double>().Where(entry => entry.HasGradient).Select(entry => entry.Name)];

    public static OperationCase<T> Case<T>(string operation, RandomCase drawn) where T : unmanaged, IFloatingPointIeee754<T> =>
        OperationCatalogue.Entries<T>().Single(entry => entry.Name == operation).Case(drawn.Generator(), drawn.Size);
}
