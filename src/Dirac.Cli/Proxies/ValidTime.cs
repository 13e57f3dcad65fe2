using System.Globalization;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Proxies;

/// <summary>For how long a proxy is valid, as the grid's programs are told: hours and minutes.</summary>
internal static class ValidTime
{
    private const int MostHours = 100_000;

    /// <summary>Reads HH:MM; the minutes may be left out.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It is something else, or nothing.</exception>
    public static TimeSpan Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= MostHours
            && int.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 60
            && hours + minutes > 0)
        {
            return new TimeSpan(hours, minutes, 0);
        }

        throw new UsageException($"'{text}' is no time.", "Give hours and minutes, such as 24:00.");
    }

    /// <summary>Writes HH:MM:SS, as DIRAC does.</summary>
    /// <param name="time">The time; nothing below zero.</param>
    public static string Show(TimeSpan time) =>
        time <= TimeSpan.Zero ? "00:00:00" : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");
}
