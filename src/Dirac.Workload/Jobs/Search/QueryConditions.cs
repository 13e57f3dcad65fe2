using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Conditions in the query of an address: <c>Status=Running,Waiting</c>, <c>Owner=ann</c>, <c>JobName.like=mc%25</c>.</summary>
internal static class QueryConditions
{
    private static readonly string[] Paging = ["page", "per_page", Hosting.Requests.Paging.AfterName];

    /// <summary>Reads all parts of a query that are not about pages.</summary>
    /// <exception cref="InvalidRequestException">A part is given twice: 422.</exception>
    public static IReadOnlyList<SearchCondition> From(IQueryCollection query) => [.. query.Where(part => !Paging.Contains(part.Key)).Select(part => Condition(part.Key, part.Value))];

    private static SearchCondition Condition(string name, Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values is not [{ } text])
            throw new InvalidRequestException(new ValidationProblem("value_error", ["query", name], $"{name} is given once; several values are put with commas."));
        var (column, word) = name.Split('.', 2) is [var first, var second] ? (first, second) : (name, text.Contains(',', StringComparison.Ordinal) ? "in" : "eq");
        return word is "in" or "not in"
            ? new SearchCondition(column, word, Values: [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Json)])
            : new SearchCondition(column, word, Json(text));
    }

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, ModelJsonContext.Default.String);
}
