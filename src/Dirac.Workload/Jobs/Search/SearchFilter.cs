using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Turns the search language into a condition with parameters. Nothing of a request becomes SQL text but known column names.</summary>
internal sealed class SearchFilter(SearchTable table, Dialect dialect)
{
    private const int MostConditions = 50;
    private const int MostValues = 10_000;
    private const int LongestPattern = 256;

    private readonly List<string> _conditions = [];
    private readonly Dictionary<string, object?> _parameters = [];
    private int _listed;

    /// <summary>The condition, without WHERE; never empty.</summary>
    public string Sql => _conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", _conditions);

    public Dictionary<string, object?> Parameters => _parameters;

    /// <summary>A condition that does not come from the request.</summary>
    public SearchFilter Where(string column, string value)
    {
        _conditions.Add($"{column} = {Add(value)}");
        return this;
    }

    public SearchFilter Where(IReadOnlyList<SearchCondition> conditions)
    {
        if (conditions.Count > MostConditions) throw Bad($"A search has at most {MostConditions} conditions.");
        foreach (var condition in conditions.WithoutHoles("search")) _conditions.Add(Translate(table.Column(condition.Parameter), condition));
        return this;
    }

    private string Translate(SearchColumn column, SearchCondition condition) => condition.Operator switch
    {
        "eq" or "neq" or "gt" or "lt" when column.Kind == ColumnKind.Time => Period(column, condition),
        "eq" => $"{column.Name} = {Add(Value(column, Single(condition)))}",
        "neq" => $"{column.Name} <> {Add(Value(column, Single(condition)))}",
        "gt" => $"{column.Name} > {Add(Value(column, Single(condition)))}",
        "lt" => $"{column.Name} < {Add(Value(column, Single(condition)))}",
        "in" => In(column, condition, "IN", "1 = 0"),
        "not in" => In(column, condition, "NOT IN", "1 = 1"),
        "like" => $"{column.Name} LIKE {Add(Pattern(condition))}",
        "not like" => $"{column.Name} NOT LIKE {Add(Pattern(condition))}",
        "regex" => dialect.Regexp(column.Name, Add(Expression(condition))),
        _ => throw Bad($"Unknown operator '{condition.Operator}'.", "Operators are eq, neq, gt, lt, like, not like, regex, in, not in."),
    };

    // A shortened date means the whole period: eq is inside, gt after its end, lt before its start.
    private string Period(SearchColumn column, SearchCondition condition)
    {
        var period = TimePeriod.Parse(column.Name, Text(column, Single(condition)));
        return condition.Operator switch
        {
            "eq" => $"({column.Name} >= {Add(period.Start)} AND {column.Name} < {Add(period.End)})",
            "neq" => $"({column.Name} < {Add(period.Start)} OR {column.Name} >= {Add(period.End)})",
            "gt" => $"{column.Name} >= {Add(period.End)}",
            _ => $"{column.Name} < {Add(period.Start)}",
        };
    }

    private string In(SearchColumn column, SearchCondition condition, string word, string whenEmpty)
    {
        if (condition.Values is not { } values) throw Bad($"Operator '{condition.Operator}' on {column.Name} needs \"values\".");
        _listed += values.Count;
        if (_listed > MostValues) throw Bad($"A search lists at most {MostValues} values.");
        return values.Count == 0 ? whenEmpty : $"{column.Name} {word} {Add(values.Select(value => Value(column, value)).ToList())}";
    }

    private string Add(object? value)
    {
        var name = $"v{_parameters.Count}";
        _parameters[name] = value;
        return $"@{name}";
    }

    private static JsonElement Single(SearchCondition condition) =>
        condition.Value ?? throw Bad($"Operator '{condition.Operator}' on {condition.Parameter} needs \"value\".");

    private string Pattern(SearchCondition condition)
    {
        var text = Text(table.Column(condition.Parameter), Single(condition));
        return text.Length <= LongestPattern ? text : throw Bad($"A pattern has at most {LongestPattern} characters.");
    }

    // What runs in linear time is also what both engines understand alike.
    private string Expression(SearchCondition condition)
    {
        var pattern = Pattern(condition);
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return pattern;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw Bad($"'{pattern}' is not a regular expression that can be searched for.", "It may have no references back and no look around; brackets must be closed.");
        }
    }

    private static object Value(SearchColumn column, JsonElement value) => column.Kind switch
    {
        ColumnKind.Number => Number(column, value),
        ColumnKind.Real => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Bad($"{column.Name} is a number."),
        ColumnKind.Flag => Flag(value),
        ColumnKind.Time => TimePeriod.Parse(column.Name, Text(column, value)).Start,
        _ => Text(column, value),
    };

    private static long Number(SearchColumn column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Bad($"{column.Name} is a whole number; '{Shorten(value)}' is not."),
    };

    private static string Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => value.ToString(),
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
