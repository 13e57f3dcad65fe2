using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>What a decoder takes from a peer. The defaults take a frame of the largest size, up to twenty million values.</summary>
public sealed record WireReadOptions
{
    /// <summary>Default of <see cref="MaxBytes"/>: a frame's length has at most nine digits.</summary>
    public const int DefaultMaxBytes = 999_999_999;

    /// <summary>Default of <see cref="MaxValues"/>; a value costs 16 bytes of memory, and a container up to 200 more.</summary>
    public const int DefaultMaxValues = 20_000_000;

    /// <summary>Default of <see cref="MaxDigits"/>: Python 3.11 and later refuse longer numbers, since reading them takes quadratic time.</summary>
    public const int DefaultMaxDigits = 4300;

    /// <summary>The defaults, with no class allowed.</summary>
    public static WireReadOptions Default { get; } = new();

    /// <summary>Bytes of a message; more are refused unread.</summary>
    public int MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>Containers in each other, from 0 to <see cref="WireValue.MaxDepth"/>, which is the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to more or less.</exception>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WireValue.MaxDepth);
            field = value;
        }
    } = WireValue.MaxDepth;

    /// <summary>Values in a message, counting containers, items, keys that are not repeated from the record before, and values of keys.</summary>
    public int MaxValues { get; init; } = DefaultMaxValues;

    /// <summary>Decimal digits of a whole number.</summary>
    public int MaxDigits { get; init; } = DefaultMaxDigits;

    /// <summary>Classes whose objects JEncode may carry; empty by default, and an object of any other class is refused.</summary>
    public IReadOnlySet<WireClass> Classes { get; init; } = new HashSet<WireClass>();
}
