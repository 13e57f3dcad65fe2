using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The named statements about tasks that are on their way with a broker. Whoever calls owns the transaction.</summary>
/// <remarks>Such a row is held like any other: by its epoch, until <c>DueMs</c>. Its owner is the broker's name and incarnation, until a worker renews it.</remarks>
internal static class HandOverSql
{
    public static Task<long> NowMsAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);

    /// <summary>Gives tasks to a broker. That is no attempt.</summary>
    public static Task<int> HandOverAsync(
        IDbSession session, IReadOnlyList<long> ids, string owner, long epoch, TimeSpan time, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            UPDATE {x_Tasks} SET Owner = @Owner, Epoch = @Epoch, PendingKey = NULL, DueMs = {{session.Dialect.UtcNowMs}} + @TimeMs
            WHERE TaskID IN @Ids
            """,
            new { Ids = ids, Owner = owner, Epoch = epoch, TimeMs = (long)time.TotalMilliseconds },
            cancellationToken);

    /// <summary>Prolongs the lease of tasks that came by a broker; from now on their owner is the worker.</summary>
    public static Task<int> RenewAsync(
        IDbSession session, IReadOnlyList<long> ids, string owner, long epoch, TimeSpan lease, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"UPDATE {{x_Tasks}} SET Owner = @Owner, DueMs = {session.Dialect.UtcNowMs} + @LeaseMs WHERE TaskID IN @Ids AND Epoch = @Epoch",
            new { Ids = ids, Owner = owner, Epoch = epoch, LeaseMs = (long)lease.TotalMilliseconds },
            cancellationToken);

    /// <summary>Takes tasks whose message cannot be trusted any more, as a claim does: the attempt counts and the epoch rises.</summary>
    public static Task<int> TakeAsync(
        IDbSession session, IReadOnlyList<long> ids, string owner, long epoch, TimeSpan lease, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            UPDATE {x_Tasks} SET Owner = @Owner, Epoch = Epoch + 1, Attempt = Attempt + 1, DueMs = {{session.Dialect.UtcNowMs}} + @LeaseMs
            WHERE TaskID IN @Ids AND Epoch = @Epoch
            """,
            new { Ids = ids, Owner = owner, Epoch = epoch, LeaseMs = (long)lease.TotalMilliseconds },
            cancellationToken);

    /// <summary>Those of <paramref name="ids"/> that have an epoch.</summary>
    public static Task<IReadOnlyList<long>> SelectHeldAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.QueryAsync<long>("SELECT TaskID FROM {x_Tasks} WHERE TaskID IN @Ids AND Epoch = @Epoch", new { Ids = ids, Epoch = epoch }, cancellationToken);

    /// <summary>Makes tasks due that are on their way, so that they go by the table. Whatever carries them is fenced off.</summary>
    /// <param name="session">The session.</param>
    /// <param name="ids">The tasks.</param>
    /// <param name="epoch">Under which they are on their way.</param>
    /// <param name="begun">How many attempts were begun on the way: 0 or 1.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public static Task<int> ReturnAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, int begun, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            UPDATE {x_Tasks} SET Epoch = Epoch + 1, Attempt = Attempt + @Begun, DueMs = {{session.Dialect.UtcNowMs}}, Owner = CASE WHEN @Begun > 0 THEN Owner END
            WHERE TaskID IN @Ids AND Epoch = @Epoch
            """,
            new { Ids = ids, Epoch = epoch, Begun = begun },
            cancellationToken);

    /// <summary>Tasks that were handed to a broker and are lost; those that a worker has renewed are not among them.</summary>
    public static Task<IReadOnlyList<long>> SelectHandedOverAsync(
        IDbSession session, TaskSize size, LostHandOvers lost, TimeSpan time, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            $$"""
            SELECT TaskID FROM {x_Tasks}
            WHERE Size = @Size AND Priority = @Priority AND DueMs > {{session.Dialect.UtcNowMs}} AND DueMs <= {{session.Dialect.UtcNowMs}} + @LeftMs
              AND Owner LIKE @Owners AND Owner <> @Current
            ORDER BY DueMs LIMIT @Most{{session.Dialect.SkipLocked}}
            """,
            new
            {
                Size = (int)size,
                Priority = (int)lost.Priority,
                LeftMs = (long)(time - lost.Age).TotalMilliseconds,
                Owners = $"{lost.Transport}/%",
                Current = lost.Current ?? "",
                Most = most,
            },
            cancellationToken);

    /// <summary>Makes lost tasks due. Their epoch rises, so that what may turn up after all is fenced off.</summary>
    public static Task<int> RecallAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"UPDATE {{x_Tasks}} SET Owner = NULL, Epoch = Epoch + 1, DueMs = {session.Dialect.UtcNowMs} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);
}
