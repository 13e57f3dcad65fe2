using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tests.Crowds;

/// <summary>Several processes' worth of real workers on one database, each with a connection that breaks as chance wants.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    public const string DatabaseName = "TestDB";
    public const int MaxAttempts = 6;

    private const int PercentOfFaults = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TestDatabases _databases;
    private readonly Random _random;
    private readonly List<Member> _members = [];

    private Crowd(TestDatabases databases, int seed)
    {
        _databases = databases;
        _random = new Random(seed);
    }

    /// <summary>Every call of a handler: which task, under which epoch, by which member, in which attempt.</summary>
    public ConcurrentBag<(long Task, long Epoch, int Member, int Attempt)> Calls { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDatabase Database => _databases.Get(DatabaseName);

    public static async Task<Crowd> CreateAsync(Engine engine, int seed)
    {
        var crowd = new Crowd(await TestDatabases.CreateAsync(engine, services => Declare(services)), seed);
        await crowd.Database.WriteAsync((session, token) => session.ExecuteAsync("CREATE TABLE {x_Effects} (TaskID BIGINT NOT NULL, Number BIGINT NOT NULL)", null, token), Token);
        return crowd;
    }

    /// <summary>Adds a process and starts its workers.</summary>
    public async Task JoinAsync()
    {
        var faults = new DatabaseFaults(new Random(_random.Next()), PercentOfFaults);
        var database = new FaultyDatabase(Database, faults);
        var handler = new CrowdHandler(this, _members.Count, new Random(_random.Next()), database);
        var services = Declare(new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddSingleton<IDatabases>(database).AddSingleton(handler))
            .AddTasks(options =>
            {
                options.Small.Fix(3);
                (options.PollInterval, options.StopGrace) = (Pause, TimeSpan.FromSeconds(3));
            })
            .BuildServiceProvider();
        _members.Add(new Member(services, faults));
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(Token);
    }

    /// <summary>Cuts a member off: for the others it is as if it had vanished.</summary>
    public void CutOff() => _members[_random.Next(_members.Count)].Faults.IsCutOff = true;

    public Task EnqueueAsync(int from, int count) => Database.WriteAsync(
        (session, token) => _databases.Services.GetRequiredService<ITaskQueue>().EnqueueAsync(
            session, Enumerable.Range(from, count).Select(number => new NewTask<Deed>(new Deed(number)) { DedupKey = number % 3 == 0 ? $"number {number}" : null }), token),
        Token);

    public Task<IReadOnlyList<T>> RowsAsync<T>(string sql) => Database.ReadAsync((session, token) => session.QueryAsync<T>(sql, null, token), Token);

    /// <summary>Waits until at most so many tasks are left.</summary>
    public async Task WaitAsync(long left)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while ((await RowsAsync<long>("SELECT TaskID FROM {x_Tasks}")).Count > left)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait)
                Assert.Fail($"More than {left} tasks are left after {LongestWait}.");
            await Task.Delay(Pause, TimeProvider.System, Token);
        }
    }

    /// <summary>Nothing breaks any more for those that are not cut off.</summary>
    public void Heal() => _members.ForEach(member => member.Faults.AreOver = true);

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            foreach (var service in member.Services.GetServices<IHostedService>())
                await service.StopAsync(CancellationToken.None);
            await member.Services.DisposeAsync();
        }
        await _databases.DisposeAsync();
    }

    private static IServiceCollection Declare(IServiceCollection services) => services.AddTask<Deed, CrowdHandler>(
        new TaskDefinition(SimulatedWorld.Deeds)
        {
            Database = DatabaseName,
            BatchSize = 4,
            MaxAttempts = MaxAttempts,
            Lease = TimeSpan.FromSeconds(1),
            TimeLimit = TimeSpan.FromSeconds(2),
            Retry = new RetryPolicy(Pause, Pause),
        },
        SimulationJson.Default.Deed);

    private sealed record Member(ServiceProvider Services, DatabaseFaults Faults);
}
