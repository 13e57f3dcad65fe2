using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Benchmarks.Tasks;

/// <summary>The tasks of a server without the server: database, queue and workers in this process, registered as in production.</summary>
internal sealed class TaskSystem : IAsyncDisposable
{
    private const string DatabaseName = "BenchDB";
    private const int FillerLength = 270;
    private static readonly string Filler = new('x', FillerLength);

    private readonly ServiceProvider _services;
    private bool _started;

    private TaskSystem(ServiceProvider services) => _services = services;

    /// <summary>Makes it in an empty folder, or where <c>DIRAC_MYSQL</c> says. No task is run yet.</summary>
    public static async Task<TaskSystem> CreateAsync(
        string directory, int batchSize, PingListener listener, CancellationToken cancellationToken, Action<TaskOptions>? configure = null, Action<BrokerOptions>? brokers = null)
    {
        var mysql = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PersistenceOptions.MySqlVariable));
        var services = new ServiceCollection().AddLogging();
        services.AddPersistence(persistence =>
        {
            persistence.Engine = mysql ? Engine.MySql : Engine.Sqlite;
            persistence.SqlitePath = Path.Combine(directory, "tasks.db");
        });
        services.AddSingleton(listener);
        services.AddTask<Ping, PingHandler>(Definition(batchSize), PingJson.Default.Ping);
        services.AddTasks(configure);
        services.Configure(brokers ?? (_ => { }));
        var system = new TaskSystem(services.BuildServiceProvider());
        await system._services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        return system;
    }

    /// <summary>Enqueues pings in one transaction.</summary>
    public Task EnqueueAsync(IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        var queue = _services.GetRequiredService<ITaskQueue>();
        NewTask<Ping>[] tasks = [.. numbers.Select(number => new NewTask<Ping>(new Ping(number, Filler)))];
        return _services.GetRequiredService<IDatabases>().Get(DatabaseName).WriteAsync((session, token) => queue.EnqueueAsync(session, tasks, token), cancellationToken);
    }

    /// <summary>Begins to run tasks.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(cancellationToken);
    }

    /// <summary>How many tasks stand in the table, dead ones too.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var kind = (await _services.GetRequiredService<TaskOverview>().KindsAsync(cancellationToken)).Single();
        return kind.Depth.Due + kind.Depth.Running + kind.Depth.Later + kind.Dead;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private static TaskDefinition Definition(int batchSize) => new("Ping")
    {
        Database = DatabaseName,
        BatchSize = batchSize,
        Retry = new RetryPolicy(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)),
    };
}
