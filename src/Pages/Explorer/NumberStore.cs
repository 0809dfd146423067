using System.Runtime.InteropServices;

namespace Makemore.Pages;

/// <summary>
/// Arrays of numbers for a page. Equal arrays are stored once, as base64 of little-endian float64. This is exact, holds NaN and infinity
/// too, and is half as long as digits.
/// </summary>
internal sealed class NumberStore
{
    private readonly Dictionary<string, int> places = [];

    /// <summary>The arrays, in the order in which they were added.</summary>
    public IEnumerable<string> Arrays => places.Keys;

    /// <summary>The index of these numbers in <see cref="Arrays"/>; null for null.</summary>
    public int? Add(double[]? numbers)
    {
        if (numbers is null) return null;
        string text = Convert.ToBase64String(MemoryMarshal.AsBytes<double>(numbers));
        if (!places.TryGetValue(text, out int place)) places.Add(text, place = places.Count);
        return place;
    }
}
