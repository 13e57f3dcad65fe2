using System.Globalization;

namespace Dirac.Configuration.Trees;

/// <summary>Versions: the UTC time of a change as text, compared as text. Pure.</summary>
internal static class ConfigurationVersion
{
    /// <summary>The version of a tree that says none.</summary>
    public const string None = "0";

    private const string Written = "yyyy-MM-dd HH:mm:ss.ffffff";

    // A Python peer leaves out microseconds that are nought.
    private static readonly string[] Readable = [Written, "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Whether <paramref name="one"/> is newer than <paramref name="other"/>.</summary>
    public static bool IsNewer(string one, string other) => string.CompareOrdinal(one, other) > 0;

    /// <summary>The version of a change at <paramref name="now"/>: greater than <paramref name="last"/>, whatever the clock says.</summary>
    public static string Next(string last, DateTimeOffset now)
    {
        var version = Write(now.UtcDateTime);
        if (IsNewer(version, last)) return version;
        // The clock stands, or went back, or the last version is not one of a clock at all: whoever has that must still see something newer.
        var next = DateTime.TryParseExact(last, Readable, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time < DateTime.MaxValue.AddSeconds(-1)
            ? Write(time.AddMicroseconds(1))
            : "";
        return IsNewer(next, last) ? next : last + ".1";
    }

    private static string Write(DateTime time) => time.ToString(Written, CultureInfo.InvariantCulture);
}
