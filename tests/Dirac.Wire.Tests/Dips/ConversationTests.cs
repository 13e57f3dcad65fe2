using System.Security.Cryptography;
using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Tests.Codecs;
using Dirac.Wire.Values;
using FsCheck.Fluent;

namespace Dirac.Wire.Tests.Dips;

/// <summary>Both conversations with each other, over a connection that cuts their bytes anywhere.</summary>
public sealed class ConversationTests
{
    private static readonly int Seed = Environment.TickCount;

    public ConversationTests() => TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");

    private static CancellationToken Token => RawPeer.Soon;

    [Theory]
    [InlineData(WireEncoding.JEncode, WireEncoding.JEncode)]
    [InlineData(WireEncoding.DEncode, WireEncoding.JEncode)]
    [InlineData(WireEncoding.DEncode, WireEncoding.DEncode)]
    public async Task Call_AnyArguments_ComeBack(WireEncoding client, WireEncoding server)
    {
        var random = new Random(Seed);
        var values = AnyWireValue.WireValues().Generator.Sample(30, 60);
        foreach (var value in values)
        {
            var expected = Travelled(Travelled(value, client), server);
            var pair = new ChoppedPair(random.Next(), random.Next(1, 40));
            var serving = DipsServerConversation.RunAsync(pair.Server, new FakeServer(), new DipsServerOptions { Encoding = server }, Token);
            DipsAnswer answer;
            await using (var conversation = new DipsClientConversation(pair.Client, new DipsClientOptions { Encoding = client, IsPipelined = random.Next(2) == 0 }))
            {
                answer = await conversation.CallAsync(DipsProposal.ForCall("S/C", "echo") with { Vo = "v" }, [value], Token);
            }

            Assert.Null((await serving).Fault);
            await pair.Moved;
            Assert.Equal(WireValue.List(expected), answer.Reply.Value);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024 - 1)]
    [InlineData(1024 * 1024)]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(3_000_000)]
    public async Task File_OfAnySize_ArrivesBothWays(int size)
    {
        var random = new Random(Seed);
        var file = new byte[size];
        random.NextBytes(file);
        var server = new FakeServer
        {
            Send = async (_, content, token) =>
            {
                for (var at = 0; at < size;)
                {
                    var count = Math.Min(random.Next(1, 300_000), size - at);
                    await content.WriteAsync(file.AsMemory(at, count), token);
                    at += count;
                }

                return RpcReply.Ok();
            },
        };

        var up = await MoveAsync(server, TransferDirection.FromClient, (client, proposal, request) =>
            client.UploadAsync(proposal, request with { Size = size }, (content, token) => content.WriteAsync(file, token).AsTask(), Token));
        using var stored = new MemoryStream();
        var down = await MoveAsync(server, TransferDirection.ToClient, (client, proposal, request) =>
            client.DownloadAsync(proposal, request, (content, token) => content.CopyToAsync(stored, token), Token));

        Assert.Equal(size, up.Reply.Value);
        Assert.True(down.Reply.IsOk, down.Reply.Message);
        Assert.Equal(SHA256.HashData(file), SHA256.HashData(server.Stored));
        Assert.Equal(SHA256.HashData(file), SHA256.HashData(stored.ToArray()));
    }

    [Theory]
    [InlineData(false, "full")]
    [InlineData(true, "")]
    public async Task File_ThatTheHandlerDoesNotRead_StillBringsItsReply(bool isOk, string message)
    {
        var server = new FakeServer { Receive = (_, _, _) => Task.FromResult(isOk ? RpcReply.Ok() : RpcReply.Fail("full")) };

        var answer = await MoveAsync(server, TransferDirection.FromClient, (client, proposal, request) =>
            client.UploadAsync(proposal, request, (content, token) => content.WriteAsync(new byte[3_000_000], token).AsTask(), Token));

        Assert.Equal((isOk, message), (answer.Reply.IsOk, answer.Reply.Message));
    }

    [Fact]
    public async Task File_OfAnotherSizeThanAnnounced_IsForTheHandlerToJudge()
    {
        var sizes = (Announced: 0L, Sent: 0L);
        var server = new FakeServer
        {
            Receive = async (request, content, token) =>
            {
                await content.CopyToAsync(Stream.Null, token);
                sizes = (request.Size!.Value, content.BytesReceived);
                return RpcReply.Ok();
            },
        };

        await MoveAsync(server, TransferDirection.BulkFromClient, (client, proposal, request) =>
            client.UploadAsync(proposal, request with { Size = 9 }, (content, token) => content.WriteAsync(new byte[100], token).AsTask(), Token));

        Assert.Equal((9, 100), sizes);
    }

    [Fact]
    public async Task List_OfAnArchive_ComesBack()
    {
        var answer = await MoveAsync(new FakeServer(), TransferDirection.ListBulk, (client, proposal, request) => client.ListAsync(proposal, request, Token));

        Assert.Equal(WireValue.List("a", "b"), answer.Reply.Value);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(5000, false)]
    public async Task Call_OfDeepArguments_IsServedOrRefused(int depth, bool isServed)
    {
        var pair = new DuplexPair();
        var client = new RawPeer(pair.Client);
        await client.SayAsync(Recorded.Proposal + RawPeer.Framed("""{"OK": true, "Value": """ + new string('[', depth) + new string(']', depth) + "}"));

        var outcome = await DipsServerConversation.RunAsync(pair.Server, new FakeServer { Called = _ => RpcReply.Ok() }, new DipsServerOptions(), Token);

        Assert.Equal(isServed, outcome.Reply!.IsOk);
        if (!isServed) Assert.Equal(DipsFault.Undecodable, Assert.IsType<DipsException>(outcome.Fault).Fault);
    }

    private static async Task<DipsAnswer> MoveAsync(
        FakeServer server, TransferDirection direction, Func<DipsClientConversation, DipsProposal, TransferRequest, Task<DipsAnswer>> move)
    {
        var pair = new ChoppedPair(Seed, 100_000);
        var serving = DipsServerConversation.RunAsync(pair.Server, server, new DipsServerOptions(), Token);
        DipsAnswer answer;
        await using (var client = new DipsClientConversation(pair.Client, new DipsClientOptions()))
        {
            answer = await move(client, DipsProposal.ForTransfer("S/C", direction), new TransferRequest(direction, "x.tar", ""));
        }

        Assert.Null((await serving).Fault);
        return answer;
    }

    private static WireValue Travelled(WireValue value, WireEncoding encoding) =>
        encoding == WireEncoding.DEncode ? AnyWireValue.AfterDEncode(value) : AnyWireValue.AfterJEncode(value);
}
