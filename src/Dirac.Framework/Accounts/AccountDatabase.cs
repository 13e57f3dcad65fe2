using Dirac.Persistence;

namespace Dirac.Framework.Accounts;

/// <summary>The part of AuthDB that is about people who come from identity providers.</summary>
internal sealed class AccountDatabase(IDatabases databases)
{
    public const string Name = "AuthDB";

    /// <summary>The folder of this part's scripts, which are numbered on their own.</summary>
    public const string Scripts = "Accounts";

    private readonly IDatabase _database = databases.Get(Name);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.ReadAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);
}
