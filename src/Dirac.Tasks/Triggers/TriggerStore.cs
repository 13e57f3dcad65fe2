using Dirac.Persistence;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Triggers;

/// <summary>The schedules of one database. The database's clock decides what is due.</summary>
internal sealed class TriggerStore(IDatabase database, ITaskQueue queue)
{
    /// <summary>What stands in <c>NextMs</c> when a schedule is never due again.</summary>
    public const long Never = long.MaxValue;

    // Watched schedules are marked once a day; one that nobody has marked for so long is gone, and would begin anew if it came back.
    private const long MarkEveryMs = 24 * 3_600_000L;
    private const long ForgetAfterMs = 30 * MarkEveryMs;

    // Clocks are corrected by seconds all the time. One that goes back further than this was wrong, as after a start without a time server.
    private const long SetBackMs = 3_600_000L;

    /// <summary>Removes schedules that no program has watched for 30 days.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many.</returns>
    public Task<int> ForgetUnwatchedAsync(CancellationToken cancellationToken) => database.WriteAsync(ForgetUnwatchedAsync, cancellationToken);

    /// <summary>Fires the trigger if it is due and nobody else fires it.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="isRegistered">Whether this process has seen its row with this schedule before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How long until it is due next; null when it never is.</returns>
    public Task<TimeSpan?> LookAsync(Trigger trigger, bool isRegistered, CancellationToken cancellationToken) =>
        database.WriteAsync((session, token) => LookAsync(session, trigger, isRegistered, token), cancellationToken);

    private async Task<TimeSpan?> LookAsync(IDbSession session, Trigger trigger, bool isRegistered, CancellationToken cancellationToken)
    {
        if (!isRegistered || await FindAsync(session, trigger, cancellationToken) is not { } row)
        {
            await RegisterAsync(session, trigger, cancellationToken);
            row = (await FindAsync(session, trigger, cancellationToken))!;
        }

        if (Math.Max(row.SeenMs, row.LastMs ?? 0) - row.NowMs > SetBackMs) row = await SetBackAsync(session, trigger, row, cancellationToken);
        if (row.NowMs - row.SeenMs > MarkEveryMs)
            await session.ExecuteAsync("UPDATE {x_Triggers} SET SeenMs = @NowMs WHERE Name = @Name", new { trigger.Name, row.NowMs }, cancellationToken);
        if (row.NextMs == Never) return null;
        if (row.NextMs > row.NowMs) return TimeSpan.FromMilliseconds(row.NextMs - row.NowMs);

        // Whoever moves the schedule fires; the others find it moved. What was missed counts as one.
        var following = Ms(trigger.Schedule.Following(At(row.NextMs), At(row.NowMs)));
        var moved = await session.ExecuteAsync(
            "UPDATE {x_Triggers} SET NextMs = @following, LastMs = @NowMs WHERE Name = @Name AND NextMs = @NextMs",
            new { trigger.Name, following, row.NowMs, row.NextMs },
            cancellationToken);
        if (moved == 1) await trigger.FireAsync(queue, session, cancellationToken);
        return following == Never ? null : TimeSpan.FromMilliseconds(following - row.NowMs);
    }

    // A schedule stays where it is unless it has become another one.
    private static async Task RegisterAsync(IDbSession session, Trigger trigger, CancellationToken cancellationToken)
    {
        var now = await session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);
        var args = new { trigger.Name, trigger.Schedule.Text, First = Ms(trigger.Schedule.First(At(now))), now };
        await session.ExecuteAsync($"{session.Dialect.InsertIgnore} {{x_Triggers}} (Name, NextMs, Schedule, SeenMs) VALUES (@Name, @First, @Text, @now)", args, cancellationToken);
        await session.ExecuteAsync("UPDATE {x_Triggers} SET Schedule = @Text, NextMs = @First WHERE Name = @Name AND Schedule <> @Text", args, cancellationToken);
    }

    // What a clock has written that was far ahead would be due when it is that late: the schedule goes on from now, and so do the tasks of that time.
    private static async Task<TriggerRow> SetBackAsync(IDbSession session, Trigger trigger, TriggerRow row, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            """
            UPDATE {x_Triggers} SET NextMs = CASE WHEN NextMs > @first THEN @first ELSE NextMs END, LastMs = CASE WHEN LastMs > @NowMs THEN @NowMs ELSE LastMs END, SeenMs = @NowMs
            WHERE Name = @Name
            """,
            new { trigger.Name, first = Ms(trigger.Schedule.First(At(row.NowMs))), row.NowMs },
            cancellationToken);
        await TaskSql.SetBackAsync(session, row.NowMs, cancellationToken);
        return (await FindAsync(session, trigger, cancellationToken))!;
    }

    // A program of an earlier version marks none: what it adds is taken for seen when it is first met.
    private static async Task<int> ForgetUnwatchedAsync(IDbSession session, CancellationToken cancellationToken)
    {
        var now = await session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);
        await session.ExecuteAsync("UPDATE {x_Triggers} SET SeenMs = @now WHERE SeenMs = 0", new { now }, cancellationToken);
        return await session.ExecuteAsync("DELETE FROM {x_Triggers} WHERE SeenMs < @before", new { before = now - ForgetAfterMs }, cancellationToken);
    }

    private static Task<TriggerRow?> FindAsync(IDbSession session, Trigger trigger, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<TriggerRow>($"SELECT NextMs, LastMs, SeenMs, {session.Dialect.UtcNowMs} AS NowMs FROM {{x_Triggers}} WHERE Name = @Name", new { trigger.Name }, cancellationToken);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long Ms(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() ?? Never;

    private sealed class TriggerRow
    {
        public long NextMs { get; init; }

        public long? LastMs { get; init; }

        public long SeenMs { get; init; }

        public long NowMs { get; init; }
    }
}
