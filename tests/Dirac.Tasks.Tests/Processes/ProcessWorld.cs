using Dirac.Persistence;
using Dirac.TaskProcess;
using Dirac.Tasks.Tests.Transports;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Processes;

/// <summary>A database whose tasks run in processes of their own, which the test starts and kills.</summary>
internal sealed class ProcessWorld : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly TestDatabases _databases;
    private readonly TempFolder _folder;
    private readonly ProcessSettings _settings;
    private readonly List<RunningTaskProcess> _running = [];

    private ProcessWorld(TestDatabases databases, TempFolder folder, ProcessSettings settings)
    {
        _databases = databases;
        _folder = folder;
        _settings = settings;
        Journal = new Journal(settings.Journal);
    }

    public Journal Journal { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDatabase Database => _databases.Get(ProcessTasks.DatabaseName);

    /// <param name="engine">The engine.</param>
    /// <param name="broker">What carries the tasks.</param>
    /// <param name="address">Where that is.</param>
    public static async Task<ProcessWorld> CreateAsync(Engine engine, TestBroker broker = TestBroker.None, string address = "")
    {
        var folder = new TempFolder();
        var settings = new ProcessSettings
        {
            Engine = engine,
            Journal = Directory.CreateDirectory(folder.File("journal")).FullName,
            Redis = broker == TestBroker.Redis ? address : "",
            RabbitMQ = broker == TestBroker.RabbitMQ ? address : "",
            BrokerPrefix = TestBrokers.NewPrefix(),
        };
        var databases = await TestDatabases.CreateAsync(engine, services => services.AddProcessTasks(settings));
        var options = new PersistenceOptions();
        databases.Settings(options);
        return new ProcessWorld(databases, folder, settings with { SqlitePath = options.SqlitePath, MySqlPrefix = options.MySqlPrefix });
    }

    public async Task<RunningTaskProcess> StartAsync(bool works = false, bool schedules = false)
    {
        var process = await RunningTaskProcess.StartAsync(_settings with { Works = works, Schedules = schedules }, Token);
        _running.Add(process);
        return process;
    }

    public Task EnqueueAsync<TMessage>(IEnumerable<TMessage> messages) => Database.WriteAsync(
        (session, token) => _databases.Services.GetRequiredService<ITaskQueue>().EnqueueAsync(session, messages.Select(message => new NewTask<TMessage>(message)), token), Token);

    /// <summary>Makes effects as a group, with its total to follow.</summary>
    public Task EnqueueGroupAsync(long first, int count) => Database.WriteAsync(
        (session, token) => _databases.Services.GetRequiredService<ITaskQueue>().EnqueueGroupAsync(
            session, Enumerable.Range(0, count).Select(number => new NewTask<Effect>(new Effect(first + number))), new NewTask<Total>(new Total(first, count)), token),
        Token);

    public Task<long> CountAsync(string table, string where = "1 = 1") =>
        Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token), Token);

    public Task<IReadOnlyList<T>> RowsAsync<T>(string sql) => Database.ReadAsync((session, token) => session.QueryAsync<T>(sql, null, token), Token);

    /// <summary>Looks again and again until a number is reached.</summary>
    public static async Task WaitAsync(string what, Func<Task<long>> count, Func<long, bool> isReached)
    {
        var begun = TimeProvider.System.GetTimestamp();
        long found;
        while (!isReached(found = await count()))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait)
                Assert.Fail($"{what}: still {found} after {LongestWait}.");
            await Task.Delay(Pause, TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
            await process.DisposeAsync();
        await _databases.DisposeAsync();
        _folder.Dispose();
    }
}
