using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Tests.Codecs;
using Dirac.Wire.Tests.Dips;
using Dirac.Wire.Values;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Fuzz;

/// <summary>Whatever a peer says before it hangs up, a conversation ends: with an outcome, an answer, or a <see cref="DipsException"/>.</summary>
public sealed partial class ConversationFuzzTests
{
    private const string Acked = """{"OK": true, "Value": {"request": false, "id": "me:0", "result": {"OK": true, "Value": null}}}""";
    private const string Work = """{"OK": true, "Value": {"request": true, "name": "Work", "attrs": [true, [7, "x"]], "id": "me:0"}}""";

    private static readonly byte[][] FromClients =
    [
        .. new[]
        {
            Proposal + Arguments,
            OldProposal + OldArguments,
            Ping + Proposal + Ping + Arguments,
            FileProposal + FileRequest + Hello + HelloEnd,
            FileProposal.Replace("FromClient", "ToClient", StringComparison.Ordinal).Replace("113:", "111:", StringComparison.Ordinal) + FileRequest + Go,
            RawPeer.Framed("""{"OK": true, "Value": [["S/C", "s"], ["Connection", "new"]]}""") + RawPeer.Framed("""{"OK": true, "Value": ["me", {}]}""") + RawPeer.Framed(Work),
        }.Select(Samples.Bytes),
    ];

    private static readonly byte[][] FromServers =
    [
        .. new[]
        {
            Go + Five,
            OldGo + OldFive,
            Ping + Go + Pong + Five,
            Go + Accepted + Hello + HelloEnd + Go,
            Go + Accepted + Go + Five,
            Go + Go + RawPeer.Framed(Work) + RawPeer.Framed(Acked),
            RawPeer.Framed("""{"OK": true, "Value": {"delegate": "csr"}}""") + Go + Five,
        }.Select(Samples.Bytes),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Server_AnyBytes_AreAnsweredInWholeMessages() => RunAsync(FromClients, async bytes =>
    {
        var (transport, said) = Peer(bytes);
        var server = new FakeServer { Called = arguments => RpcReply.Ok(WireValue.List([.. arguments])) };

        var outcome = await DipsServerConversation.RunAsync(transport, server, new DipsServerOptions(), Token);

        Assert.True(outcome.Fault is null or DipsException or WireEncodingException, outcome.Fault?.ToString());
        await AssertMessagesAsync(said);
    });

    [Fact]
    public Task Caller_AnyBytes_AreAnAnswerOrAFault() => RunAsync(FromServers, bytes => ConverseAsync(bytes, client =>
        client.CallAsync(DipsProposal.ForCall("S/C", "m"), [1], Token)));

    [Fact]
    public Task Receiver_AnyBytes_AreAFileOrAFault() => RunAsync(FromServers, bytes => ConverseAsync(bytes, client => client.DownloadAsync(
        DipsProposal.ForTransfer("S/C", TransferDirection.ToClient),
        new TransferRequest(TransferDirection.ToClient, "x", ""),
        (content, token) => content.CopyToAsync(Stream.Null, token),
        Token)));

    [Fact]
    public Task Sender_AnyBytes_AreAnAnswerOrAFault() => RunAsync(FromServers, bytes => ConverseAsync(bytes, client => client.UploadAsync(
        DipsProposal.ForTransfer("S/C", TransferDirection.FromClient),
        new TransferRequest(TransferDirection.FromClient, "x", ""),
        (content, token) => content.WriteAsync(new byte[100], token).AsTask(),
        Token)));

    [Fact]
    public Task Stayer_AnyBytes_AreMessagesOrAFault() => RunAsync(FromServers, bytes => ConverseAsync(bytes, client =>
        client.StayAsync(DipsProposal.ForMessages("S/C"), "me", WireValue.Dict(), new FakeServer(), Token)));

    private static async Task ConverseAsync(byte[] bytes, Func<DipsClientConversation, Task<DipsAnswer>> converse)
    {
        var (transport, said) = Peer(bytes);
        await using (var client = new DipsClientConversation(transport, new DipsClientOptions { IsPipelined = bytes.Length % 2 == 0 }))
        {
            try
            {
                Assert.NotNull((await converse(client)).Reply);
            }
            catch (DipsException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }

        await AssertMessagesAsync(said);
    }

    // A peer that has said all at once and hung up; what is said to it waits to be looked at.
    private static (IDuplexPipe Transport, PipeReader Said) Peer(byte[] bytes)
    {
        var answers = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        return (new DuplexPair.End(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), answers.Writer), answers.Reader);
    }

    private static async Task AssertMessagesAsync(PipeReader said)
    {
        var all = new MemoryStream();
        await said.CopyToAsync(all, Token);
        var rest = all.ToArray().AsMemory();
        while (!rest.IsEmpty)
        {
            if (rest.Span.StartsWith("dka"u8)) rest = rest[3..];
            var colon = rest.Span.IndexOf((byte)':');
            var size = int.Parse(rest.Span[..colon], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(RpcReply.TryRead(Payload.Decode(rest.Span.Slice(colon + 1, size), out _), out _));
            rest = rest[(colon + 1 + size)..];
        }
    }

    // As it is, and with the right length before each line, which lets changes through to what reads payloads.
    private static async Task RunAsync(byte[][] corpus, Func<byte[], Task> converse)
    {
        var tried = await ByteFuzzer.RunAsync(
            [.. corpus, .. corpus.Select(Lines)],
            async bytes =>
            {
                await converse(bytes);
                await converse(Samples.Bytes(string.Concat(Encoding.Latin1.GetString(bytes).Split('\n').Select(RawPeer.Framed))));
            });
        Assert.True(tried > 100, "The fuzzer hardly ran.");
    }

    private static byte[] Lines(byte[] messages) => Samples.Bytes(MessageStart().Replace(Encoding.Latin1.GetString(messages), "\n").TrimStart('\n'));

    [GeneratedRegex("(?<=^|[}e])(dka)?[0-9]+:(?=[{d])")]
    private static partial Regex MessageStart();
}
