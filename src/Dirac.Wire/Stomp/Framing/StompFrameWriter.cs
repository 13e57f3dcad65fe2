using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dirac.Wire.Stomp.Framing;

/// <summary>Writes frames. Pure.</summary>
internal static class StompFrameWriter
{
    private const string ContentLength = "content-length";

    /// <summary>Writes a frame. Its length is always said for SEND and where there is a body, so that a body may hold any bytes.</summary>
    /// <exception cref="StompException">It cannot be expressed; nothing was written.</exception>
    public static void Write(StompFrame frame, StompVersion version, IBufferWriter<byte> output)
    {
        var head = Head(frame, version);
        var length = Encoding.UTF8.GetByteCount(head) + frame.Body.Length + 1;
        var span = output.GetSpan(length);
        var written = Encoding.UTF8.GetBytes(head, span);
        frame.Body.Span.CopyTo(span[written..]);
        span[length - 1] = 0;
        output.Advance(length);
    }

    private static string Head(StompFrame frame, StompVersion version)
    {
        if (frame.Command.Length == 0 || !frame.Command.All(char.IsAsciiLetterUpper)) throw new StompException(StompFault.Inexpressible, $"'{frame.Command}' is no command.");
        var isEscaped = HeaderEscapes.Apply(frame.Command, version);
        var text = new StringBuilder(256).Append(frame.Command).Append('\n');
        foreach (var (name, value) in frame.Headers)
        {
            if (name.Length == 0) throw new StompException(StompFault.Inexpressible, "A header has no name.");
            if (name == ContentLength) continue;
            text.Append(HeaderEscapes.Write(name, isName: true, isEscaped, version)).Append(':').Append(HeaderEscapes.Write(value, isName: false, isEscaped, version)).Append('\n');
        }

        if (frame.Command == "SEND" || frame.Body.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{ContentLength}:{frame.Body.Length}\n");
        return text.Append('\n').ToString();
    }
}
