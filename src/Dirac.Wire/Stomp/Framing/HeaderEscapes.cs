using System.Text;

namespace Dirac.Wire.Stomp.Framing;

/// <summary>How each version writes what a header line cannot hold. Pure.</summary>
internal static class HeaderEscapes
{
    /// <summary>Whether the headers of this frame are escaped: those of a login are not, as the version is not agreed on then.</summary>
    public static bool Apply(string command, StompVersion version) => version != StompVersion.V10 && command is not ("CONNECT" or "CONNECTED" or "STOMP");

    /// <exception cref="StompException">It cannot be written.</exception>
    public static string Write(string text, bool isName, bool isEscaped, StompVersion version)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw Inexpressible(text);
        if (isEscaped) return Escape(text, version);
        // Blanks at the ends belong to no value in the oldest version.
        return text.AsSpan().ContainsAny('\n', '\r') || (isName && text.Contains(':', StringComparison.Ordinal)) || (version == StompVersion.V10 && text.Trim() != text)
            ? throw Inexpressible(text)
            : text;
    }

    /// <exception cref="StompException">There is a backslash before a letter that has no meaning.</exception>
    public static string Read(string text, bool isEscaped, StompVersion version)
    {
        if (!isEscaped) return version == StompVersion.V10 ? text.Trim() : text;
        var next = text.IndexOf('\\', StringComparison.Ordinal);
        if (next < 0) return text;
        var plain = new StringBuilder(text.Length).Append(text, 0, next);
        while (next < text.Length)
        {
            if (text[next] != '\\')
            {
                plain.Append(text[next++]);
                continue;
            }

            plain.Append(Meaning(next + 1 < text.Length ? text[next + 1] : ' ', version) ?? throw new StompException(StompFault.Malformed, "A header has a backslash without a meaning."));
            next += 2;
        }

        return plain.ToString();
    }

    private static string Escape(string text, StompVersion version)
    {
        if (!text.AsSpan().ContainsAny("\\\n:\r")) return text;
        // 1.1 has no escape for a carriage return, and does not end a line with one.
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace(":", "\\c", StringComparison.Ordinal);
        return version == StompVersion.V12 ? escaped.Replace("\r", "\\r", StringComparison.Ordinal) : escaped;
    }

    private static char? Meaning(char letter, StompVersion version) => letter switch
    {
        'n' => '\n',
        'c' => ':',
        '\\' => '\\',
        'r' when version == StompVersion.V12 => '\r',
        _ => null,
    };

    private static StompException Inexpressible(string text) =>
        new(StompFault.Inexpressible, $"The header text '{text.ReplaceLineEndings(" ").Replace('\0', ' ')}' cannot be expressed in this version of STOMP.");
}
