using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Workload.Sets;

/// <summary>The SQL of the jobs in sets, and of the lines by which the counts of sets change.</summary>
/// <remarks>
/// Each membership remembers how it is counted, so a change is counted once whoever notices it. Its line in <c>x_JobSetDeltas</c> is written in
/// the transaction of the change; the counts of a set are those of its row and of its lines together. <see cref="JobSetKeeper"/> adds them up.
/// </remarks>
internal static class MemberStore
{
    private const int IdsPerStatement = 500;
    private static readonly string[] DeltaColumns = ["SetID", .. SetTally.Columns];
    private static readonly string[] MemberColumns = ["SetID", "JobID", "State", "ChangedMs"];

    /// <summary>Counts what became of jobs whose rows this transaction has changed or removed. One look at an index when they are in no set.</summary>
    public static async Task FollowAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            var members = await jobs.QueryAsync<MemberRow>(
                "SELECT m.SetID, m.JobID, m.State, j.Status FROM {x_JobSetJobs} m LEFT JOIN {Jobs} j ON j.JobID = m.JobID WHERE m.JobID IN @chunk" + jobs.Dialect.ForUpdate,
                new { chunk },
                cancellationToken);
            var moved = members.Where(member => member.Counted != member.Now).ToList();
            if (moved.Count > 0) await MoveAsync(jobs, moved, cancellationToken);
        }
    }

    /// <summary>Adds jobs to a set; the caller has locked the set's and the jobs' rows. Returns how many were not in it before.</summary>
    public static async Task<int> AddAsync(
        IDbSession jobs, long set, IReadOnlyCollection<(long Id, MemberState State)> members, CancellationToken cancellationToken)
    {
        var added = new List<(long Id, MemberState State)>(members.Count);
        foreach (var chunk in members.Chunk(IdsPerStatement))
        {
            var ids = chunk.Select(member => member.Id).ToList();
            var known = await jobs.QueryAsync<long>("SELECT JobID FROM {x_JobSetJobs} WHERE SetID = @set AND JobID IN @ids", new { set, ids }, cancellationToken);
            added.AddRange(chunk.ExceptBy(known, member => member.Id));
        }

        var now = await jobs.ScalarAsync<long>($"SELECT {jobs.Dialect.UtcNowMs}", null, cancellationToken);
        await jobs.InsertManyAsync(
            "x_JobSetJobs", MemberColumns, added.Select(IReadOnlyList<object?> (member) => [set, member.Id, (int)member.State, now]), cancellationToken);
        var tally = added.GroupBy(member => member.State).Aggregate(SetTally.Zero, (sum, group) => sum + SetTally.Coming(group.Key, group.Count()));
        if (added.Count > 0) await NoteAsync(jobs, [(set, tally)], cancellationToken);
        return added.Count;
    }

    /// <summary>Writes lines for the keeper; one without numbers has it look at the set again.</summary>
    public static Task NoteAsync(IDbSession jobs, IEnumerable<(long Set, SetTally Change)> changes, CancellationToken cancellationToken) =>
        jobs.InsertManyAsync(
            "x_JobSetDeltas", DeltaColumns, changes.Select(IReadOnlyList<object?> (change) => [change.Set, .. change.Change.Values]), cancellationToken);

    /// <summary>Jobs of a set in a state after a number, by number.</summary>
    public static Task<IReadOnlyList<long>> InStateAsync(
        IDbSession jobs, long set, MemberState state, long after, int most, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT JobID FROM {x_JobSetJobs} WHERE SetID = @set AND State = @state AND JobID > @after ORDER BY JobID LIMIT @most",
            new { set, state = (int)state, after, most },
            cancellationToken);

    /// <summary>The same with what is known of each job; null: in any state.</summary>
    public static async Task<IReadOnlyList<JobSetMember>> ListAsync(
        IDbSession jobs, long set, MemberState? state, long after, int most, CancellationToken cancellationToken)
    {
        var condition = state is null ? "" : " AND m.State = @state";
        return Messages(await jobs.QueryAsync<MemberRow>(
            $"{Details} WHERE m.SetID = @set{condition} AND m.JobID > @after ORDER BY m.JobID LIMIT @most", new { set, state = (int?)state, after, most }, cancellationToken));
    }

    /// <summary>The first jobs that have failed after a moment of the database's clock.</summary>
    public static async Task<IReadOnlyList<JobSetMember>> FailedSinceAsync(IDbSession jobs, long set, long since, int most, CancellationToken cancellationToken) =>
        Messages(await jobs.QueryAsync<MemberRow>(
            $"{Details} WHERE m.SetID = @set AND m.State = @failed AND m.ChangedMs > @since ORDER BY m.ChangedMs, m.JobID LIMIT @most",
            new { set, failed = (int)MemberState.Failed, since, most },
            cancellationToken));

    /// <summary>The minor statuses of a set's failed jobs, the most frequent first.</summary>
    public static Task<IReadOnlyList<ReasonRow>> ReasonsAsync(IDbSession jobs, long set, int most, CancellationToken cancellationToken) =>
        jobs.QueryAsync<ReasonRow>(
            "SELECT j.MinorStatus, COUNT(*) AS Number FROM {x_JobSetJobs} m JOIN {Jobs} j ON j.JobID = m.JobID WHERE m.SetID = @set AND m.State = @failed"
            + " GROUP BY j.MinorStatus ORDER BY COUNT(*) DESC, j.MinorStatus LIMIT @most",
            new { set, failed = (int)MemberState.Failed, most },
            cancellationToken);

    /// <summary>Jobs of a set that others have changed without counting, after a number.</summary>
    public static Task<IReadOnlyList<long>> MiscountedAsync(IDbSession jobs, long set, long after, int most, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT m.JobID FROM {x_JobSetJobs} m LEFT JOIN {Jobs} j ON j.JobID = m.JobID WHERE m.SetID = @set AND m.JobID > @after AND m.State <>"
            + " CASE WHEN j.Status IS NULL THEN 4 WHEN j.Status = 'Done' THEN 1 WHEN j.Status = 'Failed' THEN 2 WHEN j.Status = 'Killed' THEN 3"
            + " WHEN j.Status = 'Deleted' THEN 4 ELSE 0 END ORDER BY m.JobID LIMIT @most",
            new { set, after, most },
            cancellationToken);

    /// <summary>Forgets jobs of a set that is going away; returns how many there were.</summary>
    public static async Task<int> ForgetAsync(IDbSession jobs, long set, int most, CancellationToken cancellationToken)
    {
        var ids = await jobs.QueryAsync<long>("SELECT JobID FROM {x_JobSetJobs} WHERE SetID = @set LIMIT @most", new { set, most }, cancellationToken);
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            await jobs.ExecuteAsync("DELETE FROM {x_JobSetJobs} WHERE SetID = @set AND JobID IN @chunk", new { set, chunk }, cancellationToken);
        }

        return ids.Count;
    }

    private const string Details =
        "SELECT m.SetID, m.JobID, m.State, j.Status, j.MinorStatus, j.Site FROM {x_JobSetJobs} m LEFT JOIN {Jobs} j ON j.JobID = m.JobID";

    private static async Task MoveAsync(IDbSession jobs, List<MemberRow> moved, CancellationToken cancellationToken)
    {
        foreach (var group in moved.GroupBy(member => (member.SetID, member.Now)))
        {
            await jobs.ExecuteAsync(
                $"UPDATE {{x_JobSetJobs}} SET State = @state, ChangedMs = {jobs.Dialect.UtcNowMs} WHERE SetID = @set AND JobID IN @ids",
                new { state = (int)group.Key.Now, set = group.Key.SetID, ids = group.Select(member => member.JobID) },
                cancellationToken);
        }

        var changes = moved.GroupBy(member => member.SetID).Select(set => (set.Key, set.Aggregate(
            SetTally.Zero, (sum, member) => sum + SetTally.Leaving(member.Counted, 1) + SetTally.Coming(member.Now, 1))));
        await NoteAsync(jobs, changes, cancellationToken);
    }

    private static IReadOnlyList<JobSetMember> Messages(IReadOnlyList<MemberRow> rows) =>
        [.. rows.Select(row => new JobSetMember(row.JobID, row.Counted.ToString(), row.Status, row.MinorStatus, row.Site))];

    /// <summary>A reason for failure and how many jobs have it.</summary>
    internal sealed class ReasonRow
    {
        public string MinorStatus { get; init; } = "";

        public long Number { get; init; }
    }

    private sealed class MemberRow
    {
        public long SetID { get; init; }

        public long JobID { get; init; }

        public long State { get; init; }

        public string? Status { get; init; }

        public string? MinorStatus { get; init; }

        public string? Site { get; init; }

        public MemberState Counted => (MemberState)State;

        public MemberState Now => MemberStates.Of(Status);
    }
}
