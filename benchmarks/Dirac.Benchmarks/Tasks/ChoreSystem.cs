using System.Globalization;
using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Benchmarks.Tasks;

/// <summary>A server's tasks with chores to do: database, queue and workers in this process, with the usual options.</summary>
internal sealed class ChoreSystem : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IDatabase _database;
    private readonly string _file;
    private int _sent;

    private ChoreSystem(ServiceProvider services, string file) => (_services, _file, _database) = (services, file, services.GetRequiredService<IDatabases>().Get(ChoreHandler.Database));

    /// <summary>The database connections that may be open: those of tasks, and two of this benchmark, which sends and looks.</summary>
    public static int ConnectionBudget => IsOnMySql ? new TaskOptions().Connections + 2 : new PersistenceOptions().SqliteReaders + 1;

    private static bool IsOnMySql => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PersistenceOptions.MySqlVariable));

    /// <summary>Makes it in an empty folder, or where <c>DIRAC_MYSQL</c> says, and starts its workers.</summary>
    public static async Task<ChoreSystem> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, "chores.db");
        var services = new ServiceCollection().AddLogging();
        services.AddPersistence(persistence => (persistence.Engine, persistence.SqlitePath) = (IsOnMySql ? Engine.MySql : Engine.Sqlite, file));
        services.AddTask<Chore, ChoreHandler>(new TaskDefinition("Chore") { Database = ChoreHandler.Database }, ChoreJson.Default.Chore);
        services.AddTasks();
        var system = new ChoreSystem(services.BuildServiceProvider(), file);
        await system._services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        await system._database.WriteAsync((session, token) => session.ExecuteAsync(ChoreHandler.MakeTable, null, token), cancellationToken);
        foreach (var service in system._services.GetServices<IHostedService>()) await service.StartAsync(cancellationToken);
        return system;
    }

    /// <summary>Sends some chores in one transaction.</summary>
    public Task SendAsync(int count, CancellationToken cancellationToken)
    {
        NewTask<Chore>[] chores = [.. Enumerable.Range(_sent, count).Select(number => new NewTask<Chore>(new Chore(number)))];
        _sent += count;
        return _database.WriteAsync((session, token) => _services.GetRequiredService<ITaskQueue>().EnqueueAsync(session, chores, token), cancellationToken);
    }

    /// <summary>For how long the oldest due chore has been waiting.</summary>
    public async Task<TimeSpan> AgeAsync(CancellationToken cancellationToken) => TimeSpan.FromMilliseconds(
        (await _services.GetRequiredService<TaskOverview>().KindsAsync(cancellationToken)).Single().Depth.OldestDueMs);

    /// <summary>How many connections to the database are open.</summary>
    public Task<int> CountConnectionsAsync(CancellationToken cancellationToken) => IsOnMySql
        ? _database.ReadAsync((session, token) => session.ScalarAsync<int>("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND <> 'Daemon'", null, token), cancellationToken)
        : Task.FromResult(Directory.EnumerateFiles("/proc/self/fd").Count(IsDatabase));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    // Each connection opens the file anew. One that is closed meanwhile has no target any more.
    private bool IsDatabase(string descriptor) =>
        File.Exists(descriptor) && string.Create(CultureInfo.InvariantCulture, $"{File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName}") == _file;
}
