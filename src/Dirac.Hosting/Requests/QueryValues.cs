using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Reads values of a query that may be left out.</summary>
/// <remarks>Routes ask for them here: an argument of a handler that may be null, such as <c>int?</c>, is refused without a word when it cannot be read.</remarks>
public static class QueryValues
{
    /// <summary>A yes or no, in all the words that DiracX takes: true, yes, on, t, y, 1 and their opposites, in any case.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The value's name.</param>
    /// <returns>Whether it says yes; false when it was left out.</returns>
    /// <exception cref="InvalidRequestException">It says neither: 422.</exception>
    public static bool SaysYes(this IQueryCollection query, string name) => Given(query, name)?.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "T" or "Y" or "1" => true,
        null or "FALSE" or "NO" or "OFF" or "F" or "N" or "0" => false,
        _ => throw Unreadable(query, name, "true or false"),
    };

    /// <summary>A whole number.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The value's name.</param>
    /// <returns>The number; null when it was left out.</returns>
    /// <exception cref="InvalidRequestException">It is none, or does not fit: 422.</exception>
    public static T? Number<T>(this IQueryCollection query, string name)
        where T : struct, IBinaryInteger<T> =>
        Given(query, name) is not { } text ? null
        : T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Unreadable(query, name, "a whole number");

    private static string? Given(IQueryCollection query, string name) => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private static InvalidRequestException Unreadable(IQueryCollection query, string name, string kind) =>
        new(QueryProblems.Unreadable("query", name, kind, query[name].ToString()));
}
