using System.Globalization;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Which part of a long answer is wanted.</summary>
/// <param name="Page">Counted from 1.</param>
/// <param name="PerPage">Rows a page, 1 to 10,000.</param>
public readonly record struct Paging(int Page, int PerPage)
{
    /// <summary>Rows a page when the request does not say.</summary>
    public const int DefaultPerPage = 100;

    /// <summary>Most rows a page.</summary>
    public const int MostPerPage = 10_000;

    /// <summary>Rows before the page.</summary>
    public long Offset => (Page - 1L) * PerPage;

    /// <summary>Reads <c>page</c> and <c>per_page</c> of a query.</summary>
    /// <exception cref="InvalidRequestException">One is no number or out of range: 422.</exception>
    public static Paging From(IQueryCollection query) =>
        new(Read(query, "page", 1, int.MaxValue), Read(query, "per_page", DefaultPerPage, MostPerPage));

    private static int Read(IQueryCollection query, string name, int usual, int most)
    {
        if (!query.TryGetValue(name, out var text))
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new InvalidRequestException(new ValidationProblem("value_error", ["query", name], $"{name} is a whole number from 1 to {most}.", Shorten(text.ToString())));
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
