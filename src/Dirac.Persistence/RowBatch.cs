using System.Data.Common;

namespace Dirac.Persistence;

/// <summary>One statement to be run for many rows.</summary>
/// <param name="Connection">Where.</param>
/// <param name="Transaction">The transaction, on engines whose connections do not carry it.</param>
/// <param name="Width">Values in each row.</param>
/// <param name="Statement">The statement's text for a number of rows, given the names of their parameters.</param>
/// <param name="Rows">The rows' values.</param>
internal sealed record RowBatch(
    DbConnection Connection,
    DbTransaction? Transaction,
    int Width,
    Func<IReadOnlyList<IReadOnlyList<string>>, string> Statement,
    IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <exception cref="ArgumentException">The row has too few or too many values.</exception>
    public void Check(IReadOnlyList<object?> row)
    {
        if (row.Count != Width)
            throw new ArgumentException($"A row of {row.Count} values was given for {Width} columns.", nameof(row));
    }
}
