using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The form that searches have at the REST door; another is refused with 422, as by DiracX. What columns there are is asked later. Pure.</summary>
internal static class SearchForms
{
    private const string Search = "search";
    private const string Sort = "sort";
    private static readonly string[] OfOneValue = ["eq", "neq", "gt", "lt", "like", "not like", "regex"];
    private static readonly string[] OfValues = ["in", "not in"];
    private static readonly string[] Directions = ["asc", "desc"];

    /// <summary>A sentence that names the operators there are.</summary>
    public static string Operators { get; } = $"Operators are {string.Join(", ", OfOneValue.Concat(OfValues))}.";

    /// <summary>What is wrong with a search.</summary>
    public static IEnumerable<ValidationProblem> Problems(SearchRequest request) =>
    [
        .. Validation.Holes(request.Parameters, "body", "parameters"),
        .. Conditions(request.Search),
        .. (request.Sort ?? []).Index().SelectMany(key => Problems(key.Item, Place(Sort, key.Index))),
    ];

    /// <summary>What is wrong with a summary.</summary>
    public static IEnumerable<ValidationProblem> Problems(SummaryRequest request) => [.. Validation.Holes(request.Grouping, "body", "grouping"), .. Conditions(request.Search)];

    private static IEnumerable<ValidationProblem> Conditions(IReadOnlyList<SearchCondition>? conditions) =>
        (conditions ?? []).Index().SelectMany(condition => Problems(condition.Item, Place(Search, condition.Index)));

    private static IEnumerable<ValidationProblem> Problems(SearchCondition? condition, PlacePart[] place)
    {
        if (condition is null)
            return [Validation.Wrong("A condition is an object.", null, place)];
        if (OfOneValue.Contains(condition.Operator))
            return condition.Value is { } value ? Problems(value, [.. place, "value"]) : [Validation.Missing([.. place, "value"])];
        if (!OfValues.Contains(condition.Operator))
            return [Validation.Wrong($"Unknown operator. {Operators}", condition.Operator, [.. place, "operator"])];
        return condition.Values is { } values
            ? values.Index().SelectMany(element => Problems(element.Item, [.. place, "values", element.Index]))
            : [Validation.Missing([.. place, "values"])];
    }

    private static IEnumerable<ValidationProblem> Problems(JsonElement value, PlacePart[] place) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array
        ? [Validation.Wrong("A value is a text or a number.", value.GetRawText(), place)]
        : [];

    private static IEnumerable<ValidationProblem> Problems(SortKey? key, PlacePart[] place)
    {
        if (key is null)
            return [Validation.Wrong("A sort key is an object.", null, place)];
        return Directions.Contains(key.Direction) ? [] : [Validation.Wrong("direction is asc or desc.", key.Direction, [.. place, "direction"])];
    }

    private static PlacePart[] Place(string member, int index) => ["body", member, index];
}
