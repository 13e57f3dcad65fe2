using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Jobs.Search;

/// <summary>A search that has been understood: its SQL.</summary>
internal sealed class SearchQuery
{
    private readonly IReadOnlyList<SearchColumn> _columns;
    private readonly bool _distinct;

    private SearchQuery(IDatabase database, SearchTable table, SearchFilter filter, IReadOnlyList<SearchColumn> columns, IReadOnlyList<SortKey>? sort, bool distinct)
    {
        (Database, Table, Filter, _columns, _distinct) = (database, table, filter, columns, distinct);
        Order = distinct ? SearchOrder.OfDistinct(table, sort, columns) : SearchOrder.OfRows(table, sort);
    }

    public IDatabase Database { get; }

    public SearchTable Table { get; }

    public SearchFilter Filter { get; }

    public SearchOrder Order { get; }

    /// <summary>Whether it matters how many rows there are on all pages.</summary>
    public bool WantsTotal { get; init; } = true;

    /// <summary>Whether the total is a sum of numbers that are kept.</summary>
    public bool IsCounted => Filter.IsCounted && !_distinct;

    /// <summary>Understands a search of rows.</summary>
    /// <param name="database">Where the table is.</param>
    /// <param name="table">The table.</param>
    /// <param name="filter">Its conditions.</param>
    /// <param name="columns">Columns wanted by name; null means all.</param>
    /// <param name="request">Order and distinction.</param>
    /// <param name="wantsTotal">Whether it matters how many rows there are on all pages.</param>
    public static SearchQuery Of(
        IDatabase database, SearchTable table, SearchFilter filter, IReadOnlyList<string>? columns, SearchRequest request, bool wantsTotal = true)
    {
        IReadOnlyList<SearchColumn> wanted = columns is null ? table.Columns : [.. columns.Select(table.Column).Distinct()];
        return new SearchQuery(database, table, filter, wanted, request.Sort, request.Distinct) { WantsTotal = wantsTotal };
    }

    /// <summary>The rows that fulfil one more condition, in order; takes the parameters <c>@limit</c> and <c>@offset</c>.</summary>
    public string Rows(string condition)
    {
        var names = _columns.Select(column => column.Name).Concat(Order.HiddenColumns);
        return $"SELECT {(_distinct && !SumsUp ? "DISTINCT " : "")}{string.Join(", ", names)} FROM {Source(condition)} {Order.Sql} LIMIT @limit OFFSET @offset";
    }

    /// <summary>The number of rows, up to a limit.</summary>
    public string Count(int limit) => _distinct
        ? $"SELECT COUNT(*) FROM (SELECT {(SumsUp ? "" : "DISTINCT ")}{Names} FROM {Source("1 = 1")} LIMIT {limit}) counted_rows"
        : $"SELECT COUNT(*) FROM (SELECT 1 AS One FROM {Source("1 = 1")} LIMIT {limit}) counted_rows";

    /// <summary>The number of rows as the sum of kept numbers.</summary>
    public string Sum => $"SELECT COALESCE(SUM(Jobs), 0) FROM {JobCounts.Source(Filter.Sql, Filter.Columns.Select(column => column.Name))}";

    private string Names => string.Join(", ", _columns.Select(column => column.Name));

    // Different values of counted columns are the keys whose numbers are not zero.
    private bool SumsUp => _distinct && Filter.IsCounted && _columns.All(Table.IsCounted);

    private string Source(string condition) => SumsUp
        ? $"{JobCounts.Source(Filter.Sql, Filter.Columns.Concat(_columns).Select(column => column.Name))} WHERE {condition} GROUP BY {Names} HAVING SUM(Jobs) > 0"
        : $"{{{Table.Name}}}{Index} WHERE {Filter.Sql} AND {condition}";

    private string Index => Table.IndexFor(Filter.Equal, Order.Keys[0].Column) is { } index ? Database.Dialect.ByIndex(index) : "";
}
