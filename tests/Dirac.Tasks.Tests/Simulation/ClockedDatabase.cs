using System.Globalization;
using Dirac.Persistence;

namespace Dirac.Tasks.Tests.Simulation;

/// <summary>A database whose clock the run moves.</summary>
internal sealed class ClockedDatabase(IDatabase inner, SimulatedClock clock) : IDatabase, IDatabases
{
    public string Name => inner.Name;

    public Dialect Dialect => inner.Dialect;

    public int? PoolSize => inner.PoolSize;

    public IDatabase Get(string name) => name == Name ? this : throw new ArgumentException($"There is only {Name}.", nameof(name));

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        inner.ReadAsync((session, token) => RunAsync(session, work, token), cancellationToken);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken) =>
        inner.ReadAsync((session, token) => RunAsync(session, work, token), longest, cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        inner.WriteAsync((session, token) => RunAsync(session, work, token), cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (session, token) =>
            {
                await work(session, token);
                return true;
            },
            cancellationToken);

    private async Task<T> RunAsync<T>(IDbSession session, Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (Dialect.Engine == Engine.Sqlite)
            return await work(new ClockedSession(session), cancellationToken);

        // The server's own way to another time; the pool resets the connection before the next one uses it.
        await session.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SET timestamp = {clock.DatabaseMs / 1000m}"), null, cancellationToken);
        return await work(session, cancellationToken);
    }
}
