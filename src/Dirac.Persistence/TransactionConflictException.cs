namespace Dirac.Persistence;

/// <summary>A unit of work met another's: nothing was changed, and it is repeated from its start.</summary>
/// <remarks>Thrown by units of work themselves, on engines where several run at once. Retry helps, and <c>WriteAsync</c> does it.</remarks>
/// <param name="message">What it met.</param>
public sealed class TransactionConflictException(string message) : Exception(message);
