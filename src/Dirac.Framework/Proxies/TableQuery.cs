using System.Globalization;

namespace Dirac.Framework.Proxies;

/// <summary>Conditions, order and page of a selection. Columns are those of the table, which whoever adds them has checked; values are parameters.</summary>
internal sealed class TableQuery
{
    private const int MostRows = 100_000;

    private readonly Dictionary<string, object?> _arguments = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _order = [];
    private int _start;
    private int _limit = MostRows;

    /// <summary>The conditions, each with AND before it.</summary>
    public string And => string.Concat(_conditions.Select(condition => $" AND {condition}"));

    /// <summary>Order and page.</summary>
    public string Tail => (_order.Count > 0 ? $" ORDER BY {string.Join(", ", _order)}" : "")
        + string.Create(CultureInfo.InvariantCulture, $" LIMIT {_limit} OFFSET {_start}");

    /// <summary>The parameters.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => _arguments;

    /// <summary>The column has one of these values; with none nothing is found.</summary>
    public void Where(string column, IReadOnlyList<string> values) =>
        _conditions.Add(values.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", values.Select(Name))})");

    /// <summary>The column compares with a moment.</summary>
    public void Where(string column, string comparison, DateTime moment) => _conditions.Add($"{column} {comparison} {Name(moment)}");

    /// <summary>Sorts, after what was named before.</summary>
    public void OrderBy(string column, bool descending) => _order.Add(descending ? $"{column} DESC" : column);

    /// <summary>A page. No limit for 0, but never more than a hundred thousand rows.</summary>
    public void Page(int start, int limit) => (_start, _limit) = limit > 0 ? (Math.Max(start, 0), Math.Min(limit, MostRows)) : (0, MostRows);

    private string Name(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_arguments.Count}");
        _arguments.Add(name, value);
        return $"@{name}";
    }
}
