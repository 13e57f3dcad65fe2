using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Dirac.Persistence.MySql;

/// <summary>Each database on its own server connection pool.</summary>
internal sealed class MySqlDatabases(IOptions<PersistenceOptions> options, TransientRetry retry, TimeProvider time, ILoggerFactory loggers) : IDatabases, IAsyncDisposable
{
    // Sessions mean the same whatever the server's defaults are.
    private const string SessionSettings =
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; "
        + "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', "
        + "auto_increment_increment = 1, auto_increment_offset = 1";

    private readonly ConcurrentDictionary<string, Lazy<MySqlDatabase>> _byName = new();

    public IDatabase Get(string name) => _byName.GetOrAdd(DatabaseName.Verify(name), name => new Lazy<MySqlDatabase>(() => Open(name))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _byName.Values.Where(database => database.IsValueCreated))
            await database.Value.DisposeAsync();
    }

    private MySqlDatabase Open(string name)
    {
        var settings = new MySqlConnectionStringBuilder(options.Value.MySqlConnectionString(name))
        {
            DateTimeKind = MySqlDateTimeKind.Utc,
            // Servers that were less strict have left 0000-00-00 in DIRAC's tables: one such row must not spoil a page of others.
            ConvertZeroDateTime = true,
            ConnectionReset = false,
            UseAffectedRows = false,
        };
        if (settings.Database.Length == 0)
            settings.Database = options.Value.MySqlPrefix + name;

        var source = new MySqlDataSourceBuilder(settings.ConnectionString)
            .UseName(name)
            .UseConnectionOpenedCallback(PrepareAsync)
            .Build();
        return new MySqlDatabase(name, settings.Database, source, retry, time, loggers.CreateLogger<MySqlDatabase>());
    }

    private static async ValueTask PrepareAsync(MySqlConnectionOpenedContext context, CancellationToken cancellationToken)
    {
        if (!context.Conditions.HasFlag(MySqlConnectionOpenedConditions.New))
            return;
        await using var command = context.Connection.CreateCommand();
        command.CommandText = SessionSettings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
