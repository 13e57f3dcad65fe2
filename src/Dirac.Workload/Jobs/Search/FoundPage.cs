using Dirac.Hosting.Requests;

namespace Dirac.Workload.Jobs.Search;

/// <summary>One page of rows in the reply's form.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Total">Rows on all pages.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
internal sealed record FoundPage(JsonRows Rows, RowTotal Total, string? Next);
