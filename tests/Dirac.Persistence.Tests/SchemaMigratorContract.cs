using Dirac.Persistence.Schemas;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Persistence.Tests;

public abstract class SchemaMigratorContract(Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_Again_ChangesNothing()
    {
        await using var databases = await CreateAsync();

        await databases.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(Token);

        Assert.Equal([1, 2], await VersionsAsync(databases));
    }

    [Fact]
    public async Task Migrate_ManyAtOnce_AppliesOnce()
    {
        await using var databases = await CreateAsync();
        await databases.Get("TestDB").WriteAsync(
            (session, token) => session.ExecuteAsync("DROP TABLE {Things}; DROP TABLE {Numbered}; DROP TABLE {x_SchemaVersion}", null, token), Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => databases.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(Token)));

        Assert.Equal([1, 2], await VersionsAsync(databases));
    }

    [Fact]
    public async Task Migrate_SchemaOfASuccessor_IsLeftAlone()
    {
        await using var databases = await CreateAsync();
        await databases.Get("TestDB").WriteAsync(
            (session, token) => session.InsertManyAsync(
                "x_SchemaVersion",
                ["SchemaName", "Version", "ScriptName", "AppliedAt"],
                [["Dirac.Persistence.Tests/TestDB", 3, "from_the_future", DateTime.UnixEpoch]],
                token),
            Token);

        await databases.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(Token);

        Assert.Equal([1, 2, 3], await VersionsAsync(databases));
    }

    [Fact]
    public async Task Migrate_NoScriptsEmbedded_SaysWhereTheyBelong()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestDatabases.CreateAsync(engine, services => services.AddSchema("NoDB", typeof(SchemaMigratorContract).Assembly)));

        Assert.Contains("0001_", error.Message, StringComparison.Ordinal);
    }

    private Task<TestDatabases> CreateAsync() =>
        TestDatabases.CreateAsync(engine, services => services.AddSchema("TestDB", typeof(SchemaMigratorContract).Assembly));

    private static Task<IReadOnlyList<int>> VersionsAsync(TestDatabases databases) =>
        databases.Get("TestDB").ReadAsync(
            (session, token) => session.QueryAsync<int>("SELECT Version FROM {x_SchemaVersion} ORDER BY Version", null, token), Token);
}

public sealed class SqliteSchemaMigratorTests() : SchemaMigratorContract(Engine.Sqlite);

public sealed class MySqlSchemaMigratorTests() : SchemaMigratorContract(Engine.MySql);
