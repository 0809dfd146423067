namespace Makemore.Runner;

/// <summary>The command line makes no sense. The message names the option and says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
