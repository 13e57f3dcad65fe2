using System.Globalization;
using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Xunit;

namespace Dirac.Testing;

/// <summary>Fresh databases of one engine for one test, made by the production registrations and removed at the end.</summary>
/// <remarks>
/// A store's contract is an abstract class whose tests ask for databases of its engine; one small subclass per engine runs them. Tests on MySQL
/// are skipped unless <see cref="MySqlVariable"/> holds a connection string of a user who may create databases.
/// </remarks>
public sealed class TestDatabases : IAsyncDisposable
{
    public const string MySqlVariable = "DIRAC_TEST_MYSQL";

    private static int _made;

    private readonly TempFolder _folder;
    private readonly ServiceProvider _services;
    private readonly string? _server;
    private readonly string _prefix;

    private TestDatabases(TempFolder folder, ServiceProvider services, string? server, string prefix, Action<PersistenceOptions> settings)
    {
        _folder = folder;
        _services = services;
        _server = server;
        _prefix = prefix;
        Settings = settings;
    }

    /// <summary>Points another host at these databases.</summary>
    public Action<PersistenceOptions> Settings { get; }

    /// <summary>All registered services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The databases.</summary>
    public IDatabases All => _services.GetRequiredService<IDatabases>();

    /// <summary>Makes databases with the schemas that <paramref name="configure"/> registers. Skips the running test when the engine is not there.</summary>
    public static async Task<TestDatabases> CreateAsync(Engine engine, Action<IServiceCollection> configure)
    {
        var server = Environment.GetEnvironmentVariable(MySqlVariable);
        if (engine == Engine.MySql && string.IsNullOrEmpty(server))
            Assert.Skip($"{MySqlVariable} is not set.");

        var folder = new TempFolder();
        var prefix = NewPrefix();
        var services = new ServiceCollection().AddLogging();
        services.AddPersistence(Set);
        configure(services);

        var databases = new TestDatabases(folder, services.BuildServiceProvider(validateScopes: true), engine == Engine.MySql ? server : null, prefix, Set);
        try
        {
            await databases.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
            return databases;
        }
        catch
        {
            await databases.DisposeAsync();
            throw;
        }

        void Set(PersistenceOptions options)
        {
            options.Engine = engine;
            options.SqlitePath = folder.File("dirac.db");
            options.MySqlDefault = server;
            options.MySqlPrefix = prefix;
        }
    }

    /// <summary>The database called <paramref name="name"/>.</summary>
    public IDatabase Get(string name) => All.Get(name);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null)
            await DropAsync(_server, _prefix);
        _folder.Dispose();
    }

    /// <summary>What stands before the names of databases on a server that other tests use, too.</summary>
    internal static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}x{Interlocked.Increment(ref _made)}x");

    internal static async Task DropAsync(string server, string prefix)
    {
        await using var connection = new MySqlConnection(server);
        await connection.OpenAsync();
        var names = new List<string>();
        await using (var list = new MySqlCommand($"SHOW DATABASES LIKE '{prefix}%'", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        }
        foreach (var name in names)
        {
            await using var drop = new MySqlCommand($"DROP DATABASE `{name}`", connection);
            await drop.ExecuteNonQueryAsync();
        }
    }
}
