using System.Globalization;

namespace Dirac.Framework.Proxies;

/// <summary>Conditions, order and page of a selection. Columns are those of the table, which whoever adds them has checked; values are parameters.</summary>
internal sealed class TableQuery
{
    private readonly Dictionary<string, object?> _arguments = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _order = [];

    /// <summary>The most rows a selection gives, whatever was asked for.</summary>
    public const int MostRows = 100_000;

    /// <summary>The conditions, each with AND before it.</summary>
    public string And => string.Concat(_conditions.Select(condition => $" AND {condition}"));

    /// <summary>Order and page.</summary>
    public string Tail => (_order.Count > 0 ? $" ORDER BY {string.Join(", ", _order)}" : "")
        + string.Create(CultureInfo.InvariantCulture, $" LIMIT {Limit} OFFSET {Start}");

    /// <summary>The parameters.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => _arguments;

    /// <summary>How many rows are left out at the beginning.</summary>
    public int Start { get; private set; }

    /// <summary>How many rows there are at most.</summary>
    public int Limit { get; private set; } = MostRows;

    /// <summary>The column has one of these values; with none nothing is found.</summary>
    public void Where(string column, IReadOnlyList<string> values) =>
        _conditions.Add(values.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", values.Select(Name))})");

    /// <summary>The column compares with a moment.</summary>
    public void Where(string column, string comparison, DateTime moment) => _conditions.Add($"{column} {comparison} {Name(moment)}");

    /// <summary>Sorts, after what was named before.</summary>
    public void OrderBy(string column, bool descending) => _order.Add(descending ? $"{column} DESC" : column);

    /// <summary>A page; no limit for 0.</summary>
    public void Page(int start, int limit) => (Start, Limit) = limit > 0 ? (Math.Max(start, 0), Math.Min(limit, MostRows)) : (0, MostRows);

    private string Name(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_arguments.Count}");
        _arguments.Add(name, value);
        return $"@{name}";
    }
}
