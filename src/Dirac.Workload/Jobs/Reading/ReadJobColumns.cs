using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs.Reading;

/// <summary>Columns of many jobs in one read, with what the caller may see as its condition: jobs beyond that are left out like those that do not exist.</summary>
internal sealed class ReadJobColumns(WorkloadDatabases databases, JobVisibility visibility)
{
    private const int JobsAtOnce = 500;

    /// <summary>Rows of these jobs, by number.</summary>
    /// <typeparam name="T">A row class with properties for <c>JobID</c> and the columns.</typeparam>
    /// <param name="caller">Who asks.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="columns">Names of columns with commas between; not from outside.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(Caller caller, IReadOnlyList<long> ids, string columns, CancellationToken cancellationToken)
    {
        var scope = visibility.Of(caller);
        if (ids.Count > 0 && ids[^1] - ids[0] == ids.Count - 1 && IsRising(ids)) return await RangeAsync<T>(scope, ids[0], ids[^1], columns, cancellationToken);
        var rows = new List<T>(ids.Count);
        foreach (var chunk in ids.Chunk(JobsAtOnce))
        {
            rows.AddRange(await databases.Jobs.ReadAsync(
                (session, token) => session.QueryAsync<T>(
                    Select(columns, "JobID IN @chunk", scope), new { chunk, scope.Vo, scope.Owner, scope.OwnerGroup }, token),
                cancellationToken));
        }

        return rows;
    }

    /// <summary>The value of each column of these jobs, as the database gave it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<IDictionary<string, object?>>> ReadAsync(
        Caller caller, IReadOnlyList<long> ids, IReadOnlyList<SearchColumn> columns, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Where(column => column != SearchTable.Jobs.Key).Select(column => column.Name));
        var rows = await ReadAsync<object>(caller, ids, names, cancellationToken);
        return [.. rows.Cast<IDictionary<string, object?>>()];
    }

    // Jobs of one submission are neighbours: two numbers say which, and the text of the statement is always the same.
    private Task<IReadOnlyList<T>> RangeAsync<T>(JobScope scope, long first, long last, string columns, CancellationToken cancellationToken) => databases.Jobs.ReadAsync(
        (session, token) => session.QueryAsync<T>(
            Select(columns, "JobID BETWEEN @first AND @last", scope), new { first, last, scope.Vo, scope.Owner, scope.OwnerGroup }, token),
        cancellationToken);

    private static string Select(string columns, string which, JobScope scope)
    {
        var vo = scope.Vo is null ? "" : " AND VO = @Vo";
        var owner = scope switch
        {
            { Owner: null } => "",
            { OwnerGroup: null } => " AND Owner = @Owner",
            _ => " AND (Owner = @Owner OR OwnerGroup = @OwnerGroup)",
        };
        return $"SELECT JobID{(columns.Length == 0 ? "" : ", ")}{columns} FROM {{Jobs}} WHERE {which}{vo}{owner} ORDER BY JobID";
    }

    private static bool IsRising(IReadOnlyList<long> ids)
    {
        for (var i = 1; i < ids.Count; i++)
        {
            if (ids[i] <= ids[i - 1]) return false;
        }

        return true;
    }
}
