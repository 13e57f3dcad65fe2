using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Finds and counts rows of one table, always within the caller's VO.</summary>
internal static class SearchTables
{
    private const int MostKeys = 10;

    /// <summary>One page of rows, and how many match in all.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Rows, long Total)> FindAsync(
        IDatabase database, SearchTable table, Caller caller, SearchRequest request, Paging paging, CancellationToken cancellationToken)
    {
        var filter = Filter(database, table, caller, request.Search);
        var columns = string.Join(", ", Columns(table, request.Parameters));
        var select = request.Distinct ? "SELECT DISTINCT" : "SELECT";
        filter.Parameters["limit"] = paging.PerPage;
        filter.Parameters["offset"] = paging.Offset;
        var source = $"FROM {{{table.Name}}} WHERE {filter.Sql}";
        var count = request.Distinct ? $"SELECT COUNT(*) FROM (SELECT DISTINCT {columns} {source}) t" : $"SELECT COUNT(*) {source}";
        return await database.ReadAsync(
            async (session, token) =>
            {
                var rows = await session.QueryAsync<object>($"{select} {columns} {source} {Order(table, request)} LIMIT @limit OFFSET @offset", filter.Parameters, token);
                var isLastPage = rows.Count < paging.PerPage && (rows.Count > 0 || paging.Page == 1);
                var total = isLastPage ? paging.Offset + rows.Count : await session.ScalarAsync<long>(count, filter.Parameters, token);
                return (SearchRows.ToJson(table, rows), total);
            },
            cancellationToken);
    }

    /// <summary>Counts by columns.</summary>
    public static async Task<IReadOnlyList<JsonElement>> SummariseAsync(
        IDatabase database, SearchTable table, Caller caller, SummaryRequest request, CancellationToken cancellationToken)
    {
        if (request.Grouping.Count is 0 or > MostKeys) throw new DiracException(ErrorCode.BadRequest, $"grouping names 1 to {MostKeys} columns.");
        var filter = Filter(database, table, caller, request.Search);
        var columns = string.Join(", ", request.Grouping.WithoutHoles("grouping").Select(name => table.Column(name).Name).Distinct());
        var sql = $"SELECT {columns}, COUNT(*) AS count FROM {{{table.Name}}} WHERE {filter.Sql} GROUP BY {columns} ORDER BY {columns}";
        return await database.ReadAsync(
            async (session, token) => SearchRows.ToJson(table, await session.QueryAsync<object>(sql, filter.Parameters, token)), cancellationToken);
    }

    private static SearchFilter Filter(IDatabase database, SearchTable table, Caller caller, IReadOnlyList<SearchCondition>? search) =>
        new SearchFilter(table, database.Dialect).Where("VO", caller.Vo).Where(search ?? []);

    private static IEnumerable<string> Columns(SearchTable table, IReadOnlyList<string>? wanted) =>
        wanted is { Count: > 0 } ? wanted.WithoutHoles("parameters").Select(name => table.Column(name).Name).Distinct() : table.Columns.Select(column => column.Name);

    private static string Order(SearchTable table, SearchRequest request)
    {
        if (request.Sort is not { Count: > 0 } sort) return request.Distinct ? "" : $"ORDER BY {table.Key}";
        if (sort.Count > MostKeys) throw new DiracException(ErrorCode.BadRequest, $"A search is sorted by at most {MostKeys} columns.");
        return "ORDER BY " + string.Join(", ", sort.WithoutHoles("sort").Select(key => $"{table.Column(key.Parameter).Name} {Direction(key)}"));
    }

    private static string Direction(SortKey key) => key.Direction switch
    {
        "asc" => "ASC",
        "desc" => "DESC",
        _ => throw new DiracException(ErrorCode.BadRequest, $"The direction of {key.Parameter} is asc or desc, not '{key.Direction}'."),
    };
}
