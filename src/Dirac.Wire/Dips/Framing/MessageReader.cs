using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Dirac.Wire.Codecs;

namespace Dirac.Wire.Dips.Framing;

/// <summary>Takes messages off a stream of bytes, one at a time. After an exception nothing more can be read.</summary>
internal sealed class MessageReader(PipeReader input, WireReadOptions values)
{
    // One is 54 bytes and its sender's text.
    private const int MaxKeepAliveBytes = 1024;

    /// <summary>Waits until something comes; false when the peer closes instead.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var read = await input.ReadAsync(cancellationToken);
        // Nothing is examined, so that the next read has it at once.
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>The next message; null when the peer closed instead of beginning one.</summary>
    /// <exception cref="DipsException">It is none, or too large, or undecodable, or incomplete.</exception>
    public async ValueTask<Frame?> ReadAsync(int maxBytes, CancellationToken cancellationToken)
    {
        var wanted = 1;
        while (true)
        {
            // Not ReadAtLeastAsync: once a part was examined it waits for as many bytes again, which a test shows.
            var read = await input.ReadAsync(cancellationToken);
            var (consumed, examined) = (read.Buffer.Start, read.Buffer.End);
            try
            {
                if (TryTake(read.Buffer, maxBytes, ref consumed, ref wanted, out var frame))
                {
                    examined = consumed;
                    return frame;
                }

                if (read.IsCompleted || read.IsCanceled) return read.Buffer.IsEmpty ? null : throw Truncated(wanted, read.Buffer.Length);
            }
            finally
            {
                input.AdvanceTo(consumed, examined);
            }
        }
    }

    private bool TryTake(in ReadOnlySequence<byte> buffer, int maxBytes, ref SequencePosition consumed, ref int wanted, out Frame frame)
    {
        frame = default;
        if (!FrameHeader.TryRead(buffer, out var header)) return false;
        var most = header.IsKeepAlive ? MaxKeepAliveBytes : maxBytes;
        if (header.PayloadSize > most) throw TooLarge(header.PayloadSize, most);
        wanted = header.Size + header.PayloadSize;
        if (buffer.Length < wanted) return false;

        var payload = buffer.Slice(header.Size, header.PayloadSize);
        consumed = payload.End;
        frame = new Frame(Decode(payload), header.IsKeepAlive);
        return true;
    }

    private Values.WireValue Decode(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment) return Decode(payload.FirstSpan);
        var rented = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            payload.CopyTo(rented);
            return Decode(rented.AsSpan(0, (int)payload.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Values.WireValue Decode(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Payload.Decode(payload, out _, values);
        }
        catch (WireFormatException error)
        {
            throw new DipsException(DipsFault.Undecodable, $"The peer's message cannot be read. {error.Message}", error);
        }
    }

    private static DipsException TooLarge(int size, int most) => new(
        DipsFault.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The peer announces a message of {size} bytes; at most {most} are taken here."));

    private static DipsException Truncated(int wanted, long got) => new(
        DipsFault.Truncated, string.Create(CultureInfo.InvariantCulture, $"The connection ended inside a message, after {got} of at least {wanted} bytes."));
}
