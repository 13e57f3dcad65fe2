using System.Globalization;

namespace Dirac.Pilot.Batch;

/// <summary>Reads the ways in which batch systems write a length of time. Strict: anything else is null.</summary>
internal static class Durations
{
    private const NumberStyles Digits = NumberStyles.None;

    /// <summary>A whole number of seconds.</summary>
    internal static TimeSpan? Seconds(string? text) =>
        long.TryParse(text?.Trim(), Digits, CultureInfo.InvariantCulture, out var seconds) && seconds <= int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary><c>[[hours:]minutes:]seconds</c>, the parts below the first less than 60; a fraction of a second is dropped.</summary>
    internal static TimeSpan? Clock(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } trimmed) return null;
        var parts = trimmed.Split(':');
        if (parts.Length > 3) return null;
        long seconds = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var digits = i == parts.Length - 1 ? parts[i].Split('.', 2)[0] : parts[i];
            if (digits.Length > 9 || !long.TryParse(digits, Digits, CultureInfo.InvariantCulture, out var part) || (i > 0 && part >= 60)) return null;
            seconds = (seconds * 60) + part;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary><c>[days-]hours:minutes:seconds</c>, or <c>minutes:seconds</c> without days, as Slurm prints it.</summary>
    internal static TimeSpan? DaysAndClock(string? text)
    {
        var parts = (text?.Trim() ?? "").Split('-');
        if (parts.Length > 2 || !parts[^1].Contains(':', StringComparison.Ordinal) || Clock(parts[^1]) is not { } clock) return null;
        if (parts.Length == 1) return clock;
        return parts[0].Length <= 5 && int.TryParse(parts[0], Digits, CultureInfo.InvariantCulture, out var days) ? TimeSpan.FromDays(days) + clock : null;
    }
}
