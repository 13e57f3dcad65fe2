using Dirac.Hosting.Requests;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Finds and counts rows of one table, at bounded cost.</summary>
internal sealed class SearchTables(BoundedReads reads)
{
    private const int MostGroupings = 10;
    private const int MostGroups = 100_000;

    /// <summary>One page of rows, and how many match in all.</summary>
    public async Task<FoundRows> FindAsync(SearchQuery query, Paging paging, CancellationToken cancellationToken)
    {
        var (rows, keys, next) = await reads.ReadAsync(query.Database, (session, token) => PageAsync(session, query, paging, token), cancellationToken);
        var total = query.WantsTotal ? await TotalAsync(query, paging, rows.Count, next is not null, cancellationToken) : RowTotal.Unknown;
        return new FoundRows(rows, keys, total, next);
    }

    /// <summary>Numbers of rows by columns, each row with its columns and <c>count</c>.</summary>
    /// <exception cref="DiracException">TooCostly: it takes too long, or there are too many groups.</exception>
    public async Task<JsonRows> SummariseAsync(
        IDatabase database, SearchTable table, SearchFilter filter, IReadOnlyList<string> grouping, CancellationToken cancellationToken)
    {
        if (grouping.Count is 0 or > MostGroupings) throw new DiracException(ErrorCode.BadRequest, $"grouping names 1 to {MostGroupings} columns.");
        var columns = grouping.WithoutHoles("grouping").Select(table.Column).Distinct().ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        var sql = filter.IsCounted && columns.TrueForAll(table.IsCounted)
            ? $"SELECT {names}, SUM(Jobs) AS count FROM {JobCounts.Source(filter.Sql, filter.Columns.Concat(columns).Select(column => column.Name))} GROUP BY {names} HAVING SUM(Jobs) > 0"
            : $"SELECT {names}, COUNT(*) AS count FROM {{{table.Name}}} WHERE {filter.Sql} GROUP BY {names}";
        var rows = await reads.ReadAsync(database, (session, token) => JsonRowWriter.ReadAsync(session, table, $"{sql} ORDER BY {names} LIMIT {MostGroups + 1}", filter.Parameters, token), cancellationToken);
        return rows.Count <= MostGroups
            ? rows
            : throw new DiracException(ErrorCode.TooCostly, $"The summary has more than {MostGroups} lines.", "Group by fewer columns, or narrow it with conditions.");
    }

    // One row more than wanted tells whether there is another page.
    private static async Task<(JsonRows Rows, IReadOnlyList<long> Keys, string? Next)> PageAsync(IDbSession session, SearchQuery query, Paging paging, CancellationToken cancellationToken)
    {
        query.Filter.Parameters["offset"] = paging.Offset;
        var page = new PageReader(query, paging.PerPage);
        IReadOnlyList<string> conditions = paging.After is null ? ["1 = 1"] : query.Order.Behind(SearchCursor.Read(query.Order, paging.After), query.Filter.Add);
        foreach (var condition in conditions.TakeWhile(_ => page.Wanted > 0))
        {
            query.Filter.Parameters["limit"] = page.Wanted;
            await session.ReadRowsAsync(query.Rows(condition), query.Filter.Parameters, page.Add, cancellationToken);
        }

        return page.Finish();
    }

    private async Task<RowTotal> TotalAsync(SearchQuery query, Paging paging, int rows, bool hasMore, CancellationToken cancellationToken)
    {
        var seen = paging.Offset + rows;
        if (paging.After is null && !hasMore && (rows > 0 || paging.Page == 1)) return RowTotal.Exactly(seen);
        if (query.IsCounted)
        {
            var sum = await reads.ReadAsync(query.Database, (session, token) => session.ScalarAsync<long>(query.Sum, query.Filter.Parameters, token), cancellationToken);
            return RowTotal.Exactly(paging.After is null ? Math.Max(sum, rows == 0 ? 0 : seen + (hasMore ? 1 : 0)) : Math.Max(sum, 0));
        }

        if (paging.After is not null) return RowTotal.Unknown;
        var counted = await reads.TryCountAsync(
            query.Database, (session, most, token) => session.ScalarAsync<long>(query.Count(most), query.Filter.Parameters, token), cancellationToken);
        if (rows == 0) return counted is var (number, isExact) ? new RowTotal(number, isExact) : RowTotal.Unknown;
        var least = seen + (hasMore ? 1 : 0);
        return counted is var (found, exact) ? new RowTotal(Math.Max(found, least), exact) : RowTotal.AtLeast(least);
    }
}
