using System.Globalization;

namespace Dirac.Client.Letters;

/// <summary>A relay's sign of life, the content of a file: which relay it is, and a number that grows. Pure.</summary>
/// <param name="Relay">The relay's own name, new with every start; the name of its directory.</param>
/// <param name="Beat">Counts the signs.</param>
internal sealed record RelaySign(string Relay, long Beat)
{
    private const int Digits = 16;

    /// <summary>Whether a text can be a relay's name: sixteen small hexadecimal digits.</summary>
    public static bool IsName(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads the file's one line.</summary>
    /// <returns>Null when it is something else.</returns>
    public static RelaySign? TryParse(string text) =>
        text.TrimEnd('\n').Split(' ') is [var name, var beat] && IsName(name) && long.TryParse(beat, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RelaySign(name, number)
            : null;

    /// <summary>The file's line, with its end.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Relay} {Beat}\n");
}
