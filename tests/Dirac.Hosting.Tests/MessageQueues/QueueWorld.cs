using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Tests.MessageQueues;

internal sealed record Parcel(string Text);

[JsonSerializable(typeof(Parcel))]
internal sealed partial class ParcelJson : JsonSerializerContext;

/// <summary>What became of parcels, over all processes of a test.</summary>
internal sealed class ParcelBook
{
    public ConcurrentQueue<string> Delivered { get; } = [];
}

internal sealed class DeliverParcel(ParcelBook book) : ITaskHandler<Parcel>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Parcel>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch) book.Delivered.Enqueue(task.Message.Text);
        return Task.FromResult<IReadOnlyList<TaskOutcome>>([.. batch.Select(_ => TaskOutcome.Done)]);
    }
}

internal sealed class TestSnapshots(CfgSection root) : IConfigurationSnapshots
{
    public ConfigurationSnapshot Current { get; set; } = new(root, DateTimeOffset.UnixEpoch);
}

/// <summary>A process with the tasks <c>DeliverParcel</c> and a queue of its own, on a database that others may share.</summary>
internal sealed class QueueWorld : IAsyncDisposable
{
    public const string Trigger = "Parcels";
    public const string Place = "/Systems/Framework/Tasks/MessageTriggers/" + Trigger;

    private const string DatabaseName = "TestDB";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120);

    private readonly TestDatabases _databases;
    private readonly bool _isOwner;
    private readonly ServiceProvider _process;

    private QueueWorld(TestDatabases databases, bool isOwner, CfgSection root, ParcelBook book, Action<IServiceCollection> change)
    {
        _databases = databases;
        _isOwner = isOwner;
        Book = book;
        Snapshots = new TestSnapshots(root);
        var services = new ServiceCollection().AddLogging(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(Log));
        services.AddPersistence(databases.Settings);
        services.AddSingleton<IConfigurationSnapshots>(Snapshots).AddSingleton(book);
        Declare(services);
        services.AddTasks(tasks => tasks.PollInterval = TimeSpan.FromMilliseconds(200));
        services.AddMessageConsumers();
        change(services);
        _process = services.BuildServiceProvider(validateScopes: true);
    }

    public ParcelBook Book { get; }

    public TestSnapshots Snapshots { get; }

    public LogRecorder Log { get; } = new();

    public IServiceProvider Services => _process;

    public IDatabase Database => _process.GetRequiredService<IDatabases>().Get(DatabaseName);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<QueueWorld> CreateAsync(Engine engine, CfgSection root, Action<IServiceCollection>? change = null) =>
        new(await TestDatabases.CreateAsync(engine, Declare), true, root, new ParcelBook(), change ?? (_ => { }));

    /// <summary>Another process on the same database.</summary>
    public QueueWorld Another() => new(_databases, false, Snapshots.Current.Root, Book, _ => { });

    public void Configure(CfgSection root) => Snapshots.Current = new ConfigurationSnapshot(root, DateTimeOffset.UnixEpoch);

    public async Task StartAsync()
    {
        foreach (var service in _process.GetServices<IHostedService>()) await service.StartAsync(Token);
    }

    public async Task StopAsync()
    {
        foreach (var service in _process.GetServices<IHostedService>()) await service.StopAsync(Token);
    }

    public Task SendAsync(MqUri destination, params string[] bodies) => Database.WriteAsync(
        async (session, token) =>
        {
            foreach (var body in bodies) await _process.GetRequiredService<IOutgoingMessages>().SendAsync(session, destination.ToString(), new OutgoingMessage(body), token);
        },
        Token);

    public Task<IBrokerConnection> ConnectAsync(MqUri destination) =>
        _process.GetRequiredService<IBrokers>().OpenAsync(MqServices.Find(Snapshots.Current.Root, destination), null, Token);

    /// <summary>Sends as another program does, with ids of its own or none.</summary>
    public async Task PublishAsync(MqUri destination, IEnumerable<string> bodies, Func<string, string>? id = null)
    {
        await using var broker = await ConnectAsync(destination);
        await broker.PublishAsync(destination, true, [.. bodies.Select(body => new BrokerMessage(id?.Invoke(body) ?? Guid.NewGuid().ToString(), System.Text.Encoding.UTF8.GetBytes(body), new Dictionary<string, string>()))], Token);
        await broker.CloseAsync(Token);
    }

    public Task<long> CountAsync(string table, string where = "1 = 1") =>
        Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token), Token);

    public async Task WaitForAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > LongestWait) Assert.Fail($"After {LongestWait} {otherwise()}. {string.Join("; ", Log.Entries.Select(entry => entry.Text))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    /// <summary>Waits until exactly these were delivered, each once.</summary>
    public async Task DeliveredAsync(IEnumerable<string> texts)
    {
        string[] wanted = [.. texts.Order(StringComparer.Ordinal)];
        await WaitForAsync(() => Task.FromResult(Book.Delivered.Distinct().Count() >= wanted.Length), () => $"only {Book.Delivered.Distinct().Count()} of {wanted.Length} were delivered");
        Assert.Equal(wanted, Book.Delivered.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _process.DisposeAsync();
        if (_isOwner) await _databases.DisposeAsync();
    }

    private static void Declare(IServiceCollection services)
    {
        services.AddTask<Parcel, DeliverParcel>(new TaskDefinition("DeliverParcel") { Database = DatabaseName, BatchSize = 100 }, ParcelJson.Default.Parcel);
        services.AddMessageTrigger(Trigger, message => new NewTask<Parcel>(message.Read(ParcelJson.Default.Parcel)));
        services.AddOutgoingMessages<QueueWorld>(DatabaseName);
        services.TryAddSingleton<ParcelBook>();
    }
}
