using System.Globalization;

namespace Dirac.Client.Letters;

/// <summary>A letter's name: <c>PILOT-CONNECTION.NUMBER</c>, in hexadecimal digits of fixed length. Pure.</summary>
/// <param name="Pilot">The pilot's mailbox.</param>
/// <param name="Connection">One of its connections; 0 is none of them.</param>
/// <param name="Number">Counts the letters of one direction of the connection, from 0.</param>
internal readonly record struct LetterName(ulong Pilot, uint Connection, uint Number)
{
    private const int Length = 34;
    private const int ConnectionAt = 17;
    private const int NumberAt = 26;

    /// <summary>What tells this connection from all others.</summary>
    public (ulong Pilot, uint Connection) Line => (Pilot, Connection);

    /// <summary>A mailbox's name.</summary>
    public static string OfPilot(ulong pilot) => pilot.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads a file's name.</summary>
    /// <returns>False when it is not exactly what <see cref="ToString"/> writes.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out LetterName name)
    {
        name = default;
        if (text.Length != Length || !TryRead(text[..(ConnectionAt - 1)], out ulong pilot)) return false;
        if (!TryRead(text[ConnectionAt..(NumberAt - 1)], out uint connection) || !TryRead(text[NumberAt..], out uint number)) return false;
        name = new LetterName(pilot, connection, number);
        return text.SequenceEqual(name.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pilot:x16}-{Connection:x8}.{Number:x8}");

    private static bool TryRead<T>(ReadOnlySpan<char> digits, out T number)
        where T : struct, System.Numerics.INumberBase<T> => T.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
