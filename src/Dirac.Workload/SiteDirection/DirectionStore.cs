using Dirac.Persistence;
using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>The SQL of <c>x_DirectedQueues</c> and <c>x_DirectedPilots</c>.</summary>
internal static class DirectionStore
{
    private const string Where = "Site = @Site AND CE = @CE AND Queue = @Queue";
    private const string Final = "('Done', 'Failed', 'Aborted', 'Deleted')";
    private const string Waiting = "('Submitted', 'Waiting', 'Scheduled')";
    private const int LongestText = 1000;

    /// <summary>Now, by the database's clock.</summary>
    public static Task<long> NowAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);

    public static Task<IReadOnlyList<QueueRow>> QueuesAsync(IDbSession session, CancellationToken cancellationToken) => session.QueryAsync<QueueRow>(
        "SELECT Site, CE, Queue, Holder, HeldUntilMs, AskedMs, FollowedMs, SubmittedMs, Failures, PausedUntilMs, Digest, Trouble, Message, Advice FROM {x_DirectedQueues}", null, cancellationToken);

    /// <summary>Our pilots, by queue and VO. Coming are those that wait since <paramref name="comingSinceMs"/>, or have started since <paramref name="freshSinceMs"/> and had no job.</summary>
    public static Task<IReadOnlyList<QueueCountRow>> CountsAsync(IDbSession session, long comingSinceMs, long freshSinceMs, CancellationToken cancellationToken) => session.QueryAsync<QueueCountRow>(
        "SELECT d.Site, d.CE, d.Queue, d.VO,"
        + $" SUM(CASE WHEN p.Status IN {Waiting} THEN 1 ELSE 0 END) AS Waiting,"
        + $" SUM(CASE WHEN p.Status IN {Waiting} AND d.SubmittedMs >= @comingSinceMs THEN 1"
        + $" WHEN p.Status NOT IN {Waiting} AND p.Status NOT IN {Final} AND p.CurrentJobID = 0 AND (d.StartedMs IS NULL OR d.StartedMs >= @freshSinceMs) THEN 1 ELSE 0 END) AS Coming,"
        + $" SUM(CASE WHEN p.Status IN {Final} THEN 1 ELSE 0 END) AS Ended,"
        + $" SUM(CASE WHEN p.Status NOT IN {Waiting} AND p.Status NOT IN {Final} THEN 1 ELSE 0 END) AS Running"
        + " FROM {x_DirectedPilots} d JOIN {PilotAgents} p ON p.PilotID = d.PilotID GROUP BY d.Site, d.CE, d.Queue, d.VO",
        new { comingSinceMs, freshSinceMs },
        cancellationToken);

    /// <summary>Takes a queue for oneself for a while; false when somebody else has it.</summary>
    public static async Task<bool> HoldAsync(IDbSession session, QueueName queue, string holder, long holdMs, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{x_DirectedQueues}} (Site, CE, Queue) VALUES (@Site, @CE, @Queue)", queue, cancellationToken);
        return await session.ExecuteAsync(
            $"UPDATE {{x_DirectedQueues}} SET Holder = @holder, HeldUntilMs = {session.Dialect.UtcNowMs} + @holdMs, AskedMs = {session.Dialect.UtcNowMs}"
            + $" WHERE {Where} AND HeldUntilMs <= {session.Dialect.UtcNowMs}",
            new { queue.Site, queue.CE, queue.Queue, holder, holdMs },
            cancellationToken) == 1;
    }

    /// <summary>Keeps a queue for longer.</summary>
    public static Task RenewAsync(IDbSession session, QueueName queue, string holder, long holdMs, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"UPDATE {{x_DirectedQueues}} SET HeldUntilMs = {session.Dialect.UtcNowMs} + @holdMs WHERE {Where} AND Holder = @holder", new { queue.Site, queue.CE, queue.Queue, holder, holdMs }, cancellationToken);

    /// <summary>Gives a queue back, with what came of the work; what is null stays. False when it was somebody else's meanwhile.</summary>
    public static async Task<bool> ReleaseAsync(IDbSession session, QueueName queue, string holder, QueueOutcome outcome, CancellationToken cancellationToken) => await session.ExecuteAsync(
        $"UPDATE {{x_DirectedQueues}} SET Holder = '', HeldUntilMs = 0, FollowedMs = CASE WHEN @followed = 1 THEN {session.Dialect.UtcNowMs} ELSE FollowedMs END,"
        + $" SubmittedMs = CASE WHEN @submitted = 1 THEN {session.Dialect.UtcNowMs} ELSE SubmittedMs END, Failures = @Failures,"
        + $" PausedUntilMs = CASE WHEN @PauseMs > 0 THEN {session.Dialect.UtcNowMs} + @PauseMs WHEN @PauseMs = 0 THEN 0 ELSE PausedUntilMs END,"
        + $" Digest = @Digest, Trouble = @trouble, Message = @message, Advice = @advice WHERE {Where} AND Holder = @holder",
        new
        {
            queue.Site, queue.CE, queue.Queue, holder, followed = outcome.Followed ? 1 : 0, submitted = outcome.Submitted ? 1 : 0, outcome.Failures, outcome.PauseMs, outcome.Digest,
            trouble = outcome.Trouble?.ToString() ?? "", message = Fit(outcome.Message), advice = Fit(outcome.Advice),
        },
        cancellationToken) == 1;

    public static Task<IReadOnlyList<DirectedPilotRow>> PilotsAsync(IDbSession session, QueueName queue, CancellationToken cancellationToken) => session.QueryAsync<DirectedPilotRow>(
        "SELECT d.PilotID, d.VO, d.Stamp, d.Reference, d.SubmittedMs, d.CancelledMs, d.StartedMs, p.Status, s.SeenMs FROM {x_DirectedPilots} d JOIN {PilotAgents} p ON p.PilotID = d.PilotID"
        + " LEFT JOIN {x_PilotState} s ON s.PilotID = d.PilotID WHERE d.Site = @Site AND d.CE = @CE AND d.Queue = @Queue ORDER BY d.PilotID",
        queue,
        cancellationToken);

    /// <summary>Notes pilots that are about to be handed in. Their rows in the records exist.</summary>
    public static Task AddPilotsAsync(IDbSession session, QueueName queue, string vo, IReadOnlyCollection<string> stamps, CancellationToken cancellationToken) => session.ExecuteAsync(
        "INSERT INTO {x_DirectedPilots} (PilotID, Site, CE, Queue, VO, Stamp, SubmittedMs)"
        + $" SELECT PilotID, @Site, @CE, @Queue, VO, PilotStamp, {session.Dialect.UtcNowMs} FROM {{PilotAgents}} WHERE VO = @vo AND PilotStamp IN @stamps",
        new { queue.Site, queue.CE, queue.Queue, vo, stamps },
        cancellationToken);

    /// <summary>Notes how the element calls pilots.</summary>
    public static async Task SetReferencesAsync(IDbSession session, string vo, IReadOnlyList<PilotHandle> handles, CancellationToken cancellationToken)
    {
        foreach (var handle in handles)
        {
            await session.ExecuteAsync("UPDATE {x_DirectedPilots} SET Reference = @Reference WHERE VO = @vo AND Stamp = @Stamp", new { vo, handle.Stamp, handle.Reference }, cancellationToken);
            await session.ExecuteAsync("UPDATE {PilotAgents} SET PilotJobReference = @Reference WHERE VO = @vo AND PilotStamp = @Stamp", new { vo, handle.Stamp, handle.Reference }, cancellationToken);
        }
    }

    /// <summary>Notes that an element says of pilots that they run.</summary>
    public static Task SetStartedAsync(IDbSession session, IReadOnlyList<long> pilots, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"UPDATE {{x_DirectedPilots}} SET StartedMs = COALESCE(StartedMs, {session.Dialect.UtcNowMs}) WHERE PilotID IN @pilots", new { pilots }, cancellationToken);

    /// <summary>Notes that an element was told to end pilots.</summary>
    public static Task SetCancelledAsync(IDbSession session, IReadOnlyList<long> pilots, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"UPDATE {{x_DirectedPilots}} SET CancelledMs = COALESCE(CancelledMs, {session.Dialect.UtcNowMs}) WHERE PilotID IN @pilots", new { pilots }, cancellationToken);

    /// <summary>Forgets pilots of which nothing is left at their element, and the secrets they had.</summary>
    public static async Task RemoveAsync(IDbSession session, IReadOnlyList<DirectedPilotRow> pilots, CancellationToken cancellationToken)
    {
        foreach (var chunk in pilots.Chunk(500))
        {
            await session.ExecuteAsync("DELETE FROM {x_DirectedPilots} WHERE PilotID IN @ids", new { ids = chunk.Select(pilot => pilot.PilotID) }, cancellationToken);
            await RevokeAsync(session, chunk.Select(pilot => pilot.Stamp), cancellationToken);
        }
    }

    /// <summary>Takes secrets back that only these pilots may use.</summary>
    public static Task RevokeAsync(IDbSession session, IEnumerable<string> stamps, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_PilotSecrets} WHERE Stamp IN @stamps AND Stamp <> ''", new { stamps }, cancellationToken);

    private static string Fit(string? text) => text is null ? "" : text.Length <= LongestText ? text : text[..LongestText];
}
