namespace Makemore.Models;

/// <summary>
/// The user's data cannot be used: a file is missing, empty or malformed, or no names are left. The message is for the user.
/// </summary>
public sealed class DataException(string message, Exception? innerException = null) : Exception(message, innerException);
