using System.Globalization;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Which part of a long answer is wanted.</summary>
/// <param name="Page">Counted from 1.</param>
/// <param name="PerPage">Rows a page, 1 to 10,000.</param>
/// <param name="After">The cursor of the page before, in place of a page's number; null when pages are counted.</param>
public readonly record struct Paging(int Page, int PerPage, string? After = null)
{
    /// <summary>The part of a query that holds a cursor.</summary>
    public const string AfterName = "after";

    /// <summary>Rows a page when the request does not say.</summary>
    public const int DefaultPerPage = 100;

    /// <summary>Most rows a page.</summary>
    public const int MostPerPage = 10_000;

    private const int LongestCursor = 4_096;

    /// <summary>Rows before the page.</summary>
    public long Offset => (Page - 1L) * PerPage;

    /// <summary>Reads <c>page</c> or <c>after</c>, and <c>per_page</c>, of a query.</summary>
    /// <exception cref="InvalidRequestException">One is no number or out of range, or both ways are used at once: 422.</exception>
    public static Paging From(IQueryCollection query) =>
        new(Read(query, "page", 1, int.MaxValue), Read(query, "per_page", DefaultPerPage, MostPerPage), ReadCursor(query));

    private static int Read(IQueryCollection query, string name, int usual, int most)
    {
        if (!query.TryGetValue(name, out var text))
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new InvalidRequestException(new ValidationProblem("value_error", ["query", name], $"{name} is a whole number from 1 to {most}.", Shorten(text.ToString())));
    }

    private static string? ReadCursor(IQueryCollection query)
    {
        if (!query.TryGetValue(AfterName, out var text))
            return null;
        if (query.ContainsKey("page"))
            throw Wrong($"{AfterName} and page say where to go on in two ways; use one of them.", text.ToString());
        return text.Count == 1 && text[0] is { Length: > 0 and <= LongestCursor } cursor ? cursor : throw Wrong($"{AfterName} is the cursor that came with the page before.", text.ToString());
    }

    private static InvalidRequestException Wrong(string message, string text) =>
        new(new ValidationProblem("value_error", ["query", AfterName], message, Shorten(text)));

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
