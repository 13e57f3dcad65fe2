using System.Globalization;

namespace Dirac.Client.Letters;

/// <summary>A letter's name: <c>PILOT-CONNECTION.NUMBER</c>, in small hexadecimal digits of fixed length, so that names in order are letters in order. Pure.</summary>
/// <param name="Pilot">The pilot's mailbox, 16 digits.</param>
/// <param name="Connection">One of its connections, 8 digits; zeros are none of them.</param>
/// <param name="Number">Counts the letters of one direction of the connection, from 0.</param>
internal sealed record LetterName(string Pilot, string Connection, uint Number)
{
    private const int Length = 34;
    private const int ConnectionAt = 17;
    private const int NumberAt = 26;

    /// <summary>What is of no connection.</summary>
    public const string NoConnection = "00000000";

    /// <summary>What tells this connection from all others.</summary>
    public string Line => $"{Pilot}-{Connection}";

    /// <summary>The name of a pilot's letter.</summary>
    /// <param name="pilot">Its mailbox.</param>
    /// <param name="connection">Its connection; 0 is none.</param>
    /// <param name="number">The letter's number.</param>
    public static LetterName Of(string pilot, uint connection, uint number) => new(pilot, connection.ToString("x8", CultureInfo.InvariantCulture), number);

    /// <summary>Reads a file's name.</summary>
    /// <returns>Null when it is not exactly what <see cref="ToString"/> writes.</returns>
    public static LetterName? TryParse(string text)
    {
        if (text.Length != Length || text[ConnectionAt - 1] != '-' || text[NumberAt - 1] != '.') return null;
        var (pilot, connection, number) = (text[..(ConnectionAt - 1)], text[ConnectionAt..(NumberAt - 1)], text[NumberAt..]);
        return (pilot + connection + number).All(char.IsAsciiHexDigitLower)
            ? new LetterName(pilot, connection, uint.Parse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pilot}-{Connection}.{Number:x8}");
}
