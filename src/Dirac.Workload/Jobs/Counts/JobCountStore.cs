using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Counts;

/// <summary>The SQL that adds the lines of <c>x_JobCountDeltas</c> up and compares the sums with the jobs.</summary>
internal static class JobCountStore
{
    private static readonly string Columns = string.Join(", ", JobCountKey.Columns);

    /// <summary>Moves up to <paramref name="most"/> lines into the sums; returns how many there were.</summary>
    public static async Task<int> FoldAsync(IDbSession session, int most, CancellationToken cancellationToken)
    {
        var lines = await session.QueryAsync<JobCountRow>(
            $"SELECT Id, {Columns}, Jobs FROM {{x_JobCountDeltas}} ORDER BY Id LIMIT @most{session.Dialect.SkipLocked}", new { most }, cancellationToken);
        if (lines.Count == 0) return 0;
        var changes = new JobCountChanges();
        foreach (var line in lines) changes.Add(line.Key, line.Jobs);
        await session.AddManyAsync(
            "x_JobCounts", JobCountKey.Columns, "Jobs", changes.All.Select(IReadOnlyList<object?> (change) => [.. change.Key.Values, change.Jobs]), cancellationToken);
        foreach (var view in JobCountView.All) await session.AddManyAsync(view.Table, view.Columns, "Jobs", view.ChangesOf(changes.All), cancellationToken);
        foreach (var ids in lines.Select(line => line.Id).Chunk(500))
        {
            await session.ExecuteAsync("DELETE FROM {x_JobCountDeltas} WHERE Id IN @ids", new { ids }, cancellationToken);
        }

        return lines.Count;
    }

    /// <summary>By how much the jobs differ from the sums, for each key where they do: what others have changed without counting.</summary>
    /// <remarks>One statement, so that it sees jobs and sums of one moment: the difference may be added at any later time.</remarks>
    public static async Task<JobCountChanges> CompareAsync(IDbSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<JobCountRow>(
            $"SELECT {Columns}, SUM(Jobs) AS Jobs FROM (SELECT {Columns}, COUNT(*) AS Jobs FROM {{Jobs}} GROUP BY {Columns}"
            + $" UNION ALL SELECT {Columns}, -Jobs FROM {JobCounts.Source("1 = 1")}) compared GROUP BY {Columns} HAVING SUM(Jobs) <> 0",
            null,
            cancellationToken);
        return rows.Aggregate(new JobCountChanges(), (changes, row) => changes.Add(row.Key, row.Jobs));
    }

    /// <summary>Corrects the smaller tables by their difference from <c>x_JobCounts</c>: a server that does not know them may have added lines up.</summary>
    public static async Task AlignViewsAsync(IDbSession session, CancellationToken cancellationToken)
    {
        // Two that align at once would both add the difference.
        await session.QueryAsync<long>($"SELECT Jobs FROM {{x_JobCounts}} ORDER BY {Columns} LIMIT 1{session.Dialect.ForUpdate}", null, cancellationToken);
        foreach (var view in JobCountView.All)
        {
            var names = string.Join(", ", view.Columns);
            var rows = await session.QueryAsync<JobCountRow>(
                $"SELECT {names}, SUM(Jobs) AS Jobs FROM (SELECT {names}, Jobs FROM {{x_JobCounts}} UNION ALL SELECT {names}, -Jobs FROM {{{view.Table}}}) compared"
                + $" GROUP BY {names} HAVING SUM(Jobs) <> 0",
                null,
                cancellationToken);
            await session.AddManyAsync(view.Table, view.Columns, "Jobs", view.ChangesOf([.. rows.Select(row => (row.Key, row.Jobs))]), cancellationToken);
        }
    }

    /// <summary>Whether there are sums, but not in all of the smaller tables.</summary>
    public static async Task<bool> LacksViewsAsync(IDbSession session, CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync<long?>("SELECT 1 FROM {x_JobCounts} LIMIT 1", null, cancellationToken) is null) return false;
        foreach (var view in JobCountView.All)
        {
            if (await session.ScalarAsync<long?>($"SELECT 1 FROM {{{view.Table}}} LIMIT 1", null, cancellationToken) is null) return true;
        }

        return false;
    }

    /// <summary>Forgets keys that no job has any more.</summary>
    public static async Task DeleteEmptyAsync(IDbSession session, CancellationToken cancellationToken)
    {
        foreach (var table in JobCountView.All.Select(view => view.Table).Prepend("x_JobCounts"))
        {
            await session.ExecuteAsync($"DELETE FROM {{{table}}} WHERE Jobs = 0", null, cancellationToken);
        }
    }
}
