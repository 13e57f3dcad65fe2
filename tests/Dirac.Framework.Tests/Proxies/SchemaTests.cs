using Dirac.Persistence;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Proxies;

/// <summary>A Python ProxyManager could open our database, and we can open its: the tables are the same.</summary>
public sealed class SchemaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MySql_Tables_HaveTheColumnsAndKeysOfDirac()
    {
        await using var databases = await TestDatabases.CreateAsync(Engine.MySql, services => services.AddSchema("ProxyDB", typeof(FrameworkModule).Assembly));

        var columns = await databases.Get("ProxyDB").ReadAsync(
            (session, token) => session.QueryAsync<string>(
                "SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME, ' ', UPPER(COLUMN_TYPE), CASE WHEN COLUMN_KEY = 'PRI' THEN ' key' WHEN COLUMN_KEY <> '' THEN ' index' ELSE '' END)"
                + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'ProxyDB%' ORDER BY TABLE_NAME, ORDINAL_POSITION",
                null, token),
            Token);

        Assert.Equal(
            [
                "ProxyDB_CleanProxies.UserName VARCHAR(64)", "ProxyDB_CleanProxies.UserDN VARCHAR(255) key", "ProxyDB_CleanProxies.ProxyProvider VARCHAR(64) key",
                "ProxyDB_CleanProxies.Pem BLOB", "ProxyDB_CleanProxies.ExpirationTime DATETIME",
                "ProxyDB_Log.ID BIGINT(20) key", "ProxyDB_Log.IssuerDN VARCHAR(255)", "ProxyDB_Log.IssuerGroup VARCHAR(255)", "ProxyDB_Log.TargetDN VARCHAR(255)",
                "ProxyDB_Log.TargetGroup VARCHAR(255)", "ProxyDB_Log.Action VARCHAR(128)", "ProxyDB_Log.Timestamp DATETIME index",
                "ProxyDB_Requests.Id INT(11) key", "ProxyDB_Requests.UserDN VARCHAR(255)", "ProxyDB_Requests.Pem BLOB", "ProxyDB_Requests.ExpirationTime DATETIME",
                "ProxyDB_VOMSProxies.UserName VARCHAR(64)", "ProxyDB_VOMSProxies.UserDN VARCHAR(255) key", "ProxyDB_VOMSProxies.UserGroup VARCHAR(255) key",
                "ProxyDB_VOMSProxies.VOMSAttr VARCHAR(255) key", "ProxyDB_VOMSProxies.Pem BLOB", "ProxyDB_VOMSProxies.ExpirationTime DATETIME",
            ],
            columns);
    }
}
