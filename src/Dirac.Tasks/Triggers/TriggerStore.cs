using Dirac.Persistence;

namespace Dirac.Tasks.Triggers;

/// <summary>The schedules of one database. The database's clock decides what is due.</summary>
internal sealed class TriggerStore(IDatabase database, ITaskQueue queue)
{
    /// <summary>Makes the trigger's row unless it is there, and takes over a changed interval.</summary>
    public Task RegisterAsync(IntervalTrigger trigger, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var args = new { trigger.Name, EveryMs = (long)trigger.Every.TotalMilliseconds };
                await session.ExecuteAsync(
                    $"{session.Dialect.InsertIgnore} {{x_Triggers}} (Name, EveryMs, NextMs) VALUES (@Name, @EveryMs, {session.Dialect.UtcNowMs} + @EveryMs)",
                    args,
                    token);
                await session.ExecuteAsync(
                    $"UPDATE {{x_Triggers}} SET EveryMs = @EveryMs, NextMs = {session.Dialect.UtcNowMs} + @EveryMs WHERE Name = @Name AND EveryMs <> @EveryMs",
                    args,
                    token);
            },
            cancellationToken);

    /// <summary>Fires the trigger if it is due and nobody else fires it.</summary>
    /// <returns>How long until it is due next.</returns>
    public Task<TimeSpan> FireIfDueAsync(IntervalTrigger trigger, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var row = await session.QueryFirstOrDefaultAsync<TriggerRow>(
                    $"SELECT EveryMs, NextMs, {session.Dialect.UtcNowMs} AS NowMs FROM {{x_Triggers}} WHERE Name = @Name", new { trigger.Name }, token);
                if (row is null)
                    return trigger.Every;
                if (!row.IsDue)
                    return row.Wait;

                // Whoever moves the schedule fires; the others find it moved.
                var moved = await session.ExecuteAsync(
                    "UPDATE {x_Triggers} SET NextMs = @Following, LastMs = @NowMs WHERE Name = @Name AND NextMs = @NextMs",
                    new { trigger.Name, row.Following, row.NowMs, row.NextMs },
                    token);
                if (moved == 1)
                    await trigger.FireAsync(queue, session, token);
                return TimeSpan.FromMilliseconds(row.Following - row.NowMs);
            },
            cancellationToken);

    private sealed class TriggerRow
    {
        public long EveryMs { get; init; }

        public long NextMs { get; init; }

        public long NowMs { get; init; }

        public bool IsDue => NextMs <= NowMs;

        public TimeSpan Wait => TimeSpan.FromMilliseconds(NextMs - NowMs);

        /// <summary>The first time of the schedule that lies ahead: what was missed counts as one.</summary>
        public long Following => NextMs + (EveryMs * (((NowMs - NextMs) / EveryMs) + 1));
    }
}
