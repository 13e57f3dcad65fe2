using Dirac.Persistence;
using Dirac.Testing;

namespace Dirac.Monitoring.Tests.Statuses;

/// <summary>DIRAC's services could open our database, and we can open theirs: the tables are the same.</summary>
public sealed class SchemaTests
{
    private static readonly string[] Columns =
    [
        "Name VARCHAR(64)", "StatusType VARCHAR(128) all", "VO VARCHAR(64) all", "Status VARCHAR(8) ", "Reason VARCHAR(512) Unspecified", "DateEffective DATETIME",
        "TokenExpiration DATETIME 9999-12-31 23:59:59", "ElementType VARCHAR(32) ", "LastCheckTime DATETIME 1000-01-01 00:00:00", "TokenOwner VARCHAR(16) rs_svc",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MySql_Tables_HaveTheColumnsDefaultsAndKeysOfDirac()
    {
        await using var databases = await TestDatabases.CreateAsync(Engine.MySql, services => services.AddMonitoring());

        foreach (var element in (string[])["Site", "Resource", "Node"])
        {
            Assert.Equal([.. Columns, "key Name, StatusType, VO"], await OfAsync(databases, $"{element}Status"));
            foreach (var table in (string[])["Log", "History"]) Assert.Equal(["ID BIGINT(20)", .. Columns, "key ID"], await OfAsync(databases, $"{element}{table}"));
        }

        Assert.Equal("key ID", (await OfAsync(databases, "ResourceStatusCache"))[^1]);
    }

    private static Task<List<string>> OfAsync(TestDatabases databases, string table) => databases.Get("ResourceStatusDB").ReadAsync(
        async (session, token) => (List<string>)
        [
            .. await session.QueryAsync<string>(
                "SELECT CONCAT(COLUMN_NAME, ' ', UPPER(COLUMN_TYPE), COALESCE(CONCAT(' ', TRIM(BOTH '''' FROM COLUMN_DEFAULT)), ''))"
                + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table ORDER BY ORDINAL_POSITION", new { table }, token),
            await session.ScalarAsync<string>(
                "SELECT CONCAT('key ', GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', ')) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()"
                + " AND TABLE_NAME = @table AND INDEX_NAME = 'PRIMARY'", new { table }, token),
        ],
        Token);
}
