using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Values;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Dips;

/// <summary>The client's conversation with servers whose bytes were recorded, or are wrong.</summary>
public sealed class ClientTests
{
    private static readonly DipsClientOptions InTurn = new() { IsPipelined = false };
    private static readonly TransferRequest Upload = new(TransferDirection.FromClient, "id-f1", "") { Size = 6 };
    private static readonly TransferRequest Download = new(TransferDirection.ToClient, "id-f1", "");
    private static readonly DipsProposal Add = As(DipsProposal.ForCall("WireTest/Echo", "add"));

    private readonly DuplexPair _pair = new();

    private static CancellationToken Token => RawPeer.Soon;

    private RawPeer Server => new(_pair.Server);

    [Theory]
    [InlineData(WireEncoding.JEncode, Proposal, Go, Arguments, Five)]
    [InlineData(WireEncoding.DEncode, OldProposal, OldGo, OldArguments, OldFive)]
    [InlineData(WireEncoding.DEncode, OldProposal, Go, OldArguments, Five)]
    public async Task Call_OfARecordedServer_SaysTheSameBytes(WireEncoding encoding, string proposal, string go, string arguments, string reply)
    {
        var answer = CallAsync(InTurn with { Encoding = encoding });

        await Server.HearAsync(proposal);
        await Server.SayAsync(go);
        await Server.HearAsync(arguments);
        await Server.SayAsync(reply);

        Assert.Equal(5, (await answer).Reply.Value);
        await Server.HearCloseAsync();
    }

    [Fact]
    public async Task Call_Pipelined_SaysAllAtOnce()
    {
        var answer = CallAsync(new DipsClientOptions());

        await Server.HearAsync(Proposal + Arguments);
        await Server.SayAsync(Ping + Go + Ping + Five);
        await Server.HearAsync(Pong + Pong);

        Assert.Equal((5, false), ((await answer).Reply.Value.AsInt64(), (await answer).IsRefusal));
    }

    [Fact]
    public async Task Call_OfLargeArguments_WaitsForTheServersWord()
    {
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions());
        var calling = client.CallAsync(Add, [new string('x', 9000)], Token);
        await Server.HearAsync(Proposal);
        Assert.False(client.MayHaveActed);
        await Server.SayAsync(Go);
        await Server.HearAsync("""9027:{"OK": true, "Value": ["xxx""");
        await Server.SayAsync(Five);

        Assert.Equal(5, (await calling).Reply.Value);
    }

    [Fact]
    public async Task Call_ReplyOfDates_IsRead()
    {
        var answer = CallAsync(new DipsClientOptions());
        await Server.SayAsync(Go + "90:ds2:OKb1s5:Valueds1:ati1ef2.5enb1s5:caf\u00c3\u00a9es4:whenzati2024ei10ei17ei13ei41ei46ei123456eneee");

        var value = (await answer).Reply.Value.AsDict();

        Assert.Equal(WireValue.Tuple(1, 2.5, WireValue.Null, true, WireValue.OfUtf8("café"u8)), value["a"]);
        Assert.Equal(new DateTime(2024, 10, 17, 13, 41, 46).AddMicroseconds(123456), value["when"].AsDateTime());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_Refused_IsToldApartFromAReply(bool isPipelined)
    {
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions { IsPipelined = isPipelined });
        await Server.SayAsync(RawPeer.Framed("""{"OK": false, "Errno": 1111, "Message": "Unauthorized query ( 1111 : Unauthorized query)", "CallStack": ["x"]}"""));
        await Server.HangUpAsync();

        var answer = await client.CallAsync(Add, [2, 3], Token);

        Assert.Equal((true, 1111, false), (answer.IsRefusal, answer.Reply.Errno, client.MayHaveActed));
    }

    [Fact]
    public async Task Call_OfAServerThatHangsUpAnywhere_ThrowsAndSaysWhetherToRetry()
    {
        for (var length = 0; length < Go.Length + Five.Length; length++)
        {
            var pair = new DuplexPair();
            var server = new RawPeer(pair.Server);
            await using var client = new DipsClientConversation(pair.Client, InTurn);
            await server.SayAsync((Go + Five)[..length]);
            await server.HangUpAsync();

            var error = await Assert.ThrowsAsync<DipsException>(() => client.CallAsync(Add, [2, 3], Token));

            Assert.Equal(length is 0 || length == Go.Length ? DipsFault.Closed : DipsFault.Truncated, error.Fault);
            Assert.Equal(length >= Go.Length, client.MayHaveActed);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", DipsFault.Malformed)]
    [InlineData("999999999:", DipsFault.TooLarge)]
    [InlineData("3:abc", DipsFault.Undecodable)]
    [InlineData("3:[1]", DipsFault.Malformed)]
    public async Task Call_OfSomethingElse_Throws(string bytes, DipsFault fault)
    {
        await Server.SayAsync(bytes);

        Assert.Equal(fault, (await Assert.ThrowsAsync<DipsException>(() => CallAsync(new DipsClientOptions()))).Fault);
    }

    [Fact]
    public async Task Call_OnAUsedConnection_IsRefused()
    {
        await Server.SayAsync(Go + Five);
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions());
        await client.CallAsync(Add, [2, 3], Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.CallAsync(Add, [2, 3], Token));
    }

    [Fact]
    public async Task Call_ThroughAGateway_SendsTheChainBare()
    {
        var answer = CallAsync(new DipsClientOptions { Delegate = (request, _) => Task.FromResult($"chain for {request}") });

        await Server.HearAsync(Proposal);
        await Server.SayAsync(RawPeer.Framed("""{"OK": true, "Value": {"delegate": "csr"}}"""));
        await Server.HearAsync("15:\"chain for csr\"");
        await Server.SayAsync(Go);
        await Server.HearAsync(Arguments);
        await Server.SayAsync(Five);

        Assert.Equal(5, (await answer).Reply.Value);
    }

    [Fact]
    public async Task Call_ThroughAGatewayWithoutAProxy_Fails()
    {
        var answer = CallAsync(new DipsClientOptions());
        await Server.SayAsync(RawPeer.Framed("""{"OK": true, "Value": {"delegate": "csr"}}"""));

        Assert.StartsWith("The gateway asks", (await answer).Reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ToARecordedServer_SaysTheSameBytes()
    {
        var answer = UploadAsync((content, token) => content.WriteAsync("hello\n"u8.ToArray(), token).AsTask());

        await Server.HearAsync(FileProposal);
        await Server.SayAsync(Go);
        await Server.HearAsync(FileRequest);
        await Server.SayAsync(Accepted);
        await Server.HearAsync(Hello);
        await Server.SayAsync(Go);
        await Server.HearAsync(HelloEnd);
        await Server.SayAsync(Five);

        Assert.Equal(5, (await answer).Reply.Value);
    }

    [Theory]
    [InlineData("""{"OK": false, "Errno": 0, "Message": "Exceeded maximum file size"}""", "Exceeded maximum file size")]
    [InlineData("""{"OK": true, "Value": null, "AbortTransfer": true}""", "last word")]
    public async Task Upload_StoppedByTheServer_ReturnsWhatItSays(string ack, string message)
    {
        await Server.SayAsync(Go + Accepted + RawPeer.Framed(ack) + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "last word"}"""));

        var hearing = Server.HearAllAsync();

        var answer = await UploadAsync((content, token) => content.WriteAsync(new byte[2_000_000], token).AsTask());

        await hearing;

        Assert.Equal(message, answer.Reply.Message);
    }

    [Fact]
    public async Task Upload_WhoseSourceFails_TellsTheServer()
    {
        var uploading = UploadAsync((_, _) => throw new FileNotFoundException("gone"));
        await Server.SayAsync(Go + Accepted);

        await Assert.ThrowsAsync<FileNotFoundException>(() => uploading);
        await Server.HearAsync(FileProposal + FileRequest + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Error while sending file"}"""));
    }

    [Fact]
    public async Task Upload_Unsupported_IsNotARefusalOfTheProposal()
    {
        await Server.SayAsync(Go + RawPeer.Framed("""{"OK": false, "Errno": 0, "Message": "Service can't transfer files fromClient"}"""));

        var answer = await UploadAsync((_, _) => Task.CompletedTask);

        Assert.Equal((false, "Service can't transfer files fromClient"), (answer.IsRefusal, answer.Reply.Message));
    }

    [Fact]
    public async Task Download_FromARecordedServer_IsAcknowledged()
    {
        var stored = new MemoryStream();
        var answer = DownloadAsync(stored);

        await Server.SayAsync(Go + Accepted + Hello + HelloEnd + Five);

        Assert.Equal(5, (await answer).Reply.Value);
        Assert.Equal("hello\n", Encoding.UTF8.GetString(stored.ToArray()));
        Assert.EndsWith(RawPeer.Framed("""{"OK": true, "Value": ["id-f1", ""]}""") + Go, await Server.HearAllAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"OK": false, "Errno": 0, "Message": "no such file"}""", "", "no such file")]
    [InlineData("""{"OK": true, "Value": [false, "d41d8cd98f00b204e9800998ecf8427f"]}""", "", "Error in the file CRC")]
    [InlineData("""{"OK": true, "Value": [false, ""], "AbortTransfer": true}""", """{"OK": false, "Errno": 0, "Message": "not now"}""", "not now")]
    [InlineData("""{"OK": true, "Value": [false, ""], "AbortTransfer": true}""", """{"OK": true, "Value": 1}""", "The sender aborted the transfer")]
    public async Task Download_ThatDoesNotArrive_IsAFailure(string data, string last, string message)
    {
        await Server.SayAsync(Go + Accepted + RawPeer.Framed(data) + (last.Length > 0 ? RawPeer.Framed(last) : ""));

        Assert.Equal(message, (await DownloadAsync(new MemoryStream())).Reply.Message);
    }

    [Fact]
    public async Task Download_NotReadToTheEnd_AbortsTheServer()
    {
        await Server.SayAsync(Go + Accepted + Hello + Hello + Go);
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions());

        await client.DownloadAsync(As(DipsProposal.ForTransfer("S/C", TransferDirection.ToClient)), Download, (content, token) => content.ReadExactlyAsync(new byte[2], token).AsTask(), Token);

        await client.DisposeAsync();
        Assert.EndsWith(Go + """50:{"OK": true, "Value": null, "AbortTransfer": true}""", await Server.HearAllAsync(), StringComparison.Ordinal);
    }

    private static DipsProposal As(DipsProposal proposal) => proposal with { Setup = "WireSetup", Vo = "wirevo", ClientVersion = "9.0.0a37" };

    private async Task<DipsAnswer> CallAsync(DipsClientOptions options)
    {
        await using var client = new DipsClientConversation(_pair.Client, options);
        return await client.CallAsync(Add, [2, 3], Token);
    }

    private async Task<DipsAnswer> UploadAsync(Func<OutgoingContent, CancellationToken, Task> write)
    {
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions());
        return await client.UploadAsync(As(DipsProposal.ForTransfer("WireTest/Echo", TransferDirection.FromClient)), Upload, write, Token);
    }

    private async Task<DipsAnswer> DownloadAsync(Stream target)
    {
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions());
        return await client.DownloadAsync(
            As(DipsProposal.ForTransfer("WireTest/Echo", TransferDirection.ToClient)), Download, (content, token) => content.CopyToAsync(target, token), Token);
    }
}
