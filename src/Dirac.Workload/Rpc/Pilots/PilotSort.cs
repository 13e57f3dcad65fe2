using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>The order a client wants: the first of its pairs of column and ASC or DESC.</summary>
/// <param name="Column">The column; null for none.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
internal sealed record PilotSort(string? Column, bool IsDescending)
{
    /// <exception cref="DiracException">BadRequest: that is no order.</exception>
    public static PilotSort Of(IReadOnlyList<WireValue> sorts)
    {
        if (sorts.Count == 0) return new PilotSort(null, false);
        return sorts[0].IsSequence && sorts[0].AsList().Span is [{ Kind: WireKind.Text } column, { Kind: WireKind.Text } direction, ..]
            ? new PilotSort(column.AsText(), direction.AsText().Equals("DESC", StringComparison.OrdinalIgnoreCase))
            : throw new DiracException(ErrorCode.BadRequest, "An order is a list of a column and ASC or DESC");
    }
}
