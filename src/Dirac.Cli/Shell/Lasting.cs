using System.Globalization;

namespace Dirac.Cli.Shell;

/// <summary>Times that last, as people say them.</summary>
internal static class Lasting
{
    private const double Minute = 60;
    private const double Hour = 3_600;
    private const double Day = 86_400;

    /// <summary>About how long; one figure and its unit.</summary>
    /// <param name="seconds">In seconds.</param>
    public static string Show(double seconds) => seconds switch
    {
        < 2 * Minute => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 2 * Hour => string.Create(CultureInfo.InvariantCulture, $"{seconds / Minute:0} min"),
        < 2 * Day => string.Create(CultureInfo.InvariantCulture, $"{seconds / Hour:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / Day:0} d"),
    };
}
