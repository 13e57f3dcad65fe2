namespace Dirac.Persistence;

/// <summary>The connection broke while a transaction was being committed: it may or may not have happened.</summary>
/// <remarks>Retry helps: only after looking whether the change is there.</remarks>
public sealed class CommitOutcomeUnknownException : Exception
{
    /// <summary>Creates the error for <paramref name="database"/>.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="inner">What broke the connection.</param>
    public CommitOutcomeUnknownException(string database, Exception inner)
        : base($"The connection to {database} broke during a commit; whether the change was saved is not known.", inner)
    {
    }
}
