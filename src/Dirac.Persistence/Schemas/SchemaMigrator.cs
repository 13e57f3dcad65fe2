using Dirac.Persistence.MySql;
using Microsoft.Extensions.Logging;

namespace Dirac.Persistence.Schemas;

/// <summary>Brings every registered schema up to the version this program knows.</summary>
/// <remarks>
/// Forward only, under a lock, so any number of processes may start at once. A schema newer than this program is left alone:
/// a version must be able to run on its successor's schema.
/// </remarks>
public sealed partial class SchemaMigrator
{
    private const string VersionTable =
        """
        CREATE TABLE IF NOT EXISTS {x_SchemaVersion} (
          SchemaName VARCHAR(128) NOT NULL,
          Version INT NOT NULL,
          ScriptName VARCHAR(128) NOT NULL,
          AppliedAt DATETIME NOT NULL,
          PRIMARY KEY (SchemaName, Version))
        """;

    private readonly IDatabases _databases;
    private readonly IReadOnlyList<Schema> _schemas;
    private readonly ILogger<SchemaMigrator> _logger;

    internal SchemaMigrator(IDatabases databases, IEnumerable<Schema> schemas, ILogger<SchemaMigrator> logger)
    {
        _databases = databases;
        _schemas = [.. schemas];
        _logger = logger;
    }

    /// <summary>Runs the scripts that are missing. Repeating it changes nothing.</summary>
    /// <param name="cancellationToken">Stops between scripts.</param>
    /// <returns>When all schemas are current.</returns>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        foreach (var schema in _schemas)
        {
            var database = _databases.Get(schema.Database);
            if (database is MySqlDatabase remote)
                await remote.CreateIfMissingAsync(cancellationToken);
            await MigrateAsync(database, schema, cancellationToken);
        }
    }

    private async Task MigrateAsync(IDatabase database, Schema schema, CancellationToken cancellationToken)
    {
        var scripts = SchemaScript.Load(schema, database.Dialect.ScriptFolder);
        await database.WriteAsync(
            async (session, token) =>
            {
                await TakeLockAsync(session, database.Name, token);
                try
                {
                    await ApplyMissingAsync(session, schema, scripts, token);
                }
                finally
                {
                    if (session.Dialect.ReleaseSchemaLock is { } release)
                        await session.ScalarAsync<int?>(release, new { Name = LockName(database.Name) }, CancellationToken.None);
                }
            },
            cancellationToken);
    }

    private async Task ApplyMissingAsync(
        IDbSession session, Schema schema, IReadOnlyList<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(VersionTable, null, cancellationToken);
        var current = await session.ScalarAsync<int?>(
            "SELECT MAX(Version) FROM {x_SchemaVersion} WHERE SchemaName = @Name", new { schema.Name }, cancellationToken) ?? 0;

        foreach (var script in scripts.Where(script => script.Version > current))
        {
            await session.ExecuteAsync(script.Sql, null, cancellationToken);
            await session.ExecuteAsync(
                $$"""
                INSERT INTO {x_SchemaVersion} (SchemaName, Version, ScriptName, AppliedAt)
                VALUES (@Schema, @Version, @Script, {{session.Dialect.UtcNow}})
                """,
                new { Schema = schema.Name, script.Version, Script = script.Name },
                cancellationToken);
            LogApplied(schema.Name, script.Version, script.Name, schema.Database);
        }
    }

    private static async Task TakeLockAsync(IDbSession session, string database, CancellationToken cancellationToken)
    {
        if (session.Dialect.TakeSchemaLock is not { } take)
            return;
        if (await session.ScalarAsync<int?>(take, new { Name = LockName(database) }, cancellationToken) != 1)
            throw new TimeoutException($"Another process has been changing the schema of {database} for a minute; start again when it is done.");
    }

    private static string LockName(string database) => $"x_schema_{database}";

    [LoggerMessage(3301, LogLevel.Information, "Applied {Schema} version {Version} ({Script}) to {Database}.")]
    private partial void LogApplied(string schema, int version, string script, string database);
}
