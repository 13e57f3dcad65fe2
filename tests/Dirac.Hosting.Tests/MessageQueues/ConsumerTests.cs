using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>Consumers on both engines, with a broker that breaks where it hurts.</summary>
public abstract class ConsumerTests(Engine engine)
{
    private static readonly MqUri Source = new("Broker", MqKind.Queue, "parcels");

    private readonly FakeBrokers _brokers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CfgSection Root => CfgSection.Empty
        .With("/Resources/MQServices/Broker/Host", "localhost")
        .With("/Resources/MQServices/Broker/Queues/parcels/Persistent", "True")
        .With("/Resources/MQServices/Broker/Queues/letters/Persistent", "True");

    private static CfgSection Consuming => Root.With($"{QueueWorld.Place}/MQURI", Source.ToString());

    [Fact]
    public async Task AcknowledgementGetsLost_WithAnId_TheTaskIsMadeOnce()
    {
        await using var world = await CreateAsync(Consuming);
        _brokers.LoseAcknowledgements = 1;
        _brokers.Put(Source, """{"Text":"a"}""", "id-1");
        await world.StartAsync();

        await world.WaitForAsync(() => Task.FromResult(_brokers.Left == 0), () => "the message is still the broker's");

        Assert.True(_brokers.Opened >= 2);
        await world.DeliveredAsync(["a"]);
        Assert.Equal(1, await world.CountAsync("x_TakenMessages"));
    }

    [Fact]
    public async Task AcknowledgementGetsLost_WithoutId_TheTaskComesTwiceRatherThanNever()
    {
        await using var world = await CreateAsync(Consuming);
        _brokers.LoseAcknowledgements = 1;
        _brokers.Put(Source, """{"Text":"a"}""", null);
        await world.StartAsync();

        await world.WaitForAsync(() => Task.FromResult(_brokers.Left == 0 && world.Book.Delivered.Count == 2), () => "it did not come twice");
    }

    [Fact]
    public async Task EqualIds_RememberNothing_AreTwoTasks()
    {
        await using var world = await CreateAsync(Consuming.With($"{QueueWorld.Place}/RememberHours", "0"));
        _brokers.Put(Source, """{"Text":"a"}""", "1");
        _brokers.Put(Source, """{"Text":"b"}""", "1");
        await world.StartAsync();

        await world.DeliveredAsync(["a", "b"]);
    }

    [Fact]
    public async Task Consume_GoodAndUnreadableMessages_AreCounted()
    {
        var counted = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "Dirac.MessageQueues") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        await using var world = await CreateAsync(Consuming);
        _brokers.Put(Source, """{"Text":"a"}""", "1");
        _brokers.Put(Source, "what's this?", "2");
        await world.StartAsync();

        // Other tests of this process are heard, too.
        await world.WaitForAsync(
            () => Task.FromResult(counted.GetValueOrDefault("dirac.messages.taken") >= 2 && counted.GetValueOrDefault("dirac.messages.unreadable") >= 1), () => "they are not counted");
    }

    [Fact]
    public async Task Unreadable_IsDeadWithTextAndReason_AndARetryChangesNothing()
    {
        await using var world = await CreateAsync(Consuming);
        _brokers.Put(Source, "what's \"this\"?", "1");
        await world.StartAsync();
        await world.WaitForAsync(async () => await world.CountAsync("x_DeadTasks") == 1, () => "it is not among the dead");

        var all = world.Services.GetRequiredService<DeadTasks>();
        var dead = Assert.Single(await all.ListAsync(new DeadTaskFilter(), 10, Token));
        Assert.Equal(("DeliverParcel", Dirac.Tasks.DeathReason.Unreadable), (dead.Name, dead.Reason));
        Assert.Equal("what's \"this\"?", System.Text.Json.JsonDocument.Parse(dead.Message).RootElement.GetString());
        Assert.Contains(Source.ToString(), Assert.Single(dead.Errors).Error, StringComparison.Ordinal);
        await all.RetryAsync(new DeadTaskFilter(), "ann", Token);
        await world.WaitForAsync(async () => await world.CountAsync("x_Tasks") == 0, () => "the retry is not over");
        Assert.Equal(1, await world.CountAsync("x_DeadTasks", "Reason = 'Unreadable'"));
        Assert.Empty(world.Book.Delivered);
    }

    [Fact]
    public async Task UnreadableForTheBroker_IsRefused()
    {
        await using var world = await CreateAsync(Consuming.With($"{QueueWorld.Place}/Unreadable", "Broker"));
        _brokers.Put(Source, "what?", "1");
        await world.StartAsync();

        await world.WaitForAsync(() => Task.FromResult(_brokers.Left == 0), () => "the message is still the broker's");

        Assert.Equal(["what?"], _brokers.Refused);
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    [Fact]
    public async Task DatabaseRefuses_MessagesWaitAtTheBroker_AndAreTakenLater()
    {
        await using var world = await CreateAsync(Consuming);
        await ExecuteAsync(world, "ALTER TABLE {x_TakenMessages} RENAME TO {x_Elsewhere}");
        _brokers.Put(Source, """{"Text":"a"}""", "1");
        await world.StartAsync();
        await world.Log.SeenAsync(4504, Token);
        Assert.Equal(1, _brokers.Left);

        await ExecuteAsync(world, "ALTER TABLE {x_Elsewhere} RENAME TO {x_TakenMessages}");

        await world.DeliveredAsync(["a"]);
        Assert.Equal(1, _brokers.Opened);
    }

    [Fact]
    public async Task DatabaseRefusesOneMessage_ItIsDeadAndTheOthersGoOn()
    {
        await using var world = await CreateAsync(Consuming);
        await ExecuteAsync(world, engine == Engine.MySql
            ? """ALTER TABLE {x_Tasks} ADD CONSTRAINT x_NoPoison CHECK (Body NOT LIKE '_"Text":"poison%')"""
            : """CREATE TRIGGER {x_NoPoison} BEFORE INSERT ON {x_Tasks} WHEN NEW.Body LIKE '_"Text":"poison%' BEGIN SELECT RAISE(ABORT, 'too bad'); END""");
        _brokers.Put(Source, """{"Text":"a"}""", "1");
        _brokers.Put(Source, """{"Text":"poison"}""", "2");
        _brokers.Put(Source, """{"Text":"b"}""", "3");
        await world.StartAsync();

        await world.DeliveredAsync(["a", "b"]);

        await world.WaitForAsync(async () => await world.CountAsync("x_DeadTasks") == 1 && _brokers.Left == 0, () => "the message is not dead");
    }

    [Fact]
    public async Task Configuration_ThatChanges_CountsWithoutRestart()
    {
        await using var world = await CreateAsync(Root);
        _brokers.Put(Source, """{"Text":"a"}""", "1");
        await world.StartAsync();

        world.Configure(Consuming);
        await world.DeliveredAsync(["a"]);
        world.Configure(Consuming.With($"{QueueWorld.Place}/Prefetch", "none"));
        await world.Log.SeenAsync(4507, Token);
        Assert.Equal(0, world.Log.Count(4508));
        world.Configure(Consuming.With($"{QueueWorld.Place}/Enabled", "no"));
        await world.Log.SeenAsync(4508, Token);

        Assert.Equal(0, await world.CountAsync("x_MessageConsumers"));
    }

    [Fact]
    public async Task Configuration_NamesATask_MessagesBecomeIt()
    {
        const string Place = "/Systems/Framework/Tasks/MessageTriggers/Letters";
        await using var world = await CreateAsync(Root.With($"{Place}/MQURI", "Broker::Queue::letters").With($"{Place}/Task", "DeliverParcel"));
        // As DIRAC's monitoring sends it: JSON in a JSON text.
        _brokers.Put(new MqUri("Broker", MqKind.Queue, "letters"), """ "{\"Text\":\"a\"}" """, "1");
        _brokers.Put(new MqUri("Broker", MqKind.Queue, "letters"), "{", "2");
        await world.StartAsync();

        await world.DeliveredAsync(["a"]);
        await world.WaitForAsync(async () => await world.CountAsync("x_DeadTasks", "Reason = 'Unreadable'") == 1, () => "what is no message is not among the dead");
    }

    [Fact]
    public async Task State_OfAConsumer_StandsInTheTable()
    {
        await using var world = await CreateAsync(Consuming);
        await world.StartAsync();

        await world.WaitForAsync(async () => await world.CountAsync("x_MessageConsumers", $"Name = 'Parcels' AND MqUri = '{Source}' AND Task = 'DeliverParcel' AND State = 'Consuming' AND Broker = 'memory'") == 1,
            () => "its state is not there");
        await world.StopAsync();

        Assert.Equal(0, await world.CountAsync("x_MessageConsumers"));
    }

    private static Task<int> ExecuteAsync(QueueWorld world, string sql) => world.Database.WriteAsync((session, token) => session.ExecuteAsync(sql, null, token), Token);

    private Task<QueueWorld> CreateAsync(CfgSection root) =>
        QueueWorld.CreateAsync(engine, root, change: services => services.Replace(ServiceDescriptor.Singleton<IBrokers>(_brokers)));
}

public sealed class SqliteConsumerTests() : ConsumerTests(Engine.Sqlite);

public sealed class MySqlConsumerTests() : ConsumerTests(Engine.MySql);
