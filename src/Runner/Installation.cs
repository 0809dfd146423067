namespace Makemore.Runner;

/// <summary>How the program came here: as the .NET tool <c>makemore</c>, or built in a checkout.</summary>
internal static class Installation
{
    /// <summary>Whether this is the tool. The package of a tool has this file beside the assemblies, and nothing else has it.</summary>
    public static bool IsTool { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml"));

    /// <summary>What a user types before the arguments.</summary>
    public static string Command { get; } = IsTool ? "makemore" : "dotnet run --project src/Runner --";
}
