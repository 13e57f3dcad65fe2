using Dirac.Persistence;

namespace Dirac.Framework.Proxies;

/// <summary>The SQL of <c>ProxyDB_VOMSProxies</c>: proxies with a group and VOMS attributes, kept so that VOMS need not be asked each time.</summary>
internal static class VomsProxyStore
{
    /// <summary>The proxy that is still good at <paramref name="until"/>; null when there is none.</summary>
    public static async Task<StoredProxyRow?> FindAsync(IDbSession session, string dn, string group, string attribute, DateTime until, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<StoredProxyRow>(
            "SELECT UserName, UserDN, Pem, ExpirationTime FROM {ProxyDB_VOMSProxies} WHERE UserDN = @dn AND UserGroup = @group AND VOMSAttr = @attribute AND ExpirationTime >= @until",
            new { dn, group, attribute, until },
            cancellationToken);
        return rows.FirstOrDefault(row => row.UserDN == dn);
    }

    public static Task KeepAsync(IDbSession session, StoredProxyRow row, string group, string attribute, CancellationToken cancellationToken) => session.UpsertManyAsync(
        "ProxyDB_VOMSProxies",
        ["UserDN", "UserGroup", "VOMSAttr"],
        ["UserName", "UserDN", "UserGroup", "VOMSAttr", "Pem", "ExpirationTime"],
        [[row.UserName, row.UserDN, group, attribute, row.Pem, row.ExpirationTime]],
        cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, string dn, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_VOMSProxies} WHERE UserDN = @dn", new { dn }, cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {ProxyDB_VOMSProxies} WHERE ExpirationTime < @now", new { now }, cancellationToken);
}
