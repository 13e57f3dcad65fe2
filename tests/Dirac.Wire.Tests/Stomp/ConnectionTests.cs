using System.Text;
using Dirac.Wire.Stomp;
using Dirac.Wire.Tests.Dips;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Wire.Tests.Stomp;

public sealed class ConnectionTests
{
    private readonly DuplexPair _pair = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StompOptions Options => new() { Host = "/", Login = "me", Passcode = "secret", Time = _time };

    [Theory]
    [InlineData("1.0", StompVersion.V10, "ACK\nmessage-id:m1\n\n\0", "ACK\nmessage-id:m1\n\n\0")]
    [InlineData("1.1", StompVersion.V11, "ACK\nmessage-id:m1\nsubscription:s\n\n\0", "NACK\nmessage-id:m1\nsubscription:s\n\n\0")]
    [InlineData("1.2", StompVersion.V12, "ACK\nid:a1\n\n\0", "NACK\nid:a1\n\n\0")]
    public async Task Acknowledge_EachVersion_IsSaidItsWay(string chosen, StompVersion version, string ack, string nack)
    {
        var (connection, broker) = await OpenAsync($"version:{chosen}\n", version);
        Assert.Equal(version, connection.Version);
        await broker.SayAsync(StompFrame.Of("MESSAGE", ("message-id", "m1"), ("subscription", "s"), ("ack", "a1")));
        var message = await connection.ReceiveAsync(Token);

        await connection.AcknowledgeAsync(message, Token);
        await connection.RefuseAsync(message, [], Token);

        Assert.Equal(ack, await SaidAsync(broker, "ACK", version));
        Assert.Equal(nack, await SaidAsync(broker, version == StompVersion.V10 ? "ACK" : "NACK", version));
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Open_Login_SaysWhoAndWhatIsSpoken()
    {
        var opening = StompConnection.OpenAsync(_pair.Client, Options with { ClientId = "dirac" }, Token);
        var broker = new FakeBroker(_pair.Server, StompVersion.V10);

        var login = await broker.HearAsync("CONNECT");
        await broker.SayAsync("CONNECTED\nversion:1.2\nserver:Test/1\n\n\0");
        await using var connection = await opening;

        Assert.Equal("1.0,1.1,1.2", login["accept-version"]);
        Assert.Equal(("/", "me", "secret", "dirac", "10000,10000"), (login["host"], login["login"], login["passcode"], login["client-id"], login["heart-beat"]));
        Assert.Equal("Test/1", connection.Server);
    }

    [Theory]
    [InlineData("ERROR\nmessage:Access refused\n\nBad CONNECT\0", StompFault.Refused)]
    [InlineData("CONNECTED\nversion:2.0\n\n\0", StompFault.Malformed)]
    [InlineData("CONNECTED\nversion:1.2\nheart-beat:soon\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\n\n\0", StompFault.Malformed)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", StompFault.Malformed)]
    public async Task Open_BadAnswer_Fails(string answer, StompFault fault)
    {
        var opening = StompConnection.OpenAsync(_pair.Client, Options, Token);
        await new FakeBroker(_pair.Server, StompVersion.V10).SayAsync(answer);

        Assert.Equal(fault, (await Assert.ThrowsAsync<StompException>(() => opening)).Fault);
    }

    [Fact]
    public async Task Open_NoAnswer_FailsInTime()
    {
        var opening = StompConnection.OpenAsync(_pair.Client, Options, Token);

        _time.Advance(StompOptions.DefaultTimeout);

        Assert.Equal(StompFault.TimedOut, (await Assert.ThrowsAsync<StompException>(() => opening)).Fault);
    }

    [Fact]
    public async Task Send_UntilTheReceipt_Waits()
    {
        var (connection, broker) = await OpenAsync("version:1.2\n");
        var first = connection.SendAsync("/queue/a", "1"u8.ToArray(), [new("persistent", "true")], Token);
        var second = connection.SendAsync("/queue/a", "2"u8.ToArray(), [], Token);

        var sent = await broker.HearAsync("SEND");
        var next = await broker.HearAsync("SEND");
        Assert.Equal(("/queue/a", "true", "1"), (sent["destination"], sent["persistent"], Encoding.UTF8.GetString(sent.Body.Span)));
        await broker.ConfirmAsync(next);
        await second;
        Assert.False(first.IsCompleted);
        await broker.ConfirmAsync(sent);
        await first;

        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Send_Refused_FailsWithTheReasonAndEndsTheConnection()
    {
        var (connection, broker) = await OpenAsync("version:1.2\n");
        var sending = connection.SendAsync("/queue/a", default, [], Token);
        var sent = await broker.HearAsync("SEND");

        await broker.SayAsync(StompFrame.Of("ERROR", ("receipt-id", sent["receipt"]), ("message", "not allowed")));

        var fault = await Assert.ThrowsAsync<StompException>(() => sending);
        Assert.Equal(StompFault.Refused, fault.Fault);
        Assert.Contains("not allowed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(StompFault.Refused, (await Assert.ThrowsAsync<StompException>(() => connection.SendAsync("/queue/a", default, [], Token))).Fault);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Send_NoReceipt_FailsInTime()
    {
        var (connection, broker) = await OpenAsync("version:1.2\n");
        var sending = connection.SendAsync("/queue/a", default, [], Token);
        await broker.HearAsync("SEND");

        _time.Advance(StompOptions.DefaultTimeout);

        Assert.Equal(StompFault.TimedOut, (await Assert.ThrowsAsync<StompException>(() => sending)).Fault);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Receive_BrokerHangsUp_GivesWhatHadComeAndThenFails()
    {
        var (connection, broker) = await OpenAsync("version:1.2\n");
        await broker.SayAsync(StompFrame.Of("MESSAGE", ("message-id", "m1")));
        await broker.SayAsync("MESSAGE\nmessage-id:m2\n\nhalf");
        await broker.HangUpAsync();

        Assert.Equal("m1", (await connection.ReceiveAsync(Token)).Id);
        Assert.Equal(StompFault.Truncated, (await Assert.ThrowsAsync<StompException>(() => connection.ReceiveAsync(Token).AsTask())).Fault);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Receive_MoreThanMayWait_EndsTheConnection()
    {
        var (connection, broker) = await OpenAsync("version:1.2\n", options: Options with { MaxWaiting = 2 });
        for (var count = 0; count < 3; count++) await broker.SayAsync(StompFrame.Of("MESSAGE", ("message-id", "m")));

        // Nobody receives until it has ended: whoever did would make room.
        Assert.Equal(StompFault.Malformed, (await Assert.ThrowsAsync<StompException>(() => connection.DisconnectAsync(Token))).Fault);
        for (var count = 0; count < 2; count++) await connection.ReceiveAsync(Token);
        Assert.Equal(StompFault.Malformed, (await Assert.ThrowsAsync<StompException>(async () => await connection.ReceiveAsync(Token))).Fault);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task HeartBeats_SilentBroker_EndsTheConnection()
    {
        var (connection, _) = await OpenAsync("version:1.2\nheart-beat:15000,0\n");
        var receiving = connection.ReceiveAsync(Token).AsTask();

        await PassTimeUntilAsync(receiving);

        Assert.Equal(StompFault.TimedOut, (await Assert.ThrowsAsync<StompException>(() => receiving)).Fault);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task HeartBeats_Agreed_AreSent()
    {
        var (connection, _) = await OpenAsync("version:1.2\nheart-beat:0,20000\n");

        var reading = _pair.Server.Input.ReadAsync(Token).AsTask();

        await PassTimeUntilAsync(reading);

        Assert.Equal((byte)'\n', (await reading).Buffer.FirstSpan[0]);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Disconnect_Confirmed_Returns()
    {
        var (connection, broker) = await OpenAsync("version:1.1\n", StompVersion.V11);
        var leaving = connection.DisconnectAsync(Token);

        await broker.ConfirmAsync(await broker.HearAsync("DISCONNECT"));

        await leaving;
        await connection.DisposeAsync();
    }

    // A loop of the connection may begin its waiting late, so time passes in steps until something comes of it.
    private async Task PassTimeUntilAsync(Task done)
    {
        for (var steps = 0; steps < 5_000 && !done.IsCompleted; steps++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token));
        }

        Assert.True(done.IsCompleted);
    }

    private static async Task<string> SaidAsync(FakeBroker broker, string command, StompVersion version) =>
        Encoding.UTF8.GetString(FrameTests.Write(await broker.HearAsync(command), version));

    private async Task<(StompConnection Connection, FakeBroker Broker)> OpenAsync(string answer, StompVersion version = StompVersion.V12, StompOptions? options = null)
    {
        var opening = StompConnection.OpenAsync(_pair.Client, options ?? Options, Token);
        var broker = new FakeBroker(_pair.Server, version);
        await broker.HearAsync("CONNECT");
        await broker.SayAsync($"CONNECTED\n{answer}\n\0");
        return (await opening, broker);
    }
}
