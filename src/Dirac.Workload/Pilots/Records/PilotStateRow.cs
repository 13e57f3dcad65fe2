namespace Dirac.Workload.Pilots.Records;

/// <summary>What we know of a pilot besides DIRAC's columns, as stored in <c>x_PilotState</c>.</summary>
internal sealed class PilotStateRow
{
    public long PilotID { get; init; }

    public string HostName { get; init; } = "";

    /// <summary>When one of our own pilots last got or renewed its token; null for others.</summary>
    public long? SeenMs { get; init; }

    /// <summary>Number of the log's last line.</summary>
    public long LogLines { get; init; }

    /// <summary>Bytes the log has had in all, those cut off at its start included.</summary>
    public long LogBytes { get; init; }

    public bool LogFinal { get; init; }
}
