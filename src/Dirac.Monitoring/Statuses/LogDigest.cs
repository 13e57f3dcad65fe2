namespace Dirac.Monitoring.Statuses;

/// <summary>What of a log is worth keeping. Pure.</summary>
internal static class LogDigest
{
    /// <summary>The lines at which an element's status or holder became another.</summary>
    /// <param name="lines">Lines of one key, the oldest first.</param>
    /// <param name="last">The last line kept of that key; null for none.</param>
    public static IEnumerable<StatusRow> Of(IEnumerable<StatusRow> lines, StatusRow? last)
    {
        foreach (var line in lines)
        {
            if (last is not null && last.Status == line.Status && last.TokenOwner == line.TokenOwner) continue;
            last = line;
            yield return line;
        }
    }
}
