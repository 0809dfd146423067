namespace Makemore.Outside.Tests.PublicApi;

/// <summary>What was taken from a package's users, what was given to them, and what that asks of the version.</summary>
internal static class ApiDifference
{
    private const string TypeIndent = "    public "; // in a namespace

    /// <summary>The difference between two texts of the PublicApiGenerator; null if there is none.</summary>
    public static string? Of(string approved, string now)
    {
        if (approved == now) return null;
        List<string> before = Members(approved), after = Members(now);
        string[] gone = [.. before.Except(after)], added = [.. after.Except(before)];
        string advice = gone.Length > 0
            ? """
                What changed counts as gone, too. A program that uses it no longer compiles, or does something else: this is a breaking
                change. Say so in CHANGELOG.md, and raise the version in Directory.Build.props as SemVer says: the first number, or before
                1.0.0 the second.
                """
            : """
                Nothing is gone, so no program breaks, unless it must implement what is new. Say what is new in CHANGELOG.md, and raise the
                version in Directory.Build.props as SemVer says: the second number, or before 1.0.0 the third.
                """;
        IEnumerable<string> lines = [.. gone.Select(member => $"  gone  {member}"), .. added.Select(member => $"  new   {member}")];
        return string.Join('\n', ["what a package offers:", .. lines, advice]);
    }

    // Each with the type that it belongs to.
    private static List<string> Members(string api)
    {
        var members = new List<string>();
        string type = "";
        foreach (string line in api.Split('\n').Where(line => line.Trim() is not ("" or "{" or "}")))
        {
            if (line.StartsWith(TypeIndent, StringComparison.Ordinal)) type = line.Trim();
            members.Add(line.Trim() == type ? type : $"{type}: {line.Trim()}");
        }

        return members;
    }
}
