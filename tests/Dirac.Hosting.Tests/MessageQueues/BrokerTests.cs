using System.Globalization;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Configuration;
using Dirac.Persistence;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>What is promised of every broker and both protocols, against the real ones.</summary>
[Collection(BrokerServers.Collection)]
public abstract class BrokerTests(BrokerServers servers, BrokerKind kind)
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"test.{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected MqUri Queue => new(BrokerServers.Service, MqKind.Queue, _name);

    private MqUri Topic => new(BrokerServers.Service, MqKind.Topic, _name);

    /// <summary>ActiveMQ gives each message an id that stays; RabbitMQ only what its sender said.</summary>
    private protected CfgSection Root(MqUri source) => servers.Configure(kind)
        .With($"/Resources/MQServices/{source.Section}/Acknowledgement", "True")
        .With($"{QueueWorld.Place}/MQURI", source.ToString());

    [Fact]
    public async Task Consume_MessagesOfAnother_BecomeTasksOnceAndAreGone()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue));
        string[] texts = [.. Enumerable.Range(0, 250).Select(number => $"p{number}")];
        await world.PublishAsync(Queue, texts[..200].Select(Json));
        await world.StartAsync();
        await world.PublishAsync(Queue, texts[200..].Select(Json));

        await world.DeliveredAsync(texts);
        await world.StopAsync();

        Assert.Empty(await LeftAsync(world, Queue));
        Assert.Equal(0, await world.CountAsync("x_MessageConsumers"));
    }

    [Fact]
    public async Task Consume_WhatCannotBeRead_IsAmongTheDeadAndBlocksNobody()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue));
        await world.PublishAsync(Queue, [Json("a"), "no json", """{"Text":7}""", Json("b")]);
        await world.StartAsync();

        await world.DeliveredAsync(["a", "b"]);
        await world.WaitForAsync(async () => await world.CountAsync("x_DeadTasks", "Reason = 'Unreadable' AND Name = 'DeliverParcel'") == 2, () => "not both unreadable messages are dead");
    }

    [Fact]
    public async Task Consume_UnreadableForTheBroker_IsRefusedAndStandsNowhereHere()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue).With($"{QueueWorld.Place}/Unreadable", "Broker"));
        await world.PublishAsync(Queue, ["no json", Json("a")]);
        await world.StartAsync();

        await world.DeliveredAsync(["a"]);
        await world.StopAsync();

        Assert.Empty(await LeftAsync(world, Queue));
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
        if (kind == BrokerKind.ActiveMqStomp) Assert.Equal(["no json"], await LeftAsync(world, new MqUri(BrokerServers.Service, MqKind.Queue, $"DLQ.{_name}")));
    }

    [Fact]
    public async Task Consume_LargeBodies_AreTasksUpToTheLimit()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue));
        var large = new string('x', 1_000_000);
        await world.PublishAsync(Queue, [Json(large), new string('y', ReceivedLimits.MostBytes + 1), Json("after")]);
        await world.StartAsync();

        await world.DeliveredAsync([large, "after"]);
        await world.WaitForAsync(async () => await world.CountAsync("x_DeadTasks", "Reason = 'Unreadable'") == 1, () => "the one that is too large is not among the dead");
    }

    [Fact]
    public async Task Topic_WhileNobodyIsHere_KeepsItsMessages()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Topic).With($"{QueueWorld.Place}/Subscription", $"kept-{_name}"));
        await world.StartAsync();
        await world.Log.SeenAsync(4501, Token);
        await world.StopAsync();
        await world.PublishAsync(Topic, [Json("while away")]);

        await using var later = world.Another();
        await later.StartAsync();

        await later.DeliveredAsync(["while away"]);
        await later.StopAsync();
    }

    [Fact]
    public async Task Topic_TwoProcesses_MakeOneTaskOfEachMessage()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Topic).With($"{QueueWorld.Place}/Subscription", $"kept-{_name}"));
        var other = world.Another();
        await world.StartAsync();
        await world.Log.SeenAsync(4501, Token);
        await other.StartAsync();
        string[] texts = [.. Enumerable.Range(0, 50).Select(number => $"p{number}")];
        await world.PublishAsync(Topic, texts.Select(Json));

        await world.DeliveredAsync(texts);
        await other.StopAsync();
    }

    [Fact]
    public async Task Owed_InOneTransaction_ArrivesInOrderWithIds()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue).Without($"{QueueWorld.Place}/MQURI"));
        await world.StartAsync();

        await world.SendAsync(Queue, [.. Enumerable.Range(0, 20).Select(number => Json($"{number}"))]);
        await world.WaitForAsync(async () => await world.CountAsync("x_Tasks") == 0, () => "messages are still owed");

        var (bodies, ids) = await TakeAsync(world, Queue);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(number => Json($"{number}"))], bodies);
        Assert.Equal(20, ids.Distinct().Count());
    }

    [Fact]
    public async Task Subscribe_Prefetch_IsLentAndNoMore()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue));
        await world.PublishAsync(Queue, Enumerable.Range(0, 12).Select(number => $"{number}"));
        await using var broker = await world.ConnectAsync(Queue);
        await broker.SubscribeAsync(new BrokerSubscription(Queue, "", 5), Token);
        var lent = new List<Delivery>();
        while (lent.Count < 5) lent.AddRange(await broker.ReceiveAsync(100, Token));

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broker.ReceiveAsync(100, soon.Token));

        Assert.Equal(["0", "1", "2", "3", "4"], lent.Select(delivery => delivery.Message.Text));
        await broker.AcknowledgeAsync(lent, Token);
        Assert.Equal("5", (await broker.ReceiveAsync(100, Token))[0].Message.Text);
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefusedWithAdvice()
    {
        await using var world = await QueueWorld.CreateAsync(Engine.Sqlite, Root(Queue).With($"/Resources/MQServices/{BrokerServers.Service}/Password", "wrong"));

        var refused = await Assert.ThrowsAsync<Model.Errors.DiracException>(() => world.ConnectAsync(Queue));

        Assert.Equal(Model.Errors.ErrorCode.Conflict, refused.Code);
        Assert.NotNull(refused.Advice);
    }

    private protected static string Json(string text) => $$"""{"Text":"{{text}}"}""";

    private async Task<IReadOnlyList<string>> LeftAsync(QueueWorld world, MqUri queue)
    {
        world.Configure(Root(queue));
        return (await TakeAsync(world, queue)).Bodies;
    }

    // What a queue holds: everything up to a message that is sent last.
    private static async Task<(IReadOnlyList<string> Bodies, IReadOnlyList<string?> Ids)> TakeAsync(QueueWorld world, MqUri queue)
    {
        const string End = "the end";
        await world.PublishAsync(queue, [End]);
        await using var broker = await world.ConnectAsync(queue);
        await broker.SubscribeAsync(new BrokerSubscription(queue, "", 1_000), Token);
        var found = new List<ReceivedMessage>();
        while (found.LastOrDefault()?.Text != End)
        {
            var deliveries = await broker.ReceiveAsync(100, Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
            found.AddRange(deliveries.Select(delivery => delivery.Message));
            await broker.AcknowledgeAsync(deliveries, Token);
        }

        await broker.CloseAsync(Token);
        found.RemoveAt(found.Count - 1);
        return ([.. found.Select(message => message.Text)], [.. found.Select(message => message.Id)]);
    }
}

public sealed class RabbitMqStompTests(BrokerServers servers) : BrokerTests(servers, BrokerKind.RabbitMqStomp);
