using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Framing;

/// <summary>Puts messages on a stream of bytes. One writer at a time.</summary>
internal sealed class MessageWriter(PipeWriter output, WireEncoding encoding)
{
    // Longer than the mark, nine digits and the colon.
    private const int HeaderRoom = 16;

    /// <summary>Makes a payload.</summary>
    /// <exception cref="WireEncodingException">The format cannot express the value, or the message would be too large.</exception>
    public PooledBuffer Encode(WireValue value)
    {
        var payload = new PooledBuffer();
        try
        {
            Payload.Encode(value, encoding, payload);
            var size = payload.Written.Length;
            return size <= FrameHeader.MaxPayloadSize ? payload : throw new WireEncodingException(
                string.Create(CultureInfo.InvariantCulture, $"A message of {size} bytes is too large for dips, which has nine digits for its length."));
        }
        catch
        {
            payload.Dispose();
            throw;
        }
    }

    /// <summary>Appends a message; <see cref="FlushAsync"/> sends it.</summary>
    public void Append(PooledBuffer payload, bool isKeepAlive = false)
    {
        if (isKeepAlive) output.Write(FrameHeader.KeepAliveMark);
        var header = output.GetSpan(HeaderRoom);
        payload.Written.Length.TryFormat(header, out var digits, default, CultureInfo.InvariantCulture);
        header[digits] = (byte)':';
        output.Advance(digits + 1);
        output.Write(payload.Written);
    }

    /// <summary>Sends what was appended.</summary>
    /// <exception cref="DipsException">The peer takes nothing any more.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = await output.FlushAsync(cancellationToken);
        if (flushed.IsCompleted || flushed.IsCanceled) throw new DipsException(DipsFault.Closed, "The peer closed the connection before it took the message.");
    }
}
