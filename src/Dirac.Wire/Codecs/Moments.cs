namespace Dirac.Wire.Codecs;

/// <summary>Dates and times from their parts.</summary>
internal static class Moments
{
    private const int LastYear = 9999;

    public static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        var possible = year is >= 1 and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = possible ? new DateOnly(year, month, day) : default;
        return possible;
    }

    public static bool TryMake(int hour, int minute, int second, int microsecond, out TimeOnly time)
    {
        var possible = hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60 && microsecond is >= 0 and < 1_000_000;
        time = possible ? new TimeOnly(((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond + (microsecond * TimeSpan.TicksPerMicrosecond)) : default;
        return possible;
    }

    /// <summary>Reads <c>YYYY-MM-DD</c>.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && TryReadNumber(text[..4], out var year) && TryReadNumber(text[5..7], out var month) && TryReadNumber(text[8..], out var day)
            && TryMake(year, month, day, out date);
    }

    /// <summary>Reads <c>YYYY-MM-DD HH:MM:SS</c>.</summary>
    public static bool TryReadDateTime(ReadOnlySpan<byte> text, out DateTime moment)
    {
        moment = default;
        if (text.Length != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':' || !TryReadDate(text[..10], out var date)) return false;
        if (!TryReadNumber(text[11..13], out var hour) || !TryReadNumber(text[14..16], out var minute) || !TryReadNumber(text[17..], out var second)) return false;
        if (!TryMake(hour, minute, second, 0, out var time)) return false;
        moment = new DateTime(date, time);
        return true;
    }

    /// <summary>Writes <c>YYYY-MM-DD</c>, ten bytes.</summary>
    public static void WriteDate(Span<byte> text, int year, int month, int day)
    {
        WriteNumber(text[..4], year);
        text[4] = (byte)'-';
        WriteNumber(text[5..7], month);
        text[7] = (byte)'-';
        WriteNumber(text[8..10], day);
    }

    /// <summary>Writes <c>YYYY-MM-DD HH:MM:SS</c>, nineteen bytes.</summary>
    public static void WriteDateTime(Span<byte> text, DateTime moment)
    {
        WriteDate(text, moment.Year, moment.Month, moment.Day);
        text[10] = (byte)' ';
        WriteNumber(text[11..13], moment.Hour);
        text[13] = (byte)':';
        WriteNumber(text[14..16], moment.Minute);
        text[16] = (byte)':';
        WriteNumber(text[17..19], moment.Second);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }

    private static void WriteNumber(Span<byte> digits, int number)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10) digits[i] = (byte)('0' + (number % 10));
    }
}
