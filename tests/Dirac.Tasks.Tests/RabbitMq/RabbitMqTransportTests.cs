using System.Text;
using Dirac.Tasks.RabbitMq;
using Dirac.Tasks.Tests.Transports;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Tasks.Tests.RabbitMq;

/// <summary>What a transport promises, on RabbitMQ.</summary>
[Collection(RabbitMqBroker.Collection)]
public sealed class RabbitMqTransportTests(RabbitMqBroker broker)
{
    private static readonly IReadOnlyList<TransportLane> Lanes = TransportLane.Of("JobDB", TaskSize.Small);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_SeveralPriorities_TheMostUrgentFirst()
    {
        await using var transport = Make(RabbitMqBroker.Settings());
        await using var reader = transport.OpenReader("JobDB", TaskSize.Small);
        await PublishAsync(transport, TaskPriority.Background, "slow 1", "slow 2");
        var first = await ReceiveAsync(reader, 1);
        await PublishAsync(transport, TaskPriority.Realtime, "urgent");
        await PublishAsync(transport, TaskPriority.Normal, "usual");

        Assert.Equal(["slow 1"], first.Select(Text));
        await SeeAsync(reader, ["urgent", "usual", "slow 2"]);
    }

    [Fact]
    public async Task Acknowledge_InAnyOrder_LeavesNothingForTheNextReader()
    {
        const int count = 500;
        var settings = RabbitMqBroker.Settings();
        await using var transport = Make(settings);
        await PublishAsync(transport, TaskPriority.Normal, [.. Enumerable.Range(0, count).Select(number => $"{number}")]);
        var received = new HashSet<string>();
        await using (var reader = transport.OpenReader("JobDB", TaskSize.Small))
        {
            while (received.Count < count)
            {
                var deliveries = await ReceiveAsync(reader, 50);
                received.UnionWith(deliveries.Select(Text));
                await reader.AcknowledgeAsync([.. deliveries.Where((_, index) => index % 2 == 1)], Token);
                await reader.AcknowledgeAsync([.. deliveries.Where((_, index) => index % 2 == 0).Reverse()], Token);
            }

            // As workers do: once the broker has answered it has read what was acknowledged before, however busy it is.
            Assert.Empty(await reader.StopAsync(Token));
        }

        await EventuallyAsync(async () => (await transport.LookAsync(Lanes, Token)).Depths.All(depth => depth.IsEmpty), "The lanes are not empty.");
    }

    [Fact]
    public async Task Receive_AfterAnotherReaderVanished_IsMarked()
    {
        await using var transport = Make(RabbitMqBroker.Settings());
        await PublishAsync(transport, TaskPriority.Normal, "job 7");
        var vanishing = transport.OpenReader("JobDB", TaskSize.Small);
        Assert.False(Assert.Single(await ReceiveAsync(vanishing, 10)).Redelivered);

        await vanishing.DisposeAsync();
        await using var reader = transport.OpenReader("JobDB", TaskSize.Small);

        Assert.True(Assert.Single(await ReceiveAsync(reader, 10)).Redelivered);
    }

    [Fact]
    public async Task Acknowledge_ConnectionLostMeanwhile_TheMessageIsNoNewWork()
    {
        RabbitMqBroker.NeedOwn();
        await using var transport = Make(RabbitMqBroker.Settings());
        await using var reader = transport.OpenReader("JobDB", TaskSize.Small);
        await PublishAsync(transport, TaskPriority.Normal, "running", "ahead");
        var running = await ReceiveAsync(reader, 1);

        broker.Control("close_all_connections", "as the test wants");
        await EventuallyAsync(async () => await TryAsync(() => reader.ReceiveAsync(0, Token)) && ((RabbitMqReader)reader).Waiting == 1, "The other one did not come again.");
        var again = await reader.ReceiveAsync(10, Token);
        await reader.AcknowledgeAsync([.. running, .. again], Token);
        await reader.DisposeAsync();

        Assert.Equal([("ahead", true)], again.Select(delivery => (Text(delivery), delivery.Redelivered)));
        await EventuallyAsync(async () => (await transport.LookAsync(Lanes, Token)).Depths.All(depth => depth.IsEmpty), "The lanes are not empty.");
    }

    [Fact]
    public async Task Receive_WorkedOnForLong_IsAcknowledgedBeforeItsEnd()
    {
        var time = new FakeTimeProvider();
        await using var transport = Make(RabbitMqBroker.Settings(), time);
        await PublishAsync(transport, TaskPriority.Normal, "long");
        await using (var reader = transport.OpenReader("JobDB", TaskSize.Small))
        {
            await ReceiveAsync(reader, 1);
            await EventuallyAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMinutes(1));
                    return Task.FromResult(((RabbitMqReader)reader).CountOf(Lanes[1]) == 0);
                },
                "It is still held.");
            // Whatever is acknowledged next takes along what waits to be.
            await PublishAsync(transport, TaskPriority.Normal, "short");
            await reader.AcknowledgeAsync(await ReceiveAsync(reader, 1), Token);
        }

        await EventuallyAsync(async () => (await transport.LookAsync(Lanes, Token)).Depths.All(depth => depth.IsEmpty), "It would be delivered again.");
    }

    [Theory]
    [InlineData("amqp://user:password@127.0.0.1:5672/", true)]
    [InlineData("amqps://user:password@rabbit.example.org/dirac", true)]
    [InlineData("127.0.0.1:5672", false)]
    [InlineData("http://127.0.0.1:5672/", false)]
    [InlineData("", false)]
    [InlineData("amqp://user:secret@host:5672/grid%2Fprod", true)]
    [InlineData("amqp://user:secret@host:5672/grid/prod", false)]
    public void IsAddress_Texts_OnlyThoseOfAmqp(string text, bool expected) => Assert.Equal(expected, RabbitMqConnections.IsAddress(text));

    [Fact]
    public async Task Stop_MessagesSentAhead_AreGivenBackAndCanBeAcknowledged()
    {
        await using var transport = Make(RabbitMqBroker.Settings());
        await PublishAsync(transport, TaskPriority.Normal, "a", "b", "c");
        await using var reader = transport.OpenReader("JobDB", TaskSize.Small);
        var received = await ReceiveAsync(reader, 1);

        var ahead = await reader.StopAsync(Token);
        await reader.AcknowledgeAsync([.. received, .. ahead], Token);
        await PublishAsync(transport, TaskPriority.Normal, "d");

        Assert.Equal(["b", "c"], ahead.Select(Text));
        Assert.Empty(await reader.ReceiveAsync(10, Token));
        Assert.Equal(1, (await transport.LookAsync(Lanes, Token)).Depths.Sum(depth => depth.Messages));
    }

    [Fact]
    public async Task Look_QueueDeleted_TellsEverybodyAnotherIncarnation()
    {
        var settings = RabbitMqBroker.Settings();
        await using var here = Make(settings);
        await using var there = Make(settings);
        var before = await here.LookAsync(Lanes, Token);
        Assert.Equal(before.Incarnation, (await there.LookAsync(Lanes, Token)).Incarnation);
        await using var reader = there.OpenReader("JobDB", TaskSize.Small);
        await reader.ReceiveAsync(1, Token);

        await DeleteQueueAsync(settings, "tasks.jobdb.small.normal");
        await EventuallyAsync(
            async () => (await here.LookAsync(Lanes, Token)).Incarnation is var name && name != before.Incarnation && name == (await there.LookAsync(Lanes, Token)).Incarnation,
            "They still see the old incarnation, or two.");
        await PublishAsync(here, TaskPriority.Normal, "after");

        Assert.Equal(["after"], (await ReceiveAsync(reader, 1)).Select(Text));
    }

    [Fact]
    public async Task Publish_BrokerShortOfMemory_FailsAndReadersGoOn()
    {
        RabbitMqBroker.NeedOwn();
        await using var transport = Make(RabbitMqBroker.Settings());
        await using var reader = transport.OpenReader("JobDB", TaskSize.Small);
        await PublishAsync(transport, TaskPriority.Normal, [.. Enumerable.Range(0, 300).Select(number => $"{number}")]);
        await ReceiveAsync(reader, 1);

        broker.Control("set_vm_memory_high_watermark", "absolute", "1");
        try
        {
            await Assert.ThrowsAsync<IOException>(() => PublishAsync(transport, TaskPriority.Normal, "during"));
            await reader.AcknowledgeAsync(await ReceiveAsync(reader, 100), Token);
            await ReceiveAsync(reader, 100);
        }
        finally
        {
            broker.Control("set_vm_memory_high_watermark", "absolute", "1000000000");
        }
        await PublishAsync(transport, TaskPriority.Normal, "after");
    }

    private static RabbitMqTransport Make(Action<BrokerOptions> settings, TimeProvider? time = null)
    {
        var options = new BrokerOptions();
        settings(options);
        return new RabbitMqTransport(new RabbitMqConnections(Options.Create(options)), Options.Create(new TaskOptions()), time ?? TimeProvider.System)
        {
            LongestConfirm = TimeSpan.FromSeconds(2),
        };
    }

    private static Task PublishAsync(RabbitMqTransport transport, TaskPriority priority, params string[] texts) => transport.PublishAsync(
        new TransportLane("JobDB", TaskSize.Small, priority), [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))], Token);

    private static string Text(Delivery delivery) => Encoding.UTF8.GetString(delivery.Message.Span);

    /// <summary>Receives what comes next.</summary>
    private static async Task<IReadOnlyList<Delivery>> ReceiveAsync(ITransportReader reader, int most)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < LongestWait)
        {
            if (await reader.ReceiveAsync(most, Token) is { Count: > 0 } deliveries)
                return deliveries;
            await reader.WaitAsync(Token);
        }
        Assert.Fail($"Nothing came within {LongestWait}.");
        return [];
    }

    /// <summary>Receives exactly these, in this order, once all have come.</summary>
    private static async Task SeeAsync(ITransportReader reader, string[] expected)
    {
        await EventuallyAsync(() => Task.FromResult(((RabbitMqReader)reader).Waiting == expected.Length), "Not all came.");
        Assert.Equal(expected, (await reader.ReceiveAsync(10, Token)).Select(Text));
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo, string otherwise)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < LongestWait, otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private static async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task DeleteQueueAsync(Action<BrokerOptions> settings, string name)
    {
        var options = new BrokerOptions();
        settings(options);
        var connections = new RabbitMqConnections(Options.Create(options));
        await using var connection = await connections.OpenAsync("test", Token);
        await using var channel = await connection.OpenProbeAsync(Token);
        await channel.QueueDeleteAsync($"{connections.Prefix}.{name}", ifUnused: false, ifEmpty: false, cancellationToken: Token);
    }
}
