using System.Globalization;

namespace Dirac.Client.Http;

/// <summary>Where a relay listens and what it wants to hear first: the content of the file that a relay writes and pilots read.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Port, 1 to 65535.</param>
/// <param name="Key">The first line of every connection, <see cref="KeyLength"/> small hexadecimal digits. Secret.</param>
public sealed record RelayAddress(string Host, int Port, string Key)
{
    /// <summary>Digits of a key.</summary>
    public const int KeyLength = 64;

    /// <summary>Reads a file's one line, <c>HOST PORT KEY</c>.</summary>
    /// <param name="text">The content.</param>
    /// <returns>The address; null when it is something else.</returns>
    public static RelayAddress? TryParse(string text)
    {
        if (text.Trim().Split(' ') is not [{ Length: > 0 } host, var number, { Length: KeyLength } key] || !key.All(char.IsAsciiHexDigitLower)) return null;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? new RelayAddress(host, port, key) : null;
    }

    /// <summary>The file's line, with its end.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Host} {Port} {Key}\n");

    /// <summary>Host and port; not the key.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host} port {Port}");
}
