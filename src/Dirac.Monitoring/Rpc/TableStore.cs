using Dirac.Monitoring.Statuses;
using Dirac.Persistence;

namespace Dirac.Monitoring.Rpc;

/// <summary>The SQL of what DIRAC's clients ask of any status table.</summary>
internal static class TableStore
{
    /// <summary>Rows by conditions on columns that have been checked.</summary>
    public static Task<IReadOnlyList<StatusRow>> SelectAsync(IDbSession session, StatusTable table, StatusConditions conditions, CancellationToken cancellationToken) =>
        session.QueryAsync<StatusRow>($"SELECT {string.Join(", ", table.Columns)} FROM {{{table.Name}}}{conditions.Where}{conditions.Tail}", conditions.Arguments, cancellationToken);

    /// <summary>Removes rows by conditions on columns that have been checked.</summary>
    public static Task<int> DeleteAsync(IDbSession session, StatusTable table, StatusConditions conditions, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"DELETE FROM {{{table.Name}}}{conditions.Where}", conditions.Arguments, cancellationToken);

    /// <summary>Adds a row unless its key is there; how many were added.</summary>
    public static Task<int> InsertAsync(IDbSession session, StatusTable table, StatusRow row, CancellationToken cancellationToken)
    {
        string[] columns = [.. table.Columns.Where(column => column != nameof(StatusRow.ID))];
        return session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{{table.Name}}} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))})", row, cancellationToken);
    }

    /// <summary>The row that a record names, by those parts of the key that it has; null when there is none.</summary>
    public static Task<StatusRow?> FirstAsync(IDbSession session, StatusTable table, StatusRecord record, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<StatusRow>(
            $"SELECT {string.Join(", ", table.Columns)} FROM {{{table.Name}}} WHERE (@Name IS NULL OR Name = @Name) AND (@StatusType IS NULL OR StatusType = @StatusType)"
            + $" AND (@VO IS NULL OR VO = @VO) ORDER BY Name, StatusType, VO LIMIT 1{session.Dialect.ForUpdate}",
            new { record.Name, record.StatusType, record.VO },
            cancellationToken);
}
