using Dirac.Persistence;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>The same, and what happens when the broker is killed; once for each protocol.</summary>
public abstract class BrokerCrashTests(BrokerServers servers, BrokerKind kind) : BrokerTests(servers, kind)
{
    private readonly BrokerServer _broker = servers.Of(kind);

    [Fact]
    public async Task Broker_IsKilledUnderLoad_EverythingArrivesOnceAndWhatIsOwedWaits()
    {
        _broker.NeedOwn();
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue));
        string[] texts = [.. Enumerable.Range(0, 400).Select(number => $"p{number}")];
        string[] owed = [.. Enumerable.Range(0, 50).Select(number => $"o{number}")];
        await world.PublishAsync(Queue, texts.Select(Json));
        _broker.Settle();
        await world.StartAsync();
        await world.WaitForAsync(() => Task.FromResult(!world.Book.Delivered.IsEmpty), () => "nothing was delivered");

        _broker.Kill();
        await world.SendAsync(Queue, [.. owed.Select(Json)]);
        await world.Log.SeenAsync(4521, TestContext.Current.CancellationToken);
        Assert.Equal(50, await world.CountAsync("x_Tasks", "Name = 'SendMessages.TestDB'"));
        _broker.Restart();

        await world.DeliveredAsync([.. texts, .. owed]);
        await world.WaitForAsync(async () => await world.CountAsync("x_Tasks") == 0, () => "messages are still owed");
        Assert.Equal((0, 1), (await world.CountAsync("x_DeadTasks"), world.Log.Count(4522)));
        await world.WaitForAsync(async () => await world.CountAsync("x_MessageConsumers", "State = 'Consuming'") == 1, () => "the consumer is not at work again");
    }
}

public sealed class ActiveMqStompTests(BrokerServers servers) : BrokerCrashTests(servers, BrokerKind.ActiveMqStomp);

public sealed class RabbitMqAmqpTests(BrokerServers servers) : BrokerCrashTests(servers, BrokerKind.RabbitMqAmqp);
