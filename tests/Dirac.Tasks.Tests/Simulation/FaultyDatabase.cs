using Dirac.Persistence;

namespace Dirac.Tasks.Tests.Simulation;

/// <summary>The database as one process meets it, with connections that break.</summary>
internal sealed class FaultyDatabase(IDatabase inner, DatabaseFaults faults) : IDatabase, IDatabases
{
    public string Name => inner.Name;

    public Dialect Dialect => inner.Dialect;

    public int? PoolSize => inner.PoolSize;

    /// <summary>What the last transaction resulted in, whether or not its answer arrived; null when it was not committed.</summary>
    public object? Committed { get; private set; }

    /// <summary>Whether <paramref name="exception"/> is of the connection's making.</summary>
    public static bool IsFault(Exception exception) => exception is IOException or CommitOutcomeUnknownException;

    public IDatabase Get(string name) => name == Name ? this : throw new ArgumentException($"There is only {Name}.", nameof(name));

    public void Forget() => Committed = null;

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        faults.Next() is DatabaseFault.Refused ? throw new IOException("Refused, as the run wants.") : inner.ReadAsync(work, cancellationToken);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken) =>
        ReadAsync(work, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Forget();
        var fault = faults.Next();
        if (fault is DatabaseFault.Refused)
            throw new IOException("Refused, as the run wants.");
        if (fault is DatabaseFault.RolledBack or DatabaseFault.Repeated)
            await RollBackAsync(work, cancellationToken);
        if (fault is DatabaseFault.RolledBack)
            throw new IOException("Broken before the commit, as the run wants.");

        var result = await inner.WriteAsync(work, cancellationToken);
        Committed = result;
        return fault is DatabaseFault.AnswerLost ? throw new CommitOutcomeUnknownException(Name, new IOException("Broken after the commit, as the run wants.")) : result;
    }

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (session, token) =>
            {
                await work(session, token);
                return true;
            },
            cancellationToken);

    private async Task RollBackAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var wasRolledBack = false;
        try
        {
            await inner.WriteAsync<T>(
                async (session, token) =>
                {
                    await work(session, token);
                    throw new RollbackException();
                },
                cancellationToken);
        }
        catch (RollbackException)
        {
            wasRolledBack = true;
        }
        Assert.True(wasRolledBack);
    }

    private sealed class RollbackException : Exception;
}
