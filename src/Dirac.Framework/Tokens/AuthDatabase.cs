using Dirac.Persistence;

namespace Dirac.Framework.Tokens;

/// <summary>The database of logins: refresh tokens and what is under way. Its tables are ours alone.</summary>
internal sealed class AuthDatabase(IDatabases databases)
{
    public const string Name = "AuthDB";

    private readonly IDatabase _database = databases.Get(Name);

    public Dialect Dialect => _database.Dialect;

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.ReadAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);
}
