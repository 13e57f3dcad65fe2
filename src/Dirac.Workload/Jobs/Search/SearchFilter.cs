using System.Globalization;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Turns the search language into a condition with parameters. Nothing of a request becomes SQL text but known column names.</summary>
internal sealed class SearchFilter(SearchTable table, Dialect dialect)
{
    private const int MostConditions = 50;
    private const int MostValues = 10_000;

    // Each becomes a range of its own, and engines bound how deep an expression may be.
    private const int MostPeriods = 100;

    private readonly List<string> _conditions = [];
    private readonly Dictionary<string, object?> _parameters = [];
    private int _listed;
    private bool _isNarrow;

    /// <summary>The condition, without WHERE; never empty.</summary>
    public string Sql => _conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", _conditions);

    public Dictionary<string, object?> Parameters => _parameters;

    /// <summary>The columns of the conditions.</summary>
    public HashSet<SearchColumn> Columns { get; } = [];

    /// <summary>The columns that have one value in all rows, or few.</summary>
    public HashSet<string> Equal { get; } = [];

    /// <summary>Whether numbers of rows kept beforehand can answer it.</summary>
    public bool IsCounted => Columns.All(table.IsCounted);

    /// <summary>Only what somebody sees.</summary>
    public SearchFilter Within(JobScope scope)
    {
        if (scope.Vo is not null)
        {
            _conditions.Add($"{Named("VO")} = {Add(scope.Vo)}");
            Equal.Add("VO");
        }

        if (scope.Owner is null) return this;
        if (scope.OwnerGroup is null) Equal.Add("Owner");
        var own = $"{Named("Owner")} = {Add(scope.Owner)}";
        _conditions.Add(scope.OwnerGroup is { } group ? $"({own} OR {Named("OwnerGroup")} = {Add(group)})" : own);
        return this;
    }

    /// <summary>Only rows with one of these keys.</summary>
    public SearchFilter OneOf(IReadOnlyCollection<long> keys)
    {
        Columns.Add(table.Key);
        Equal.Add(table.Key.Name);
        _isNarrow = true;
        Listed(keys.Count);
        _conditions.Add(keys.Count == 0 ? "1 = 0" : $"{table.Key.Name} IN {Add(keys.ToArray())}");
        return this;
    }

    /// <summary>The conditions of a request.</summary>
    public SearchFilter Where(IReadOnlyList<SearchCondition> conditions)
    {
        if (conditions.Count > MostConditions) throw Bad($"A search has at most {MostConditions} conditions.");
        _isNarrow |= conditions.WithoutHoles("search").Any(condition => condition.Operator is "eq" or "in" && table.IsNarrow(condition.Parameter));
        foreach (var condition in conditions)
        {
            var column = table.Column(condition.Parameter);
            Columns.Add(column);
            if (condition.Operator == "eq") Equal.Add(column.Name);
            _conditions.Add(Translate(column, condition));
        }

        return this;
    }

    /// <summary>Takes a value as a parameter; returns its name in SQL.</summary>
    public string Add(object? value)
    {
        // A list becomes parameters called like it with a number behind: the letter at the end keeps v1's second value from being v12.
        var name = $"v{_parameters.Count}x";
        _parameters[name] = value;
        return $"@{name}";
    }

    // An owner's jobs are looked through for a status rather than a status's jobs for an owner.
    private string Name(SearchColumn column) => _isNarrow && column.Kind == ColumnKind.Text && !table.IsNarrow(column.Name) ? dialect.Coarse(column.Name) : column.Name;

    private string Named(string column)
    {
        Columns.Add(table.Column(column));
        return column;
    }

    private string Translate(SearchColumn column, SearchCondition condition) => condition.Operator switch
    {
        "eq" or "neq" or "gt" or "lt" when column.Kind == ColumnKind.Time => Period(column, condition.Operator, Single(condition)),
        "eq" => $"{Name(column)} = {Add(Value(column, Single(condition)))}",
        "neq" => $"{Name(column)} <> {Add(Value(column, Single(condition)))}",
        "gt" => $"{Name(column)} > {Add(Value(column, Single(condition)))}",
        "lt" => $"{Name(column)} < {Add(Value(column, Single(condition)))}",
        "in" => In(column, condition, "IN", "1 = 0"),
        "not in" => In(column, condition, "NOT IN", "1 = 1"),
        "like" => dialect.Like(Name(column), Add(SearchPattern.Like(Pattern(column, condition)))),
        "not like" => $"NOT ({dialect.Like(Name(column), Add(SearchPattern.Like(Pattern(column, condition))))})",
        "regex" => dialect.Regexp(Name(column), Add(SearchPattern.Regex(Pattern(column, condition)))),
        _ => throw Bad($"Unknown operator '{condition.Operator}'.", SearchForms.Operators),
    };

    // A shortened date means the whole period: eq is inside, gt after its end, lt before its start.
    private string Period(SearchColumn column, string word, JsonElement value)
    {
        var period = TimePeriod.Parse(column.Name, Text(column, value));
        return word switch
        {
            "eq" => $"({Name(column)} >= {Add(period.Start)} AND {Name(column)} < {Add(period.End)})",
            "neq" => $"({Name(column)} < {Add(period.Start)} OR {Name(column)} >= {Add(period.End)})",
            "gt" => $"{Name(column)} >= {Add(period.End)}",
            _ => $"{Name(column)} < {Add(period.Start)}",
        };
    }

    private string In(SearchColumn column, SearchCondition condition, string word, string whenEmpty)
    {
        if (condition.Values is not { } values) throw Bad($"Operator '{condition.Operator}' on {column.Name} needs \"values\".");
        Listed(values.Count);
        if (values.Count == 0) return whenEmpty;
        if (column.Kind == ColumnKind.Number) return $"{Name(column)} {word} {Add(values.Select(value => Number(column, value)).ToArray())}";
        if (column.Kind != ColumnKind.Time) return $"{Name(column)} {word} {Add(values.Select(value => Value(column, value)).ToList())}";
        if (values.Count > MostPeriods) throw Bad($"A search lists at most {MostPeriods} times.");
        var isIn = word == "IN";
        return $"({string.Join(isIn ? " OR " : " AND ", values.Select(value => Period(column, isIn ? "eq" : "neq", value)))})";
    }

    private void Listed(int values)
    {
        _listed += values;
        if (_listed > MostValues) throw Bad($"A search lists at most {MostValues} values.", "Search in parts.");
    }

    private static JsonElement Single(SearchCondition condition) =>
        condition.Value ?? throw Bad($"Operator '{condition.Operator}' on {condition.Parameter} needs \"value\".");

    private static string Pattern(SearchColumn column, SearchCondition condition) => column.Kind == ColumnKind.Real
        ? throw Bad($"{column.Name} is a number and has no letters to compare with a pattern.")
        : Single(condition) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : Text(column, Single(condition));

    private static object Value(SearchColumn column, JsonElement value) => column.Kind switch
    {
        ColumnKind.Number => Number(column, value),
        ColumnKind.Real => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Bad($"{column.Name} is a number."),
        ColumnKind.Flag => Flag(column, value),
        _ => Text(column, value),
    };

    private static long Number(SearchColumn column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Bad($"{column.Name} is a whole number; '{Shorten(value)}' is not."),
    };

    private static string Flag(SearchColumn column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => Text(column, value),
    };

    private static string Text(SearchColumn column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ColumnText.Fit(value.GetString()!, int.MaxValue),
        JsonValueKind.Number => value.GetRawText(),
        _ => throw Bad($"{column.Name} is compared with a text; '{Shorten(value)}' is none."),
    };

    private static string Shorten(JsonElement value) => value.ToString() is { Length: > 50 } text ? text[..50] : value.ToString();

    private static DiracException Bad(string message, string? advice = null) => new(ErrorCode.BadRequest, message, advice);
}
