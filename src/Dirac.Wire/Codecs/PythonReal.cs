using System.Globalization;
using System.Text;

namespace Dirac.Wire.Codecs;

/// <summary>Doubles as Python writes and reads them: shortest text that gives the same number, <c>3.0</c>, <c>1e-07</c>, <c>1e+16</c>.</summary>
internal static class PythonReal
{
    /// <summary>Bytes that any number fits into.</summary>
    public const int MaxLength = 32;

    // Python writes an exponent when the first digit's power of ten is not within these.
    private const int SmallestPlain = -4;
    private const int LargestPlain = 15;

    /// <summary>Writes a finite number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="text">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(double number, Span<byte> text)
    {
        Span<byte> shortest = stackalloc byte[MaxLength];
        number.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        // The runtime's text of a few powers of two is that of the number before them.
        if (IsPowerOfTwo(number) && double.Parse(shortest[..length], NumberStyles.Float, CultureInfo.InvariantCulture) != number)
        {
            number.TryFormat(shortest, out length, "E16", CultureInfo.InvariantCulture);
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        var count = Digits(shortest[..length], digits, out var power);
        var at = 0;
        if (double.IsNegative(number)) text[at++] = (byte)'-';
        return at + (power is < SmallestPlain or > LargestPlain
            ? WriteWithExponent(digits[..count], power, text[at..])
            : WritePlain(digits[..count], power, text[at..]));
    }

    /// <summary>Reads what Python's <c>float</c> takes, without blanks and underscores.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var unsigned = text.IsEmpty || text[0] is not ((byte)'-' or (byte)'+') ? text : text[1..];
        if (unsigned.IsEmpty || char.IsAsciiLetter((char)unsigned[0])) return TryParseName(text, unsigned, out number);
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsPowerOfTwo(double number) => (BitConverter.DoubleToInt64Bits(number) & 0xf_ffff_ffff_ffff) == 0;

    private static bool TryParseName(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out double number)
    {
        number = double.NaN;
        if (Ascii.EqualsIgnoreCase(name, "nan"u8)) return true;
        if (!Ascii.EqualsIgnoreCase(name, "inf"u8) && !Ascii.EqualsIgnoreCase(name, "infinity"u8)) return false;
        number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return true;
    }

    // The significant digits without zeros at either end (one zero for 0), and the power of ten of the first.
    private static int Digits(ReadOnlySpan<byte> shortest, Span<byte> digits, out int power)
    {
        var mark = shortest.IndexOf((byte)'E');
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var exponent = mark < 0 ? 0 : int.Parse(shortest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var count = 0;
        var beforePoint = 0;
        var seenPoint = false;
        foreach (var letter in mantissa)
        {
            seenPoint |= letter == '.';
            if (!char.IsAsciiDigit((char)letter)) continue;
            if (count > 0 || letter != '0') digits[count++] = letter;
            if (!seenPoint && count > 0) beforePoint++;
            if (seenPoint && count == 0) beforePoint--;
        }

        while (count > 0 && digits[count - 1] == '0') count--;
        power = count == 0 ? 0 : beforePoint - 1 + exponent;
        if (count == 0) digits[count++] = (byte)'0';
        return count;
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int power, Span<byte> text)
    {
        var at = 0;
        for (var place = Math.Max(power, 0); place >= Math.Min(power - digits.Length + 1, -1); place--)
        {
            if (place == -1) text[at++] = (byte)'.';
            var index = power - place;
            text[at++] = index >= 0 && index < digits.Length ? digits[index] : (byte)'0';
        }

        return at;
    }

    private static int WriteWithExponent(ReadOnlySpan<byte> digits, int power, Span<byte> text)
    {
        var at = 0;
        text[at++] = digits[0];
        if (digits.Length > 1)
        {
            text[at++] = (byte)'.';
            digits[1..].CopyTo(text[at..]);
            at += digits.Length - 1;
        }

        text[at++] = (byte)'e';
        text[at++] = (byte)(power < 0 ? '-' : '+');
        Math.Abs(power).TryFormat(text[at..], out var length, "00", CultureInfo.InvariantCulture);
        return at + length;
    }
}
