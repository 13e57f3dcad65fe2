namespace Dirac.Persistence;

/// <summary>One of DIRAC's databases. Work on it happens in sessions; no transaction spans two databases.</summary>
/// <remarks>
/// Safe for concurrent use. Deadlocks, lock timeouts and broken connections before the commit are retried here and nowhere else,
/// so a unit of work may run more than once: it must not change anything but the session until it has returned
/// (<see cref="IDbSession.AfterCommit"/> is for the rest).
/// </remarks>
public interface IDatabase
{
    /// <summary>DIRAC's name of the database, such as <c>JobDB</c>.</summary>
    string Name { get; }

    /// <summary>What differs in this database's SQL.</summary>
    Dialect Dialect { get; }

    /// <summary>
    /// How many connections to it may be open at once, one for each unit of work; those beyond wait, and fail after a while. Null when units of work take
    /// turns on a few connections however many they are, as on SQLite.
    /// </summary>
    int? PoolSize { get; }

    /// <summary>Runs queries that change nothing. Every statement sees what was committed before it started.</summary>
    /// <typeparam name="T">What the work finds.</typeparam>
    /// <param name="work">The queries; may run again after a broken connection.</param>
    /// <param name="cancellationToken">Stops waiting and the work.</param>
    /// <returns>What <paramref name="work"/> returned.</returns>
    Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs queries that change nothing and whose cost others decide: they are stopped when they take too long.</summary>
    /// <typeparam name="T">What the work finds.</typeparam>
    /// <param name="work">The queries; may run again after a broken connection.</param>
    /// <param name="longest">How long they may take in all.</param>
    /// <param name="cancellationToken">Stops waiting and the work.</param>
    /// <returns>What <paramref name="work"/> returned.</returns>
    /// <exception cref="ReadTooLongException">They took longer.</exception>
    /// <exception cref="RegexpRefusedException">A regular expression cannot be searched for on this engine.</exception>
    Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="work"/> in one transaction and commits it; an exception from it rolls everything back.</summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    /// <param name="work">The statements. Short: on SQLite nobody else writes meanwhile. It must not write to a database other than by its session.</param>
    /// <param name="cancellationToken">Stops waiting and the work; once the commit has begun it is no longer looked at.</param>
    /// <returns>What <paramref name="work"/> returned. The change is durable then, and its after-commit actions have run.</returns>
    /// <exception cref="CommitOutcomeUnknownException">The connection broke during the commit. The caller must look before it repeats.</exception>
    Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}"/>
    Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken);
}
