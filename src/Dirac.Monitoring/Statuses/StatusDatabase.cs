using Dirac.Persistence;

namespace Dirac.Monitoring.Statuses;

/// <summary>DIRAC's ResourceStatusDB.</summary>
internal sealed class StatusDatabase(IDatabases databases)
{
    public const string Name = "ResourceStatusDB";

    private readonly IDatabase _database = databases.Get(Name);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.ReadAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);
}
