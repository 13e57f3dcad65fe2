using Dirac.Monitoring.Statuses;
using Dirac.Persistence;
using Dirac.Security.Calls;

namespace Dirac.Monitoring.Rpc;

/// <summary>What DIRAC's clients do to the status tables. When a change returns, matching knows it.</summary>
internal sealed class WriteStatuses(StatusDatabase database, StatusBoard board, TellStatuses statuses, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Why a caller may not write a record; null when it may. Hosts run automatons and write for others; people hold elements in their own name only.</summary>
    public static string? Refusal(GridCaller caller, StatusRecord record) =>
        record.Problem
        ?? (caller.IsHost || record.TokenOwner is not { } owner || owner == StatusRow.Automatic || StatusWords.Owner(owner) == StatusWords.Owner(caller.UserName)
            ? null
            : $"{caller.UserName} cannot set the token of {owner}");

    /// <summary>Rows of a table by conditions.</summary>
    public Task<IReadOnlyList<StatusRow>> SelectAsync(StatusTable table, StatusConditions conditions, CancellationToken cancellationToken) =>
        database.ReadAsync((session, token) => TableStore.SelectAsync(session, table, conditions, token), cancellationToken);

    /// <summary>Adds a row; nothing happens when its key is there.</summary>
    public Task InsertAsync(StatusTable table, StatusRecord record, CancellationToken cancellationToken) => ChangeAsync(
        async (session, token) => await TableStore.InsertAsync(session, table, record.Over(new StatusRow(), Now), token), cancellationToken);

    /// <summary>Removes rows by conditions; how many.</summary>
    public Task<int> DeleteAsync(StatusTable table, StatusConditions conditions, CancellationToken cancellationToken) =>
        ChangeAsync((session, token) => TableStore.DeleteAsync(session, table, conditions, token), cancellationToken);

    /// <summary>Changes the row that the record names, or adds it; with a copy in the log.</summary>
    public Task AddOrModifyAsync(StatusTable table, StatusRecord record, CancellationToken cancellationToken) => ChangeAsync(
        async (session, token) =>
        {
            var before = await TableStore.FirstAsync(session, table, record, token);
            await statuses.SaveAsync(session, table.Element, record.Over(before ?? new StatusRow(), Now), token);
            return 1;
        },
        cancellationToken);

    /// <summary>Adds the row unless the record names one that is there.</summary>
    public Task AddIfNotThereAsync(StatusTable table, StatusRecord record, CancellationToken cancellationToken) => ChangeAsync(
        async (session, token) => await TableStore.FirstAsync(session, table, record, token) is not null ? 0 : await TableStore.InsertAsync(session, table, record.Over(new StatusRow(), Now), token),
        cancellationToken);

    private async Task<int> ChangeAsync(Func<IDbSession, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync(work, cancellationToken);
        await board.ReloadAsync(CancellationToken.None);
        return changed;
    }
}
