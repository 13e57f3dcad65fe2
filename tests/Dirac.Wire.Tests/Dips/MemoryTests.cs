using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;

namespace Dirac.Wire.Tests.Dips;

/// <summary>What conversations hold in memory. Measured while no other test runs, since the measure is the whole process's.</summary>
[Collection("Alone")]
public sealed class MemoryTests
{
    private static CancellationToken Token => RawPeer.Soon;

    [Fact]
    public async Task File_OfAHundredMegabytes_DoesNotFillTheMemory()
    {
        const int Chunks = 100;
        var piece = new byte[1024 * 1024];
        new Random(100).NextBytes(piece);
        long most = 0;
        var server = new FakeServer
        {
            Receive = async (_, content, token) =>
            {
                var buffer = new byte[8 * 1024 * 1024];
                while (await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token) == buffer.Length) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                return RpcReply.Ok(content.BytesReceived);
            },
        };
        var pair = new DuplexPair();
        var before = GC.GetTotalMemory(true);
        var serving = DipsServerConversation.RunAsync(pair.Server, server, new DipsServerOptions(), Token);
        await using var client = new DipsClientConversation(pair.Client, new DipsClientOptions());

        var answer = await client.UploadAsync(
            DipsProposal.ForTransfer("S/C", TransferDirection.FromClient),
            new TransferRequest(TransferDirection.FromClient, "x", ""),
            async (content, token) =>
            {
                for (var i = 0; i < Chunks; i++) await content.WriteAsync(piece, token);
            },
            Token);

        Assert.Null((await serving).Fault);
        Assert.Equal((long)Chunks * piece.Length, answer.Reply.Value.AsInt64());
        Assert.True(most - before < 64L * 1024 * 1024, $"{(most - before) / 1024 / 1024} MiB were in use at once.");
    }
}

[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
