using System.Text;
using Dirac.Persistence;

namespace Dirac.Framework.Proxies;

/// <summary>The SQL of <c>ProxyDB_Requests</c>: requests for delegation that wait for their signature, with their keys.</summary>
internal static class DelegationRequestStore
{
    public static async Task<long> AddAsync(IDbSession session, string dn, string pem, DateTime expires, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {ProxyDB_Requests} (UserDN, Pem, ExpirationTime) VALUES (@dn, @pem, @expires)", new { dn, pem = Encoding.ASCII.GetBytes(pem), expires }, cancellationToken);
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }

    /// <summary>The request of that number that <paramref name="dn"/> has made and that is still open; null when there is none.</summary>
    public static async Task<string?> FindAsync(IDbSession session, long id, string dn, DateTime now, CancellationToken cancellationToken)
    {
        var row = await session.QueryFirstOrDefaultAsync<StoredProxyRow>(
            "SELECT UserDN, Pem, ExpirationTime FROM {ProxyDB_Requests} WHERE Id = @id AND ExpirationTime > @now", new { id, now }, cancellationToken);
        return row?.UserDN == dn ? row.Text : null;
    }

    public static Task<int> DeleteAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_Requests} WHERE Id = @id", new { id }, cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_Requests} WHERE ExpirationTime < @now", new { now }, cancellationToken);
}
