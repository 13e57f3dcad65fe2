using System.Net;
using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Jobs;

/// <summary>One page of rows and how many there are in all.</summary>
/// <param name="Rows">Rows with the columns asked for.</param>
/// <param name="Total">Rows that match, on all pages; behind a cursor, where nobody counts, the rows of this page.</param>
public sealed record SearchPage(IReadOnlyList<JsonElement> Rows, long Total)
{
    private const string NextCursorHeader = "Dirac-Next-Cursor";
    private const string TotalHeader = "Dirac-Total";

    /// <summary>The cursor of the next page; null on the last one.</summary>
    public string? Next { get; init; }

    /// <summary>Whether there are just so many rows as <see cref="Total"/> says, and not more.</summary>
    public bool IsTotalExact { get; init; } = true;

    internal static async Task<SearchPage> ReadAsync(ApiConnection connection, ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var total = response.Content.Headers.ContentRange?.Length;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return new SearchPage([], total ?? 0);

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var rows = await JsonSerializer.DeserializeAsync(stream, ModelJsonContext.Default.IReadOnlyListJsonElement, cancellationToken).ConfigureAwait(false) ?? [];
        return new SearchPage(rows, total ?? rows.Count) { Next = Header(response, NextCursorHeader), IsTotalExact = Header(response, TotalHeader) is null };
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
