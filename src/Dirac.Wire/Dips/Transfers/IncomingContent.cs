using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Transfers;

/// <summary>A file that a peer sends. Reading past its last byte compares checksums, so only a file that was read to the end has arrived.</summary>
/// <remarks>Every chunk is acknowledged as it comes. Reading throws <see cref="TransferException"/> when the file does not arrive.</remarks>
public sealed class IncomingContent : TransferStream
{
    private readonly DipsChannel _channel;
    private readonly bool _isChecked;
    private readonly IncrementalHash _md5 = TransferMessages.NewMd5();
    private byte[] _chunk = [];
    private int _used;
    private int _filled;

    internal IncomingContent(DipsChannel channel, TransferRequest request)
    {
        _channel = channel;
        _isChecked = request.IsChecked;
    }

    /// <summary>The largest file taken, without limit unless set; a larger one ends in a failure.</summary>
    public long MaxBytes { get; set; } = long.MaxValue;

    /// <summary>How many bytes have come.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>The checksum in lower-case hex; null until the end was read.</summary>
    public string? Md5 { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Whether the sender has said its last word.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>Whether the sender takes a failure of ours for its answer already and waits for no other.</summary>
    internal bool IsRefused { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="TransferException">The file does not arrive.</exception>
    /// <exception cref="DipsException">The connection is no good.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (_used == _filled)
        {
            if (IsOver || !await NextAsync(cancellationToken)) return 0;
        }

        var count = Math.Min(buffer.Length, _filled - _used);
        _chunk.AsMemory(_used, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Lets the sender stop, if it has not yet: takes the message that it is about to send, so that it comes to reading.</summary>
    /// <param name="isAnswered">Whether the sender is told to stop; otherwise what is sent next stands for the acknowledgement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The failure that the sender had instead of more content, after which it says no more; null otherwise.</returns>
    internal async Task<RpcReply?> StopAsync(bool isAnswered, CancellationToken cancellationToken)
    {
        if (IsOver) return null;
        IsOver = true;
        var reply = await TransferMessages.ReadAsync(_channel, cancellationToken);
        if (!reply.IsOk) return reply;
        if (TransferMessages.IsAbort(reply)) await _channel.SendAsync(TransferMessages.Ack, cancellationToken);
        else if (isAnswered && TransferMessages.TryRead(reply, out var isData, out _) && isData) await _channel.SendAsync(TransferMessages.ReceiverAborts, cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _md5.Dispose();
        Keep(0);
        IsOver = true;
        base.Dispose(disposing);
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        var reply = await TransferMessages.ReadAsync(_channel, cancellationToken);
        if (!reply.IsOk) throw Over(reply);
        if (TransferMessages.IsAbort(reply))
        {
            await _channel.SendAsync(TransferMessages.Ack, cancellationToken);
            throw Over(RpcReply.Fail("The sender aborted the transfer"), isAbort: true);
        }

        if (!TransferMessages.TryRead(reply, out var isData, out var content)) throw TransferMessages.Malformed(_channel);
        if (isData) await TakeAsync(content, cancellationToken);
        else Finish(content.AsText());
        return isData;
    }

    private async ValueTask TakeAsync(WireValue content, CancellationToken cancellationToken)
    {
        Fill(content);
        BytesReceived += _filled;
        if (BytesReceived > MaxBytes)
        {
            IsRefused = true;
            await _channel.SendAsync(RpcReply.Fail("Exceeded maximum file size"), cancellationToken);
            throw Over(RpcReply.Fail(string.Create(CultureInfo.InvariantCulture, $"Received file exceeded maximum size of {MaxBytes} bytes")));
        }

        _md5.AppendData(_chunk, 0, _filled);
        await _channel.SendAsync(TransferMessages.Ack, cancellationToken);
    }

    private void Fill(WireValue content)
    {
        try
        {
            var bytes = content.AsBytes();
            Keep(bytes.Length);
            bytes.CopyTo(_chunk);
        }
        // A text of JSON with half a surrogate pair, which stands for no bytes.
        catch (InvalidOperationException)
        {
            throw TransferMessages.Malformed(_channel);
        }
    }

    private void Keep(int size)
    {
        if (_chunk.Length < size || size == 0)
        {
            if (_chunk.Length > 0) ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = size == 0 ? [] : ArrayPool<byte>.Shared.Rent(size);
        }

        (_used, _filled) = (0, size);
    }

    private void Finish(string claimed)
    {
        IsOver = true;
        Keep(0);
        Md5 = TransferMessages.Hex(_md5);
        if (_isChecked && !string.Equals(claimed, Md5, StringComparison.OrdinalIgnoreCase)) throw new TransferException(RpcReply.Fail("Error in the file CRC"));
    }

    private TransferException Over(RpcReply reply, bool isAbort = false)
    {
        IsOver = true;
        Keep(0);
        return new TransferException(reply) { IsAbort = isAbort };
    }
}
