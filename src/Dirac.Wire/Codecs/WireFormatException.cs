using System.Globalization;

namespace Dirac.Wire.Codecs;

/// <summary>Bytes that are no message of their format, or more than the options allow. Retrying does not help.</summary>
public sealed class WireFormatException : FormatException
{
    /// <summary>Says where and why decoding stopped.</summary>
    /// <param name="position">See <see cref="Position"/>.</param>
    /// <param name="expected">See <see cref="Expected"/>.</param>
    public WireFormatException(int position, string expected)
        : base(string.Create(CultureInfo.InvariantCulture, $"At byte {position} there should be {expected}."))
    {
        Position = position;
        Expected = expected;
    }

    /// <summary>The offset in the message, from 0, of the first byte that is wrong; the message's length when it ends too early.</summary>
    public int Position { get; }

    /// <summary>What should have been there, as part of a sentence.</summary>
    public string Expected { get; }
}
