using Dirac.Persistence;

namespace Dirac.Framework.Accounts;

/// <summary>The SQL of <c>x_AccountRequests</c>.</summary>
internal static class AccountRequestStore
{
    private const string Columns = "Id, Vo, Subject, UserName, FullName, Email, Status, FirstMs, LastMs, Visits, DecidedBy, DecidedMs";

    public static Task<AccountRequestRow?> LockAsync(IDbSession session, string vo, string subject, CancellationToken cancellationToken) => session.QueryFirstOrDefaultAsync<AccountRequestRow>(
        $"SELECT {Columns} FROM {{x_AccountRequests}} WHERE Vo = @vo AND Subject = @subject{session.Dialect.ForUpdate}", new { vo, subject }, cancellationToken);

    public static Task<AccountRequestRow?> FindAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<AccountRequestRow>($"SELECT {Columns} FROM {{x_AccountRequests}} WHERE Id = @id", new { id }, cancellationToken);

    /// <summary>Those of a VO, or of all when it is null, the longest-waiting first.</summary>
    public static Task<IReadOnlyList<AccountRequestRow>> ListAsync(IDbSession session, string? vo, string? status, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<AccountRequestRow>(
            $"SELECT {Columns} FROM {{x_AccountRequests}} WHERE (@vo IS NULL OR Vo = @vo) AND (@status IS NULL OR Status = @status) ORDER BY FirstMs, Id LIMIT @most",
            new { vo, status, most },
            cancellationToken);

    public static Task<long> CountWaitingAsync(IDbSession session, string vo, CancellationToken cancellationToken) => session.ScalarAsync<long>(
        "SELECT COUNT(*) FROM {x_AccountRequests} WHERE Status = @Waiting AND Vo = @vo", new { RequestStatus.Waiting, vo }, cancellationToken);

    /// <summary>Adds one; nothing happens when the person has one.</summary>
    public static Task<int> AddAsync(IDbSession session, AccountRequestRow row, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"{session.Dialect.InsertIgnore} {{x_AccountRequests}} (Vo, Subject, UserName, FullName, Email, Status, FirstMs, LastMs, Visits, DecidedBy, DecidedMs)"
        + " VALUES (@Vo, @Subject, @UserName, @FullName, @Email, @Status, @FirstMs, @LastMs, @Visits, @DecidedBy, @DecidedMs)",
        row,
        cancellationToken);

    public static Task<int> UpdateAsync(IDbSession session, AccountRequestRow row, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE {x_AccountRequests} SET UserName = @UserName, FullName = @FullName, Email = @Email, Status = @Status, LastMs = @LastMs, Visits = @Visits,"
        + " DecidedBy = @DecidedBy, DecidedMs = @DecidedMs WHERE Id = @Id",
        row,
        cancellationToken);

    /// <summary>Writes down a decision.</summary>
    /// <returns>1; 0 when the request is not in one of the statuses <paramref name="from"/> any more.</returns>
    public static Task<int> DecideAsync(IDbSession session, AccountRequestRow row, IReadOnlyList<string> from, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE {x_AccountRequests} SET UserName = @UserName, Status = @Status, DecidedBy = @DecidedBy, DecidedMs = @DecidedMs WHERE Id = @Id AND Status IN @from",
        new { row.UserName, row.Status, row.DecidedBy, row.DecidedMs, row.Id, from },
        cancellationToken);
}
