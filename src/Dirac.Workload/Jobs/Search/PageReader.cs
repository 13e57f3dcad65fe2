using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Takes the rows of one page, and notices one more: then there is another page. Not thread-safe.</summary>
/// <param name="query">The search.</param>
/// <param name="perPage">How many rows belong to the page.</param>
internal sealed class PageReader(SearchQuery query, int perPage)
{
    private readonly JsonRowWriter _rows = new(query.Table);
    private readonly int _key = query.Order.IndexOf(query.Table.Key);
    private readonly List<long> _keys = [];
    private string? _end;
    private bool _hasMore;

    /// <summary>How many rows are still wanted, with the one that tells of another page.</summary>
    public int Wanted => _hasMore ? 0 : perPage + 1 - _rows.Count;

    /// <summary>Takes a row.</summary>
    public void Add(IRow row)
    {
        if (_rows.Count == perPage)
        {
            _hasMore = true;
            return;
        }

        _rows.Add(row);
        var place = row.Columns - query.Order.Keys.Count;
        if (_key >= 0) _keys.Add(row.Number(place + _key));
        // Where the next page begins, should there be one.
        if (_rows.Count == perPage) _end = SearchCursor.Write(query.Order, row, place);
    }

    /// <summary>The page.</summary>
    public (JsonRows Rows, IReadOnlyList<long> Keys, string? Next) Finish() => (_rows.Finish(), _keys, _hasMore ? _end : null);
}
