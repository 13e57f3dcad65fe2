using Dirac.Hosting.Requests;

namespace Dirac.Workload.Jobs.Search;

/// <summary>One page of rows as the database gave them.</summary>
/// <param name="Rows">The rows, without their place in the order.</param>
/// <param name="Keys">The key of each; none for sums and different values.</param>
/// <param name="Total">Rows on all pages.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
internal sealed record FoundRows(JsonRows Rows, IReadOnlyList<long> Keys, RowTotal Total, string? Next);
