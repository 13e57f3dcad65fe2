using System.Buffers;
using System.Security.Cryptography;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Transfers;

/// <summary>A file that is sent to a peer, in chunks of 1 MiB of which each is acknowledged before the next goes.</summary>
/// <remarks>
/// The conversation sends the end of it when its writer has succeeded, and the failure instead of it when not. Writing throws
/// <see cref="TransferException"/> when the receiver wants no more.
/// </remarks>
public sealed class OutgoingContent : TransferStream
{
    private readonly DipsChannel _channel;
    private readonly IncrementalHash _md5 = TransferMessages.NewMd5();
    private byte[] _chunk = [];
    private int _filled;

    internal OutgoingContent(DipsChannel channel) => _channel = channel;

    /// <summary>How many bytes the receiver has acknowledged.</summary>
    public long BytesSent { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Whether the receiver expects nothing more of the file.</summary>
    internal bool IsOver { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="TransferException">The receiver wants no more.</exception>
    /// <exception cref="DipsException">The connection is no good.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsOver) throw new InvalidOperationException("The transfer is over; nothing more can be written.");
        while (!buffer.IsEmpty)
        {
            if (_chunk.Length == 0) _chunk = ArrayPool<byte>.Shared.Rent(TransferMessages.ChunkSize);
            var count = Math.Min(buffer.Length, TransferMessages.ChunkSize - _filled);
            buffer[..count].CopyTo(_chunk.AsMemory(_filled));
            buffer = buffer[count..];
            _filled += count;
            if (_filled == TransferMessages.ChunkSize) await SendChunkAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: a chunk goes when it is full, and the last one at the end.</summary>
    /// <param name="cancellationToken">Not looked at.</param>
    /// <returns>Done.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Breaks off: the receiver is to forget what it has. The writer's reply is sent all the same.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When the receiver knows.</returns>
    /// <exception cref="DipsException">The connection is no good.</exception>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        if (IsOver) return;
        IsOver = true;
        await _channel.SendAsync(TransferMessages.SenderAborts, cancellationToken);
        await TransferMessages.ReadAsync(_channel, cancellationToken);
    }

    /// <summary>Sends what is left and the checksum, which nobody acknowledges.</summary>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (IsOver) return;
        if (_filled > 0) await SendChunkAsync(cancellationToken);
        IsOver = true;
        await _channel.SendAsync(TransferMessages.End(TransferMessages.Hex(_md5)), cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _md5.Dispose();
        if (_chunk.Length > 0) ArrayPool<byte>.Shared.Return(_chunk);
        (_chunk, _filled) = ([], 0);
        IsOver = true;
        base.Dispose(disposing);
    }

    private async ValueTask SendChunkAsync(CancellationToken cancellationToken)
    {
        _md5.AppendData(_chunk, 0, _filled);
        await _channel.SendAsync(TransferMessages.Chunk(_chunk, _filled), cancellationToken);
        var ack = await TransferMessages.ReadAsync(_channel, cancellationToken);
        if (!ack.IsOk || TransferMessages.IsAbort(ack))
        {
            IsOver = true;
            throw new TransferException(ack.IsOk ? RpcReply.Fail("The receiver aborted the transfer") : ack) { IsAbort = ack.IsOk };
        }

        BytesSent += _filled;
        _filled = 0;
    }
}
