using System.Text;

namespace Dirac.Wire.Stomp;

/// <summary>One frame: a command, headers in their order, and a body of any bytes.</summary>
/// <param name="Command">Such as <c>SEND</c>.</param>
/// <param name="Headers">Names and values without escapes. Of a name that comes twice the first counts.</param>
/// <param name="Body">The bytes; empty for most frames.</param>
public sealed record StompFrame(string Command, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body = default)
{
    private const int LongestLine = 300;

    /// <summary>Whether the body was larger than the reader takes: it was skipped, <see cref="Body"/> has only its first part.</summary>
    public bool IsBodyLeftOut { get; init; }

    /// <summary>The value of a header, or null.</summary>
    /// <param name="name">Its name; case counts.</param>
    public string? this[string name] => Headers.FirstOrDefault(header => header.Key == name) is { Key: not null } found ? found.Value : null;

    /// <summary>A frame without a body.</summary>
    /// <param name="command">The command.</param>
    /// <param name="headers">Those whose value is null are left out.</param>
    public static StompFrame Of(string command, params ReadOnlySpan<(string Name, string? Value)> headers)
    {
        var given = new List<KeyValuePair<string, string>>(headers.Length);
        foreach (var (name, value) in headers)
        {
            if (value is not null) given.Add(new(name, value));
        }

        return new StompFrame(command, given);
    }

    /// <summary>What a broker says with a frame ERROR, for people: its message and the first line of its body.</summary>
    public override string ToString()
    {
        var line = Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, LongestLine)]).Split('\n', 2)[0].Trim();
        return this["message"] is { Length: > 0 } message && !line.Contains(message, StringComparison.Ordinal) ? $"{message} {line}".Trim() : line.Length > 0 ? line : Command;
    }
}
