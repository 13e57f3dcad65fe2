using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Tests.Transports;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Tasks.Tests;

/// <summary>A database with tasks, whose workers start when the test says so. Leases are on the database's clock, which tests move by changing rows.</summary>
internal sealed class TaskWorld : IAsyncDisposable
{
    public const string DatabaseName = "TestDB";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    // Looking without a pause takes the processor from what is waited for.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly TestDatabases _databases;

    private TaskWorld(TestDatabases databases, NoteScript script, FakeTimeProvider time)
    {
        _databases = databases;
        Script = script;
        Time = time;
    }

    public NoteScript Script { get; }

    public FakeTimeProvider Time { get; }

    public IDatabase Database => _databases.Get(DatabaseName);

    public IServiceProvider Services => _databases.Services;

    public ITaskQueue Queue => Services.GetRequiredService<ITaskQueue>();

    public TaskOverview Overview => Services.GetRequiredService<TaskOverview>();

    public TaskPauses Pauses => Services.GetRequiredService<TaskPauses>();

    public DeadTasks Dead => Services.GetRequiredService<DeadTasks>();

    public TaskEnds Ends => Services.GetRequiredService<TaskEnds>();

    public TaskStore Store => new(Database, Services.GetRequiredService<TaskRegistry>().In(DatabaseName), Ends, Services.GetRequiredService<ClaimRules>(), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TaskDefinition Note(int batchSize = 10, int maxAttempts = 3, TimeSpan? timeLimit = null) => new("note")
    {
        Database = DatabaseName,
        BatchSize = batchSize,
        MaxAttempts = maxAttempts,
        Lease = TimeSpan.FromSeconds(30),
        TimeLimit = timeLimit ?? TimeSpan.FromMinutes(1),
        Retry = new RetryPolicy(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
    };

    /// <param name="engine">The engine.</param>
    /// <param name="note">How the task is declared.</param>
    /// <param name="fakeTime">Whether waits in this process are on <see cref="Time"/>. Then nothing is polled for.</param>
    /// <param name="configure">Further registrations.</param>
    /// <param name="broker">What carries the tasks.</param>
    public static async Task<TaskWorld> CreateAsync(
        Engine engine, TaskDefinition? note = null, bool fakeTime = false, Action<IServiceCollection>? configure = null, TestBroker broker = TestBroker.None)
    {
        var script = new NoteScript();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var databases = await TestDatabases.CreateAsync(engine, services =>
        {
            if (fakeTime)
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            services.AddSingleton(script);
            services.AddTask<Note, NoteHandler>(note ?? Note(), TestJson.Default.Note);
            services.AddTasks(options => options.PollInterval = TimeSpan.FromHours(1));
            services.AddBroker(broker);
            configure?.Invoke(services);
        });
        return new TaskWorld(databases, script, time);
    }

    public Task EnqueueAsync(params NewTask<Note>[] tasks) =>
        Database.WriteAsync((session, token) => Queue.EnqueueAsync(session, tasks, token), Token);

    public Task EnqueueAsync(int count) =>
        EnqueueAsync([.. Enumerable.Range(0, count).Select(number => new NewTask<Note>(new Note(number)))]);

    /// <summary>Claims with one slot; the only batch, which must be there.</summary>
    public async Task<ClaimBatch> ClaimOneAsync() => Assert.Single((await Store.ClaimAsync(TaskSize.Small, 1, "me", Token)).Batches);

    /// <summary>Puts tasks of the kind <c>note</c> among the dead, with one error each.</summary>
    public async Task MakeDeadAsync(int count)
    {
        var error = TaskError.Append(null, new TaskError(1, Time.GetUtcNow(), "as the test wants"));
        await Database.WriteAsync(
            (session, token) => session.InsertManyAsync(
                "x_DeadTasks",
                ["TaskID", "Name", "Priority", "Size", "Body", "Attempt", "Reason", "CreatedMs", "Errors"],
                Enumerable.Range(1, count).Select(IReadOnlyList<object?> (id) => [id, "note", 1, 0, """{"Number":1}""", 1, nameof(DeathReason.Failed), 0, error]),
                token),
            Token);
    }

    /// <summary>Makes the workers look at the table.</summary>
    public void Ring() => Services.GetRequiredService<IDoorbell>().Ring(DatabaseName, TaskSize.Small);

    public async Task StartAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
            await service.StartAsync(Token);
    }

    public async Task StopAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
            await service.StopAsync(Token);
    }

    /// <summary>As if every worker had vanished long ago.</summary>
    public Task ExpireLeasesAsync() => ExecuteAsync("UPDATE {x_Tasks} SET DueMs = 0 WHERE Owner IS NOT NULL");

    /// <summary>As if every wait were over.</summary>
    public Task EndWaitsAsync() => ExecuteAsync("UPDATE {x_Tasks} SET DueMs = 0 WHERE Owner IS NULL");

    public Task ExecuteAsync(string sql) => Database.WriteAsync((session, token) => session.ExecuteAsync(sql, null, token), Token);

    public Task<long> CountAsync(string table, string where = "1 = 1") =>
        Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token), Token);

    /// <summary>Looks again and again until <paramref name="table"/> has <paramref name="count"/> such rows.</summary>
    public async Task WaitForCountAsync(string table, long count, string where = "1 = 1")
    {
        var begun = TimeProvider.System.GetTimestamp();
        long found;
        while ((found = await CountAsync(table, where)) != count)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait)
                Assert.Fail($"{table} where {where} still has {found} rows, not {count}, after {LongestWait}.");
            await Task.Delay(Glance, TimeProvider.System, Token);
        }
    }

    /// <summary>As <see cref="WaitForCountAsync"/>, while <see cref="Time"/> goes on by a second at a time.</summary>
    public async Task AdvanceUntilCountAsync(string table, long count)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (await CountAsync(table) is var found && found != count)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait)
                Assert.Fail($"{table} still has {found} rows, not {count}, after {LongestWait}, though time went on.");
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(Pace, TimeProvider.System, Token);
        }
    }

    /// <summary>Waits for something that is to happen, while <see cref="Time"/> goes on by a second at a time.</summary>
    public async Task AdvanceUntilAsync(Task happened)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!happened.IsCompleted)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait)
                Assert.Fail($"It has not happened after {LongestWait}, though time went on.");
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(Pace, TimeProvider.System, Token);
        }
        await happened;
    }

    public ValueTask DisposeAsync() => _databases.DisposeAsync();
}
