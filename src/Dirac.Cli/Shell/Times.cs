using System.Globalization;

namespace Dirac.Cli.Shell;

/// <summary>How moments are written for people: UTC, to the second.</summary>
internal static class Times
{
    /// <summary>For example <c>2026-11-22 20:59:03</c>.</summary>
    /// <param name="time">The moment.</param>
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
