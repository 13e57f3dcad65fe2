using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Transfers;

/// <summary>What goes to and fro while a file is moved.</summary>
internal static class TransferMessages
{
    /// <summary>A sender takes no more data into one message.</summary>
    public const int ChunkSize = 1024 * 1024;

    private const string Abort = "AbortTransfer";

    /// <summary>Chunks larger than ours are taken up to here: eight times, in base64.</summary>
    public const int MaxChunkMessage = 12 * ChunkSize;

    public static RpcReply Accepted { get; } = RpcReply.Ok("Accepted");

    public static RpcReply Ack { get; } = RpcReply.Ok();

    public static RpcReply ReceiverAborts { get; } = RpcReply.Ok() with { Extra = [new(Abort, true)] };

    public static RpcReply SenderAborts { get; } = RpcReply.Ok(WireValue.List(false, "")) with { Extra = [new(Abort, true)] };

    /// <summary>A chunk that is the first bytes of an array, which stays as it is until the message was encoded.</summary>
    public static RpcReply Chunk(byte[] data, int count) => RpcReply.Ok(WireValue.List(true, new WireValue(new BufferNode(WireKind.Bytes, data), count)));

    public static RpcReply End(string md5) => RpcReply.Ok(WireValue.List(false, md5));

    public static bool IsAbort(RpcReply reply)
    {
        foreach (var (key, value) in reply.Extra)
        {
            if (key == Abort) return value.Kind == WireKind.Truth && value.AsTruth();
        }

        return false;
    }

    /// <summary>Takes a sender's message apart: data and more to come, or the checksum.</summary>
    public static bool TryRead(RpcReply reply, out bool isData, out WireValue content)
    {
        (isData, content) = (false, default);
        if (!reply.Value.IsSequence || reply.Value.AsList().Span is not [{ Kind: WireKind.Truth } more, var second]) return false;
        (isData, content) = (more.AsTruth(), second);
        return content.Kind == WireKind.Text || (isData && content.Kind == WireKind.Bytes);
    }

    /// <summary>The next message of the other side, while a file is moved.</summary>
    public static ValueTask<RpcReply> ReadAsync(DipsChannel channel, CancellationToken cancellationToken) => channel.ReadReplyAsync(cancellationToken, MaxChunkMessage);

    public static DipsException Malformed(DipsChannel channel) => channel.Broken(
        new(DipsFault.Malformed, "The peer's message is no part of a file: a list of true and bytes, or of false and a checksum."));

    [SuppressMessage("Security", "CA5351", Justification = "The protocol's checksum; nobody's identity depends on it.")]
    public static IncrementalHash NewMd5() => IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    public static string Hex(IncrementalHash md5) => Convert.ToHexStringLower(md5.GetHashAndReset());
}
