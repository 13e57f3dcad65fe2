using System.Globalization;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Monitoring.Rpc;

/// <summary>Which rows of a table a client means, as SQL: columns are those of the table, values are parameters. Pure.</summary>
internal sealed class StatusConditions
{
    /// <summary>The key of conditions that are more than equalities.</summary>
    public const string Meta = "Meta";

    private const int MostRows = 100_000;

    private readonly StatusTable _table;
    private readonly Dictionary<string, object?> _arguments = [];
    private readonly List<string> _conditions = [];
    private string _order = "";
    private long _limit = MostRows;

    private StatusConditions(StatusTable table) => _table = table;

    /// <summary>What is wrong with them; null when they are good.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether they leave no row out.</summary>
    public bool IsEmpty => _conditions.Count == 0;

    /// <summary>The columns asked for; empty for all.</summary>
    public IReadOnlyList<string> Wanted { get; private set; } = [];

    public string Where => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    public string Tail => string.Create(CultureInfo.InvariantCulture, $"{_order} LIMIT {_limit}");

    public IReadOnlyDictionary<string, object?> Arguments => _arguments;

    /// <summary>Reads them. Values that Python takes for false are passed over, as there.</summary>
    public static StatusConditions Read(StatusTable table, WireDict parameters)
    {
        var conditions = new StatusConditions(table);
        foreach (var (key, value) in parameters)
        {
            var name = PythonText.Of(key);
            if (name == Meta && value.Kind == WireKind.Dict) conditions.ReadMeta(value.AsDict());
            else if (PythonTruth.Of(value)) conditions.Equal(name, value);
        }

        return conditions;
    }

    private void ReadMeta(WireDict meta)
    {
        if (meta.TryGetValue("columns", out var columns) && columns.IsSequence) Wanted = [.. columns.AsList().ToArray().Select(column => Column(PythonText.Of(column)) ?? "Name")];
        if (meta.TryGetValue("older", out var older)) Compare(older, "<");
        if (meta.TryGetValue("newer", out var newer)) Compare(newer, ">");
        if (meta.TryGetValue("order", out var order) && PythonTruth.Of(order)) Order(order);
        if (meta.TryGetValue("limit", out var limit) && limit is { Kind: WireKind.Whole, IsInt64: true } && limit.AsInt64() is > 0 and var most) _limit = Math.Min(most, MostRows);
    }

    private void Equal(string name, WireValue value)
    {
        if (Column(name) is not { } column) return;
        var values = value.IsSequence ? value.AsList().ToArray() : [value];
        _conditions.Add($"{column} IN ({string.Join(", ", values.Select(Name))})");
    }

    private void Compare(WireValue pair, string comparison)
    {
        if (!pair.IsSequence || pair.AsList() is not { Length: 2 } both) Problem ??= $"{PythonText.Of(pair)} is not a column and a value";
        else if (Column(PythonText.Of(both.Span[0])) is { } column) _conditions.Add($"{column} {comparison} {Name(both.Span[1])}");
    }

    private void Order(WireValue order)
    {
        var words = order.IsSequence ? order.AsList().ToArray().Select(PythonText.Of).ToList() : [PythonText.Of(order)];
        if (Column(words[0]) is { } column) _order = $" ORDER BY {column}{(words is [_, var direction] && direction.Equals("desc", StringComparison.OrdinalIgnoreCase) ? " DESC" : "")}";
    }

    private string? Column(string name)
    {
        var column = _table.Column(name);
        if (column is null) Problem ??= $"type object '{_table.Name}' has no attribute '{name.ToLowerInvariant()}'";
        return column;
    }

    private string Name(WireValue value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_arguments.Count}");
        _arguments.Add(name, value.Kind switch
        {
            WireKind.DateTime => DateTime.SpecifyKind(value.AsDateTime(), DateTimeKind.Utc),
            WireKind.Whole when value.IsInt64 => value.AsInt64(),
            _ => PythonText.Of(value),
        });
        return $"@{name}";
    }
}
