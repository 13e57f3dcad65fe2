using Dirac.Persistence;

namespace Dirac.Framework.Proxies;

/// <summary>The SQL of <c>ProxyDB_Log</c>: who did what with whose proxy.</summary>
internal static class ProxyLogStore
{
    public static Task AddAsync(IDbSession session, ProxyLogRow row, CancellationToken cancellationToken) => session.ExecuteAsync(
        "INSERT INTO {ProxyDB_Log} (IssuerDN, IssuerGroup, TargetDN, TargetGroup, Action, Timestamp) VALUES (@IssuerDN, @IssuerGroup, @TargetDN, @TargetGroup, @Action, @Timestamp)",
        row,
        cancellationToken);

    /// <summary>Lines by conditions on columns that the caller has checked.</summary>
    public static Task<IReadOnlyList<ProxyLogRow>> SelectAsync(IDbSession session, TableQuery query, CancellationToken cancellationToken) =>
        session.QueryAsync<ProxyLogRow>(
            $"SELECT Action, IssuerDN, IssuerGroup, TargetDN, TargetGroup, Timestamp FROM {{ProxyDB_Log}} WHERE 1 = 1{query.And}{query.Tail}", query.Arguments, cancellationToken);

    public static Task<long> CountAsync(IDbSession session, TableQuery query, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{ProxyDB_Log}} WHERE 1 = 1{query.And}", query.Arguments, cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime before, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_Log} WHERE Timestamp < @before", new { before }, cancellationToken);
}
