using Dirac.Persistence;

namespace Dirac.Workload.Sets;

/// <summary>The SQL of sets themselves.</summary>
internal static class JobSetStore
{
    private const string Own = "s.SetID, s.VO, s.Owner, s.OwnerGroup, s.Properties, s.Name, s.State, s.ParentID, s.Secret, s.CreatedMs, s.EndedMs";
    private static readonly string[] Columns = ["VO", "Owner", "OwnerGroup", "Properties", "Name", "State", "ParentID", "Secret", "CreatedMs"];

    private static readonly string Counted = string.Join(", ", SetTally.Columns.Select(column => $"s.{column} + COALESCE(d.{column}, 0) AS {column}"));
    private static readonly string Sums = string.Join(", ", SetTally.Columns.Select(column => $"SUM({column}) AS {column}"));
    private static readonly string Stored = string.Join(", ", SetTally.Columns.Select(column => $"s.{column}"));

    /// <summary>Makes a set without jobs; returns its number. An empty name becomes <c>set</c> and the number.</summary>
    public static async Task<long> InsertAsync(IDbSession jobs, JobSetRow set, CancellationToken cancellationToken)
    {
        await jobs.ExecuteAsync($"INSERT INTO {{x_JobSets}} ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => $"@{column}"))})", set, cancellationToken);
        var id = await jobs.ScalarAsync<long>($"SELECT {jobs.Dialect.LastInsertId}", null, cancellationToken);
        if (set.Name.Length == 0) await jobs.ExecuteAsync("UPDATE {x_JobSets} SET Name = @name WHERE SetID = @id", new { name = $"set {id}", id }, cancellationToken);
        return id;
    }

    /// <summary>A set with everything counted that is committed; null when there is none.</summary>
    public static Task<JobSetRow?> FindAsync(IDbSession jobs, long id, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<JobSetRow>(
            $"SELECT {Own}, {Counted} FROM {{x_JobSets}} s LEFT JOIN (SELECT SetID, {Sums} FROM {{x_JobSetDeltas}} WHERE SetID = @id GROUP BY SetID) d"
            + " ON d.SetID = s.SetID WHERE s.SetID = @id AND s.State <> 'Deleted'",
            new { id },
            cancellationToken);

    /// <summary>A set whose row stays locked, with the counts of the row alone.</summary>
    public static Task<JobSetRow?> LockAsync(IDbSession jobs, long id, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<JobSetRow>(
            $"SELECT {Own}, {Stored} FROM {{x_JobSets}} s WHERE s.SetID = @id AND s.State <> 'Deleted'{jobs.Dialect.ForUpdate}", new { id }, cancellationToken);

    /// <summary>Sets of a VO before a number, the newest first; of one owner, of one group, or of all (both null).</summary>
    public static Task<IReadOnlyList<JobSetRow>> ListAsync(
        IDbSession jobs, string vo, string? owner, string? group, long before, int most, CancellationToken cancellationToken)
    {
        var whose = owner is null ? "" : group is null ? " AND s.Owner = @owner" : " AND (s.Owner = @owner OR s.OwnerGroup = @group)";
        return jobs.QueryAsync<JobSetRow>(
            $"SELECT {Own}, {Counted} FROM {{x_JobSets}} s LEFT JOIN (SELECT SetID, {Sums} FROM {{x_JobSetDeltas}} GROUP BY SetID) d ON d.SetID = s.SetID"
            + $" WHERE s.VO = @vo{whose} AND s.SetID < @before AND s.State <> 'Deleted' ORDER BY s.SetID DESC LIMIT @most",
            new { vo, owner, group, before, most },
            cancellationToken);
    }

    /// <summary>How many sets an owner has.</summary>
    public static Task<long> NumberOfAsync(IDbSession jobs, string vo, string owner, CancellationToken cancellationToken) =>
        jobs.ScalarAsync<long>("SELECT COUNT(*) FROM {x_JobSets} WHERE VO = @vo AND Owner = @owner AND State <> 'Deleted'", new { vo, owner }, cancellationToken);

    public static Task SetStateAsync(IDbSession jobs, long id, string state, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("UPDATE {x_JobSets} SET State = @state WHERE SetID = @id", new { id, state }, cancellationToken);

    /// <summary>Takes up to <paramref name="most"/> lines and returns their sums by set, ascending.</summary>
    public static async Task<IReadOnlyList<(long Set, SetTally Change)>> TakeDeltasAsync(IDbSession jobs, int most, CancellationToken cancellationToken)
    {
        var lines = await jobs.QueryAsync<DeltaRow>(
            $"SELECT Id, SetID, {string.Join(", ", SetTally.Columns)} FROM {{x_JobSetDeltas}} ORDER BY Id LIMIT @most{jobs.Dialect.SkipLocked}", new { most }, cancellationToken);
        foreach (var ids in lines.Select(line => line.Id).Chunk(500)) await jobs.ExecuteAsync("DELETE FROM {x_JobSetDeltas} WHERE Id IN @ids", new { ids }, cancellationToken);
        return [.. lines.GroupBy(line => line.SetID).OrderBy(set => set.Key).Select(set => (set.Key, set.Aggregate(SetTally.Zero, (sum, line) => sum + line.Tally)))];
    }

    /// <summary>Writes the counts of a set and since when it has ended.</summary>
    public static Task SetTallyAsync(IDbSession jobs, long id, SetTally tally, long? endedMs, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            $"UPDATE {{x_JobSets}} SET EndedMs = @endedMs, {string.Join(", ", SetTally.Columns.Select(column => $"{column} = @{column}"))} WHERE SetID = @id",
            new { id, endedMs, tally.Active, tally.Done, tally.Failed, tally.Killed, tally.Deleted, tally.Failures },
            cancellationToken);

    /// <summary>Sets in which something may still change.</summary>
    public static Task<IReadOnlyList<long>> LivelyAsync(IDbSession jobs, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>("SELECT SetID FROM {x_JobSets} WHERE Active > 0 AND State <> 'Deleted'", null, cancellationToken);

    /// <summary>Open sets made before a moment of which no job came or changed after it.</summary>
    public static Task<IReadOnlyList<long>> IdleAsync(IDbSession jobs, long beforeMs, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT SetID FROM {x_JobSets} s WHERE State = 'Open' AND CreatedMs < @beforeMs"
            + " AND NOT EXISTS (SELECT 1 FROM {x_JobSetJobs} m WHERE m.SetID = s.SetID AND m.ChangedMs >= @beforeMs)",
            new { beforeMs },
            cancellationToken);

    /// <summary>Sets to be removed: those being removed, those whose making broke off, those that ended long ago, and old ones to which no job ever came.</summary>
    public static Task<IReadOnlyList<long>> RemovableAsync(IDbSession jobs, long madeBeforeMs, long endedBeforeMs, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT SetID FROM {x_JobSets} s WHERE State = 'Deleted' OR (State = 'Filling' AND CreatedMs < @madeBeforeMs)"
            + " OR (State IN ('Closed', 'Cancelled') AND CreatedMs < @endedBeforeMs AND NOT EXISTS (SELECT 1 FROM {x_JobSetJobs} m WHERE m.SetID = s.SetID))"
            + " OR (EndedMs < @endedBeforeMs AND NOT EXISTS (SELECT 1 FROM {x_JobSetRules} r WHERE r.SetID = s.SetID AND r.State = 'Fired'))",
            new { madeBeforeMs, endedBeforeMs },
            cancellationToken);

    /// <summary>Removes a set that has no jobs any more, with everything that belongs to it.</summary>
    public static async Task RemoveAsync(IDbSession jobs, long id, CancellationToken cancellationToken)
    {
        foreach (var table in new[] { "x_JobSetRules", "x_JobSetNotices", "x_JobSetMessages", "x_JobSets" })
        {
            await jobs.ExecuteAsync($"DELETE FROM {{{table}}} WHERE SetID = @id", new { id }, cancellationToken);
        }
    }

    private sealed class DeltaRow
    {
        public long Id { get; init; }

        public long SetID { get; init; }

        public long Active { get; init; }

        public long Done { get; init; }

        public long Failed { get; init; }

        public long Killed { get; init; }

        public long Deleted { get; init; }

        public long Failures { get; init; }

        public SetTally Tally => new(Active, Done, Failed, Killed, Deleted, Failures);
    }
}
