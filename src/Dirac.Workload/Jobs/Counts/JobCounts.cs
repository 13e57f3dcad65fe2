using Dirac.Persistence;
using Dirac.Workload.Sets;

namespace Dirac.Workload.Jobs.Counts;

/// <summary>Keeps the numbers of jobs in step with the jobs, in the transaction that changes them.</summary>
/// <remarks>
/// A change adds a line to <c>x_JobCountDeltas</c>, which no two transactions have to wait for; <see cref="JobCountsKeeper"/> adds lines up in
/// <c>x_JobCounts</c> and, over fewer columns, in the tables of <see cref="JobCountView"/>. A number of jobs is the sum over such a table and the
/// lines that wait. Everything that writes one of <see cref="JobCountKey.Columns"/>
/// in <c>Jobs</c>, adds jobs or removes them, goes through here.
/// </remarks>
internal static class JobCounts
{
    private const int IdsPerStatement = 500;
    private static readonly string Columns = string.Join(", ", JobCountKey.Columns);
    private static readonly string[] DeltaColumns = [.. JobCountKey.Columns, "Jobs"];

    /// <summary>A source of rows with the counted columns and <c>Jobs</c>, to stand after FROM; sums over it are the numbers of jobs.</summary>
    /// <param name="condition">On counted columns only; it may have parameters.</param>
    public static string Source(string condition) =>
        $"(SELECT {Columns}, Jobs FROM {{x_JobCounts}} WHERE {condition} UNION ALL SELECT {Columns}, Jobs FROM {{x_JobCountDeltas}} WHERE {condition}) counted";

    /// <summary>The same, for sums that need no other columns than these: fewer rows may do then.</summary>
    /// <param name="condition">On counted columns only; it may have parameters.</param>
    /// <param name="columns">The columns of the condition and those by which sums are wanted.</param>
    public static string Source(string condition, IEnumerable<string> columns)
    {
        var needed = columns.Distinct().ToList();
        var names = string.Join(", ", needed);
        return $"(SELECT {names}, Jobs FROM {{{JobCountView.TableFor(needed)}}} WHERE {condition} UNION ALL SELECT {names}, Jobs FROM {{x_JobCountDeltas}} WHERE {condition}) counted";
    }

    /// <summary>Runs a change of these jobs' rows, their removal included, and counts what it did.</summary>
    /// <param name="session">A writing session of JobDB.</param>
    /// <param name="ids">All jobs that the change may touch.</param>
    /// <param name="changeAsync">The change.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public static async Task<T> KeepAsync<T>(IDbSession session, IReadOnlyList<long> ids, Func<Task<T>> changeAsync, CancellationToken cancellationToken)
    {
        var changes = new JobCountChanges();
        var before = await CountAsync(session, ids, -1, changes, cancellationToken);
        var result = await changeAsync();
        var after = await CountAsync(session, ids, +1, changes, cancellationToken);
        await WriteAsync(session, changes, cancellationToken);

        // Sets of jobs care for the end only, and for a job that comes back from it.
        if (before.Active != after.Active || before.Ended > 0) await MemberStore.FollowAsync(session, ids, cancellationToken);
        return result;
    }

    /// <inheritdoc cref="KeepAsync{T}"/>
    public static Task KeepAsync(IDbSession session, IReadOnlyList<long> ids, Func<Task> changeAsync, CancellationToken cancellationToken) =>
        KeepAsync(
            session,
            ids,
            async () =>
            {
                await changeAsync();
                return true;
            },
            cancellationToken);

    /// <summary>Writes changes that the caller has counted itself.</summary>
    public static Task WriteAsync(IDbSession session, JobCountChanges changes, CancellationToken cancellationToken)
    {
        var all = changes.All;
        return all.Count == 0
            ? Task.CompletedTask
            : session.InsertManyAsync("x_JobCountDeltas", DeltaColumns, all.Select(IReadOnlyList<object?> (change) => [.. change.Key.Values, change.Jobs]), cancellationToken);
    }

    private static async Task<(long Active, long Ended)> CountAsync(IDbSession session, IReadOnlyList<long> ids, int sign, JobCountChanges changes, CancellationToken cancellationToken)
    {
        var (active, ended) = (0L, 0L);
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            var rows = await session.QueryAsync<JobCountRow>(
                $"SELECT {Columns}, COUNT(*) AS Jobs FROM {{Jobs}} WHERE JobID IN @chunk GROUP BY {Columns}{session.Dialect.ForUpdate}", new { chunk }, cancellationToken);
            foreach (var row in rows)
            {
                changes.Add(row.Key, sign * row.Jobs);
                if (MemberStates.Of(row.Status) == MemberState.Active) active += row.Jobs;
                else ended += row.Jobs;
            }
        }

        return (active, ended);
    }
}
