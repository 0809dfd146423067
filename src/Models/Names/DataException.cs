namespace Makemore.Models;

/// <summary>
/// The user's data cannot be used: a file that is missing, empty or malformed, or names of which none is left. The message is for the user.
/// </summary>
public sealed class DataException(string message, Exception? innerException = null) : Exception(message, innerException);
