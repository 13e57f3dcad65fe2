using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Dirac.Wire.Stomp.Framing;

/// <summary>Takes frames off a stream of bytes, one at a time, in time linear in their size. After an exception nothing more can be read.</summary>
/// <param name="input">The stream.</param>
/// <param name="limits">How large frames may be.</param>
/// <param name="heard">Called whenever something came, if only a heart-beat.</param>
internal sealed class StompFrameReader(PipeReader input, StompLimits limits, Action? heard = null)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The version that was agreed on; the oldest one, which escapes nothing, until then.</summary>
    public StompVersion Version { get; set; } = StompVersion.V10;

    /// <summary>The next frame; null when the peer closed instead of beginning one.</summary>
    /// <exception cref="StompException">It is none, or too large, or incomplete.</exception>
    public async ValueTask<StompFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        string? command;
        // Line ends between frames are heart-beats.
        do command = await ReadLineAsync(limits.MaxHeaderBytes, isFirst: true, cancellationToken);
        while (command is { Length: 0 });
        if (command is null) return null;

        var headers = await ReadHeadersAsync(command, cancellationToken);
        var length = headers.Find(header => header.Key == "content-length") is { Key: not null } given ? ParseLength(given.Value) : null;
        var body = new ArrayBufferWriter<byte>();
        var isLeftOut = length is { } known ? await ReadCountedAsync(known, body, cancellationToken) : await ReadToNulAsync(body, cancellationToken);
        return new StompFrame(command, headers, isLeftOut ? body.WrittenMemory[..Math.Min(body.WrittenCount, limits.KeptOfLargeBodies)] : body.WrittenMemory) { IsBodyLeftOut = isLeftOut };
    }

    private async ValueTask<List<KeyValuePair<string, string>>> ReadHeadersAsync(string command, CancellationToken cancellationToken)
    {
        if (!command.All(char.IsAsciiLetterUpper)) throw new StompException(StompFault.Malformed, "What came does not begin with a command.");
        var isEscaped = HeaderEscapes.Apply(command, Version);
        var headers = new List<KeyValuePair<string, string>>();
        var left = limits.MaxHeaderBytes - command.Length;
        while (await ReadLineAsync(left, isFirst: false, cancellationToken) is { Length: > 0 } line)
        {
            left -= line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new StompException(StompFault.Malformed, $"A header of {command} has no name or no colon.");
            headers.Add(new(HeaderEscapes.Read(line[..colon], isEscaped, Version), HeaderEscapes.Read(line[(colon + 1)..], isEscaped, Version)));
        }

        return headers;
    }

    // A line without its end; null when the peer closed where a frame could begin.
    private async ValueTask<string?> ReadLineAsync(int most, bool isFirst, CancellationToken cancellationToken)
    {
        long searched = 0;
        while (true)
        {
            var read = await ReadSomeAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (line.Length > most) throw TooLarge();
                var text = ToText(line);
                input.AdvanceTo(buffer.GetPosition(1, end));
                return text;
            }

            searched = buffer.Length;
            if (searched > most) throw TooLarge();
            if (read.IsCompleted) return isFirst && buffer.IsEmpty ? null : throw Truncated();
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private string ToText(in ReadOnlySequence<byte> line)
    {
        try
        {
            var text = Utf8.GetString(line);
            // Only 1.2 lets a line end with both; before the agreement nobody knows.
            return text.EndsWith('\r') && Version != StompVersion.V11 ? text[..^1] : text;
        }
        catch (DecoderFallbackException error)
        {
            throw new StompException(StompFault.Malformed, "A header is not in UTF-8.", error);
        }
    }

    private async ValueTask<bool> ReadCountedAsync(long length, ArrayBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        for (var left = length; left > 0;)
        {
            var read = await ReadSomeAsync(cancellationToken);
            var part = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            if (part.IsEmpty && read.IsCompleted) throw Truncated();
            Keep(part, length, body);
            left -= part.Length;
            input.AdvanceTo(part.End);
        }

        var end = await ReadSomeAsync(cancellationToken);
        if (!new SequenceReader<byte>(end.Buffer).TryPeek(out var last)) throw Truncated();
        if (last != 0) throw new StompException(StompFault.Malformed, "A body is longer than its content-length says.");
        input.AdvanceTo(end.Buffer.GetPosition(1));
        return length > limits.MaxBodyBytes;
    }

    private async ValueTask<bool> ReadToNulAsync(ArrayBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        for (long length = 0; ;)
        {
            var read = await ReadSomeAsync(cancellationToken);
            var end = read.Buffer.PositionOf((byte)0);
            var part = read.Buffer.Slice(0, end ?? read.Buffer.End);
            Keep(part, length += part.Length, body);
            if (end is { } nul)
            {
                input.AdvanceTo(read.Buffer.GetPosition(1, nul));
                return length > limits.MaxBodyBytes;
            }

            if (read.IsCompleted) throw Truncated();
            input.AdvanceTo(part.End);
        }
    }

    // Of a body that is too large only the beginning is kept.
    private void Keep(in ReadOnlySequence<byte> part, long length, ArrayBufferWriter<byte> body)
    {
        var most = length > limits.MaxBodyBytes ? limits.KeptOfLargeBodies : limits.MaxBodyBytes;
        foreach (var segment in part.Slice(0, Math.Clamp(most - body.WrittenCount, 0, part.Length)))
            body.Write(segment.Span);
    }

    // At least a byte more than was examined, or the end.
    private async ValueTask<ReadResult> ReadSomeAsync(CancellationToken cancellationToken)
    {
        var read = await input.ReadAsync(cancellationToken);
        if (read.IsCanceled) throw new OperationCanceledException(cancellationToken);
        heard?.Invoke();
        return read;
    }

    private static long? ParseLength(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        ? length
        : throw new StompException(StompFault.Malformed, "A content-length is no number.");

    private StompException TooLarge() => new(StompFault.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The headers of a frame have more than {limits.MaxHeaderBytes} bytes."));

    private static StompException Truncated() => new(StompFault.Truncated, "The connection ended inside a frame.");
}
