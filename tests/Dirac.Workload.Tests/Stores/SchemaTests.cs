using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Testing;
using Dirac.Workload.Jobs.Submission;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Stores;

/// <summary>A DIRAC process could open our databases, and we can open DIRAC's: the tables are the same.</summary>
public sealed class SchemaTests(Support.Stores stores)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DiracSchema.Tables), MemberType = typeof(DiracSchema))]
    public async Task MySql_Table_HasTheColumnsTypesAndDefaultsOfDirac(string table)
    {
        var (database, name) = await FindAsync(table);

        var columns = await database.ReadAsync(
            (session, token) => session.QueryAsync<ColumnRow>(
                "SELECT COLUMN_NAME AS Name, COLUMN_TYPE AS Type, COLUMN_DEFAULT AS Standard FROM information_schema.COLUMNS"
                + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @name ORDER BY ORDINAL_POSITION",
                new { name },
                token),
            Token);

        Assert.Equal(DiracSchema.Columns[table].Split("; "), columns.Select(Describe));
    }

    [Theory]
    [MemberData(nameof(DiracSchema.Tables), MemberType = typeof(DiracSchema))]
    public async Task MySql_Table_HasTheKeysOfDirac(string table)
    {
        var (database, name) = await FindAsync(table);

        var keys = await database.ReadAsync(
            (session, token) => session.QueryAsync<string>(
                "SELECT CONCAT(CASE WHEN INDEX_NAME = 'PRIMARY' THEN 'P' WHEN NON_UNIQUE = 0 THEN 'U' ELSE '' END, '(', GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX), ')')"
                + " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @name AND INDEX_NAME NOT LIKE 'x\\_%'"
                + " GROUP BY INDEX_NAME, NON_UNIQUE",
                new { name },
                token),
            Token);

        Assert.Equal(DiracSchema.Keys[table].Split(' ').Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("JobDB")]
    [InlineData("TaskQueueDB")]
    [InlineData("PilotAgentsDB")]
    public async Task MySql_DiracsTables_AreLatin1(string name)
    {
        var database = (await stores.GetAsync(Engine.MySql)).Get(name);

        var others = await database.ReadAsync(
            (session, token) => session.QueryAsync<string>(
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'x\\_%'"
                + " AND (TABLE_COLLATION NOT LIKE 'latin1%' OR ENGINE <> 'InnoDB')",
                null,
                token),
            Token);

        Assert.Empty(others);
    }

    [Fact]
    public async Task BothEngines_HaveTheSameTablesAndColumns()
    {
        var (mysql, sqlite) = (await stores.GetAsync(Engine.MySql), await stores.GetAsync(Engine.Sqlite));
        foreach (var name in WorkloadDatabases.Names)
        {
            var there = await mysql.Get(name).ReadAsync(
                (session, token) => session.QueryAsync<string>(
                    "SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()", null, token),
                Token);
            var here = await sqlite.Get(name).ReadAsync(
                (session, token) => session.QueryAsync<string>(
                    "SELECT substr(m.name, length(@name) + 2) || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                    + " WHERE m.type = 'table' AND substr(m.name, 1, length(@name) + 1) = @name || '_'",
                    new { name },
                    token),
                Token);

            Assert.Equal(there.Order(StringComparer.Ordinal), here.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.MySql)]
    public async Task SchemaOfASuccessor_ThisVersionRunsOnIt(Engine engine)
    {
        await using var databases = await TestDatabases.CreateAsync(engine, services => services.AddWorkload());
        foreach (var (name, table) in new[] { ("JobDB", "Jobs"), ("JobDB", "x_JobAttempts"), ("JobDB", "x_LoggingOutbox"), ("PilotAgentsDB", "PilotAgents") })
        {
            await databases.Get(name).WriteAsync(
                (session, token) => session.ExecuteAsync(
                    $"ALTER TABLE {{{table}}} ADD COLUMN x_Later VARCHAR(32) DEFAULT NULL;"
                    + "UPDATE {x_SchemaVersion} SET Version = 99 WHERE Version = 2;",
                    null,
                    token),
                Token);
        }

        await databases.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(Token);

        var job = JobFactory.Derive(ClassAd.Parse("[ Executable = \"/bin/true\"; ]"), "ann", "demo_user", "demo");
        await new Successor(databases).RunAsync([job], new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));
    }

    private static string Describe(ColumnRow column)
    {
        var standard = column.Standard switch { null or "NULL" => "", "''" => " ''", "0.0" => " 0", var text => $" {text.Trim('\'')}" };
        return $"{column.Name} {column.Type}{standard}";
    }

    private async Task<(IDatabase Database, string Table)> FindAsync(string table)
    {
        var databases = await stores.GetAsync(Engine.MySql);
        var parts = table.Split('.');
        return (databases.Get(parts[0]), parts[1]);
    }

    private sealed class ColumnRow
    {
        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public string? Standard { get; init; }
    }
}
