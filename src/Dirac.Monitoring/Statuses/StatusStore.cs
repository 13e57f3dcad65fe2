using Dirac.Persistence;

namespace Dirac.Monitoring.Statuses;

/// <summary>The SQL of DIRAC's status tables: <c>SiteStatus</c>, <c>ResourceStatus</c>, <c>NodeStatus</c>, and the log and history of each.</summary>
internal static class StatusStore
{
    public static readonly IReadOnlyList<string> Elements = ["Site", "Resource", "Node"];

    private const string Columns = "Name, StatusType, VO, Status, Reason, DateEffective, TokenExpiration, ElementType, LastCheckTime, TokenOwner";
    private const string Values = "@Name, @StatusType, @VO, @Status, @Reason, @DateEffective, @TokenExpiration, @ElementType, @LastCheckTime, @TokenOwner";
    private static readonly string[] Key = ["Name", "StatusType", "VO"];
    private static readonly string[] Changing = ["Status", "Reason", "DateEffective", "TokenExpiration", "ElementType", "LastCheckTime", "TokenOwner"];

    /// <summary>All statuses of a family.</summary>
    public static Task<IReadOnlyList<StatusRow>> LoadAsync(IDbSession session, string element, CancellationToken cancellationToken) =>
        session.QueryAsync<StatusRow>($"SELECT {Columns} FROM {{{element}Status}}", null, cancellationToken);

    /// <summary>One status, kept from others until the transaction ends; null when there is none.</summary>
    public static async Task<StatusRow?> LockAsync(IDbSession session, string element, StatusKey key, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<StatusRow>(
            $"SELECT {Columns} FROM {{{element}Status}} WHERE Name = @Name AND StatusType = @StatusType AND VO = @VO{session.Dialect.ForUpdate}", key, cancellationToken);
        return rows.SingleOrDefault();
    }

    /// <summary>Writes a status, and its copy into the log.</summary>
    public static async Task SaveAsync(IDbSession session, string element, StatusRow row, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"INSERT INTO {{{element}Status}} ({Columns}) VALUES ({Values}){session.Dialect.Upsert(Key, Changing)}", row, cancellationToken);
        await AppendAsync(session, $"{element}Log", row, cancellationToken);
    }

    /// <summary>Adds a row to a log or a history.</summary>
    public static Task AppendAsync(IDbSession session, string table, StatusRow row, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"INSERT INTO {{{table}}} ({Columns}) VALUES ({Values})", row, cancellationToken);

    /// <summary>Statuses whose holder's time is over.</summary>
    public static Task<IReadOnlyList<StatusRow>> ExpiredAsync(IDbSession session, string element, DateTime now, CancellationToken cancellationToken) => session.QueryAsync<StatusRow>(
        $"SELECT {Columns} FROM {{{element}Status}} WHERE TokenOwner <> @Automatic AND TokenExpiration < @now", new { now, StatusRow.Automatic }, cancellationToken);

    /// <summary>The newest lines of an element in its log or history, the newest first.</summary>
    public static Task<IReadOnlyList<StatusRow>> LinesAsync(
        IDbSession session, string table, string elementType, string name, IReadOnlyList<string> vos, int most, CancellationToken cancellationToken) => session.QueryAsync<StatusRow>(
        $"SELECT ID, {Columns} FROM {{{table}}} WHERE Name = @name AND VO IN @vos AND ElementType IN (@elementType, '') ORDER BY ID DESC LIMIT {most}",
        new { name, vos, elementType },
        cancellationToken);

    /// <summary>The oldest lines of a log.</summary>
    public static Task<IReadOnlyList<StatusRow>> OldestLinesAsync(IDbSession session, string element, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<StatusRow>($"SELECT ID, {Columns} FROM {{{element}Log}} ORDER BY ID LIMIT {most}{session.Dialect.ForUpdate}", null, cancellationToken);

    /// <summary>The last line of a key in the history; null when there is none.</summary>
    public static Task<StatusRow?> LastOfHistoryAsync(IDbSession session, string element, StatusKey key, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<StatusRow>(
            $"SELECT ID, {Columns} FROM {{{element}History}} WHERE Name = @Name AND StatusType = @StatusType AND VO = @VO ORDER BY ID DESC LIMIT 1", key, cancellationToken);

    /// <summary>Removes the lines of a log up to a number.</summary>
    public static Task<int> DropLinesAsync(IDbSession session, string element, long last, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"DELETE FROM {{{element}Log}} WHERE ID <= @last", new { last }, cancellationToken);

    /// <summary>Removes old lines of a history.</summary>
    public static Task<int> ForgetAsync(IDbSession session, string element, DateTime before, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"DELETE FROM {{{element}History}} WHERE DateEffective < @before", new { before }, cancellationToken);
}
