namespace Dirac.Tasks.Storage;

/// <summary>A held task going back to wait. The properties are the parameters of the statement.</summary>
/// <param name="TaskID">The task.</param>
/// <param name="Epoch">The epoch under which it is held.</param>
/// <param name="Attempt">How many attempts count from now on.</param>
/// <param name="DelayMs">How long it waits, in milliseconds.</param>
/// <param name="Errors">All errors so far.</param>
internal sealed record TaskRelease(long TaskID, long Epoch, int Attempt, long DelayMs, string? Errors);
