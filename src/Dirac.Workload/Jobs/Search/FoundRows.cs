using Dirac.Hosting.Requests;

namespace Dirac.Workload.Jobs.Search;

/// <summary>One page of rows as the database gave them.</summary>
/// <param name="Rows">By column, their place among them.</param>
/// <param name="Total">Rows on all pages.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
internal sealed record FoundRows(IReadOnlyList<IDictionary<string, object?>> Rows, RowTotal Total, string? Next);
