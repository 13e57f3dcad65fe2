using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Workload.Sets.Notices;

/// <summary>The SQL of notices and their messages.</summary>
internal static class NoticeStore
{
    private const string Select = "SELECT NoticeID, SetID, Spec, Events, Failures, DueMs, SinceMs, Sent, Error FROM {x_JobSetNotices}";

    // What an action comes to is told with what set it off, unless it takes long.
    private const long ActionsWaitedForMs = 60_000;
    private const string IsDue =
        "n.DueMs <= @nowMs AND (n.DueMs <= @late OR NOT EXISTS (SELECT 1 FROM {x_JobSetRules} r WHERE r.SetID = n.SetID AND r.State = 'Fired'))";

    public static Task InsertAsync(IDbSession jobs, long set, IEnumerable<JobSetNotice> notices, CancellationToken cancellationToken) =>
        jobs.InsertManyAsync(
            "x_JobSetNotices",
            ["SetID", "Spec"],
            notices.Select(IReadOnlyList<object?> (notice) => [set, JsonSerializer.Serialize(notice, ModelJsonContext.Default.JobSetNotice)]),
            cancellationToken);

    /// <summary>The notices of a set, in the order they were given.</summary>
    public static Task<IReadOnlyList<NoticeRow>> OfAsync(IDbSession jobs, long set, CancellationToken cancellationToken) =>
        jobs.QueryAsync<NoticeRow>($"{Select} WHERE SetID = @set ORDER BY NoticeID", new { set }, cancellationToken);

    /// <summary>Has the notices of a set tell of events, each when its window is over.</summary>
    public static async Task RaiseAsync(IDbSession jobs, long set, SetEvents events, long failures, long nowMs, CancellationToken cancellationToken)
    {
        if (events == SetEvents.None) return;
        foreach (var notice in await OfAsync(jobs, set, cancellationToken))
        {
            var wanted = notice.Wanted(events);
            if (wanted == SetEvents.None && failures == 0) continue;

            // Failures are counted even by those who do not ask for them: the next message names their number.
            var due = wanted == SetEvents.None ? notice.DueMs : Math.Min(notice.DueMs ?? long.MaxValue, nowMs + notice.WindowMs(wanted));
            await jobs.ExecuteAsync(
                "UPDATE {x_JobSetNotices} SET Events = @all, Failures = Failures + @failures, DueMs = @due WHERE NoticeID = @NoticeID",
                new { all = (int)notice.Events | (int)wanted, failures, due, notice.NoticeID },
                cancellationToken);
        }
    }

    /// <summary>Notices whose window is over, locked.</summary>
    public static Task<IReadOnlyList<NoticeRow>> DueAsync(IDbSession jobs, long nowMs, int most, CancellationToken cancellationToken) =>
        jobs.QueryAsync<NoticeRow>(
            $"{Select} n WHERE {IsDue} ORDER BY DueMs LIMIT @most{jobs.Dialect.SkipLocked}", new { nowMs, late = nowMs - ActionsWaitedForMs, most }, cancellationToken);

    /// <summary>Whether there is one.</summary>
    public static async Task<bool> IsAnyDueAsync(IDbSession jobs, long nowMs, CancellationToken cancellationToken) =>
        await jobs.ScalarAsync<long>($"SELECT EXISTS (SELECT 1 FROM {{x_JobSetNotices}} n WHERE {IsDue})", new { nowMs, late = nowMs - ActionsWaitedForMs }, cancellationToken) > 0;

    /// <summary>Begins a new window.</summary>
    public static Task ClearAsync(IDbSession jobs, long notice, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            $"UPDATE {{x_JobSetNotices}} SET Events = 0, Failures = 0, DueMs = NULL, SinceMs = {jobs.Dialect.UtcNowMs} WHERE NoticeID = @notice", new { notice }, cancellationToken);

    /// <summary>Makes a message without text; returns its number.</summary>
    public static async Task<long> InsertMessageAsync(IDbSession jobs, NoticeRow notice, long nowMs, CancellationToken cancellationToken)
    {
        await jobs.ExecuteAsync(
            "INSERT INTO {x_JobSetMessages} (NoticeID, SetID, Recipient, Body, CreatedMs) VALUES (@NoticeID, @SetID, @to, '', @nowMs)",
            new { notice.NoticeID, notice.SetID, to = notice.Notice.To, nowMs },
            cancellationToken);
        return await jobs.ScalarAsync<long>($"SELECT {jobs.Dialect.LastInsertId}", null, cancellationToken);
    }

    /// <summary>Writes a message's text, once.</summary>
    public static Task SetBodyAsync(IDbSession jobs, long message, JobSetReport report, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            "UPDATE {x_JobSetMessages} SET Body = @body WHERE MessageID = @message",
            new { message, body = JsonSerializer.Serialize(report, ModelJsonContext.Default.JobSetReport) },
            cancellationToken);

    public static Task<MessageRow?> FindMessageAsync(IDbSession jobs, long id, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<MessageRow>(
            "SELECT MessageID, NoticeID, SetID, Recipient, Body, State FROM {x_JobSetMessages} WHERE MessageID = @id", new { id }, cancellationToken);

    /// <summary>Notes what became of a message.</summary>
    public static async Task EndMessageAsync(IDbSession jobs, MessageRow message, string state, string? error, CancellationToken cancellationToken)
    {
        await jobs.ExecuteAsync("UPDATE {x_JobSetMessages} SET State = @state WHERE MessageID = @MessageID", new { state, message.MessageID }, cancellationToken);
        await jobs.ExecuteAsync(
            "UPDATE {x_JobSetNotices} SET Sent = Sent + @sent, Error = @error WHERE NoticeID = @NoticeID",
            new { sent = state == MessageRow.Sent ? 1 : 0, error = RuleStore.Cut(error), message.NoticeID },
            cancellationToken);
    }

    /// <summary>Takes back what is not written yet.</summary>
    public static Task WithdrawAsync(IDbSession jobs, long set, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("UPDATE {x_JobSetNotices} SET Events = 0, DueMs = NULL WHERE SetID = @set", new { set }, cancellationToken);
}
