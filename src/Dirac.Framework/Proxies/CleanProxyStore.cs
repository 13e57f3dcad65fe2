using Dirac.Persistence;

namespace Dirac.Framework.Proxies;

/// <summary>The SQL of <c>ProxyDB_CleanProxies</c>: one proxy of each person, without group and VOMS attributes.</summary>
internal static class CleanProxyStore
{
    /// <summary>What DIRAC writes for a proxy that its owner has uploaded.</summary>
    public const string Uploaded = "Certificate";

    /// <summary>The proxy of <paramref name="dn"/> that is valid at <paramref name="now"/>; null when there is none.</summary>
    public static async Task<StoredProxyRow?> FindAsync(IDbSession session, string dn, DateTime now, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<StoredProxyRow>(
            "SELECT UserName, UserDN, Pem, ExpirationTime FROM {ProxyDB_CleanProxies} WHERE UserDN = @dn AND ProxyProvider = @Uploaded AND ExpirationTime > @now",
            new { dn, Uploaded, now },
            cancellationToken);
        // MySQL's comparison takes no account of case, but two names that differ in case are two people.
        return rows.FirstOrDefault(row => row.UserDN == dn);
    }

    public static async Task KeepAsync(IDbSession session, StoredProxyRow row, CancellationToken cancellationToken)
    {
        await DeleteAsync(session, row.UserDN, cancellationToken);
        await session.ExecuteAsync(
            "INSERT INTO {ProxyDB_CleanProxies} (UserName, UserDN, ProxyProvider, Pem, ExpirationTime) VALUES (@UserName, @UserDN, @Uploaded, @Pem, @ExpirationTime)",
            new { row.UserName, row.UserDN, Uploaded, row.Pem, row.ExpirationTime },
            cancellationToken);
    }

    public static Task<int> DeleteAsync(IDbSession session, string dn, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_CleanProxies} WHERE UserDN = @dn", new { dn }, cancellationToken);

    /// <summary>Whose proxies there are, of one user or of all, valid for longer than a moment.</summary>
    public static Task<IReadOnlyList<StoredProxyRow>> UsersAsync(IDbSession session, string? user, DateTime? validBeyond, CancellationToken cancellationToken) =>
        session.QueryAsync<StoredProxyRow>(
            "SELECT UserName, UserDN, ExpirationTime FROM {ProxyDB_CleanProxies} WHERE (@user IS NULL OR UserName = @user)"
            + " AND (@validBeyond IS NULL OR ExpirationTime > @validBeyond) ORDER BY UserName, UserDN",
            new { user, validBeyond },
            cancellationToken);

    /// <summary>Whose proxies there are, by conditions on columns that the caller has checked.</summary>
    public static Task<IReadOnlyList<StoredProxyRow>> SelectAsync(IDbSession session, TableQuery query, CancellationToken cancellationToken) =>
        session.QueryAsync<StoredProxyRow>(
            $"SELECT UserName, UserDN, ExpirationTime FROM {{ProxyDB_CleanProxies}} WHERE Pem IS NOT NULL{query.And}{query.Tail}", query.Arguments, cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_CleanProxies} WHERE ExpirationTime < @now", new { now }, cancellationToken);
}
