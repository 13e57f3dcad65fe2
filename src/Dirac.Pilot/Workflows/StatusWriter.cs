using System.Globalization;
using System.Text;

namespace Dirac.Pilot.Workflows;

/// <summary>Writes application statuses to a file that the job wrapper follows: a line each, time and text.</summary>
/// <param name="path">The file, made by the wrapper; null when nobody wants to know.</param>
/// <param name="clock">Tells the time.</param>
/// <remarks>Each line is one write, and the reader takes whole lines only: none is seen half.</remarks>
internal sealed class StatusWriter(string? path, TimeProvider clock)
{
    /// <summary>Between a line's time and its text.</summary>
    internal const char Separator = '\t';

    /// <summary>Longest text the server keeps.</summary>
    internal const int MaxLength = 255;

    /// <summary>Writes a status.</summary>
    internal void Write(string status)
    {
        if (path is null) return;
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes($"{clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}{Separator}{Clean(status)}\n"));
    }

    // compat: DIRAC's job reports hold no single quotes.
    private static string Clean(string status)
    {
        var text = string.Concat(status.Where(c => c != '\'').Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > MaxLength ? text[..MaxLength] : text;
    }
}
